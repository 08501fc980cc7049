import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { readSingleHeader } from './single-header.ts'

const HEX_SHA256 = /^[0-9a-f]{64}$/
const SECRETS_MAX = 8

/** The lower-case hex HMAC-SHA256 of `body`; the secret is used as UTF-8 text. */
export function signHmacHex(body: Buffer, secret: Secret): string {
  return hmac(body, secret).toString('hex')
}

/** Throws `SIGNATURE_*` unless `header` holds the hex HMAC of the raw body under one of `secrets`. */
export function verifyHmacHex(
  who: string,
  header: string,
  request: SignedRequest,
  secrets: readonly Secret[],
): void {
  const presented = readSingleHeader(who, request, header)
  // Buffer.from(text, 'hex') stops at the first bad digit, so a valid MAC with junk behind it
  // would pass.
  if (!HEX_SHA256.test(presented)) {
    throw new AppError(
      'SIGNATURE_MALFORMED',
      `${who}: expected 64 lower-case hex digits in ${header}, got other text`,
    )
  }
  const actual = Buffer.from(presented, 'hex')
  if (!secrets.some((secret) => timingSafeEqual(actual, hmac(request.body, secret)))) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a signature by one of ${secrets.length} secrets, got another`,
    )
  }
}

/** Checks text secrets once, when the provider is made. Throws `CONFIG_INVALID`. */
export function readTextSecrets(
  who: string,
  secrets: readonly Secret[],
): readonly [Secret, ...Secret[]] {
  const [first, ...others] = secrets
  if (!first || secrets.length > SECRETS_MAX) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected 1 to ${SECRETS_MAX} secrets, got ${secrets.length}`,
    )
  }
  for (const [index, secret] of secrets.entries()) {
    const text = secret.reveal()
    if (text !== '' && text === text.trim()) continue
    const got = text === '' ? 'an empty one' : 'blanks around it'
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected a secret at secrets/${index}, got ${got}`,
    )
  }
  return [first, ...others]
}

function hmac(body: Buffer, secret: Secret): Buffer {
  return createHmac('sha256', secret.reveal()).update(body).digest()
}
