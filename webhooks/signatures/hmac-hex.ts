import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { readSingleHeader } from './single-header.ts'

const HEX_SHA256 = /^[0-9a-f]{64}$/
const SECRETS_MAX = 8

/** The lower-case hex HMAC-SHA256 of `body`. */
export function signHmacHex(body: Buffer, key: KeyObject): string {
  return hmac(body, key).toString('hex')
}

/** Throws `SIGNATURE_*` unless `header` holds the hex HMAC of the raw body under one of `keys`. */
export function verifyHmacHex(
  who: string,
  header: string,
  request: SignedRequest,
  keys: readonly KeyObject[],
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
  if (!keys.some((key) => timingSafeEqual(actual, hmac(request.body, key)))) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a signature by one of ${keys.length} secrets, got another`,
    )
  }
}

/**
 * Checks secrets, which are used as UTF-8 text, once, when the provider is made. Gives key objects:
 * they print no key, and making one for each request takes longer than the HMAC itself. Throws
 * `CONFIG_INVALID`.
 */
export function readTextSecrets(
  who: string,
  secrets: readonly Secret[],
): readonly [KeyObject, ...KeyObject[]] {
  const [first, ...others] = secrets.map((secret, index) => readSecret(who, secret, index))
  if (!first || secrets.length > SECRETS_MAX) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected 1 to ${SECRETS_MAX} secrets, got ${secrets.length}`,
    )
  }
  return [first, ...others]
}

function readSecret(who: string, secret: Secret, index: number): KeyObject {
  const text = secret.reveal()
  if (text !== '' && text === text.trim()) return createSecretKey(text, 'utf8')
  const got = text === '' ? 'an empty one' : 'blanks around it'
  throw new AppError('CONFIG_INVALID', `${who}: expected a secret at secrets/${index}, got ${got}`)
}

function hmac(body: Buffer, key: KeyObject): Buffer {
  return createHmac('sha256', key).update(body).digest()
}
