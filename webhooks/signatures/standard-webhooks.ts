import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { readSingleHeader } from './single-header.ts'

/** The header that names the message; the same over all retries. */
export const ID_HEADER = 'webhook-id'
const TIMESTAMP_HEADER = 'webhook-timestamp'
const SIGNATURE_HEADER = 'webhook-signature'

/** How far the signed time may lie from ours, before and after, both ends included. */
export const TOLERANCE_SECONDS = 300
const SIGNATURES_MAX = 16
const SECRETS_MAX = 8

const SECRET = /^whsec_([A-Za-z0-9+/]+)={0,2}$/
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

// Without dots: `id.timestamp.body` is signed, so an id with a dot could be cut in two ways.
const ID = /^[!-\-/-~]{1,255}$/
// All digits: parseInt would also take "1700000000abc" and "1700000000.9".
const TIMESTAMP = /^[0-9]{1,12}$/
const SIGNATURE = /^v1,([A-Za-z0-9+/]{43}=)$/

/**
 * Reads `whsec_` secrets (base64 of 24–64 bytes) once, when the provider is made, into key objects:
 * they print no key, and making one for each request takes longer than the HMAC itself. Throws
 * `CONFIG_INVALID`.
 */
export function readStandardSecrets(
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
  const digits = SECRET.exec(text)?.[1] ?? ''
  const bytes = Buffer.from(digits, 'base64')
  const isCanonical = bytes.toString('base64').replace(/=+$/, '') === digits
  if (!isCanonical || bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected whsec_ and the base64 of ${SECRET_BYTES_MIN}–${SECRET_BYTES_MAX} bytes ` +
        `at secrets/${index}, got ${text === '' ? 'an empty one' : 'other text'}`,
    )
  }
  return createSecretKey(bytes)
}

/**
 * Throws `SIGNATURE_*` unless the request carries a `v1` signature by one of `keys` over
 * `id.timestamp.body` and a time within the tolerance. Source: Standard Webhooks specification,
 * read 2026-11-23. Stricter than the reference library: digits only, no dots, at most 16 signatures.
 */
export function verifyStandard(
  who: string,
  request: SignedRequest,
  keys: readonly KeyObject[],
): void {
  const id = readId(who, readSingleHeader(who, request, ID_HEADER))
  const timestamp = readSingleHeader(who, request, TIMESTAMP_HEADER)
  if (!TIMESTAMP.test(timestamp)) {
    throw malformed(who, `seconds as digits in ${TIMESTAMP_HEADER}`)
  }
  const presented = readSignatures(who, readSingleHeader(who, request, SIGNATURE_HEADER))
  const isSigned = keys.some((key) => {
    const expected = Buffer.from(mac(key, id, timestamp, request.body))
    return presented.some((signature) => timingSafeEqual(signature, expected))
  })
  if (!isSigned) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a v1 signature by one of ${keys.length} secrets, got others`,
    )
  }
  const ageSeconds = Math.floor(request.receivedAt.getTime() / 1_000) - Number(timestamp)
  if (Math.abs(ageSeconds) > TOLERANCE_SECONDS) {
    throw new AppError(
      'SIGNATURE_TIMESTAMP',
      `${who}: expected a time within ${TOLERANCE_SECONDS} s, got one ${ageSeconds} s old`,
    )
  }
}

/** The three headers for a message; its id must have no dot. Throws `SIGNATURE_MALFORMED`. */
export function signStandard(
  who: string,
  key: KeyObject,
  message: { readonly id: string; readonly sentAt: Date; readonly body: Buffer },
): Readonly<Record<string, string>> {
  const id = readId(who, message.id)
  const timestamp = String(Math.floor(message.sentAt.getTime() / 1_000))
  return {
    [ID_HEADER]: id,
    [TIMESTAMP_HEADER]: timestamp,
    [SIGNATURE_HEADER]: `v1,${mac(key, id, timestamp, message.body)}`,
  }
}

function readId(who: string, id: string): string {
  if (!ID.test(id)) throw malformed(who, `1–255 visible characters without a dot in ${ID_HEADER}`)
  return id
}

/** The base64 texts of all `v1` signatures; other versions are left to those who know them. */
function readSignatures(who: string, header: string): readonly Buffer[] {
  const items = header.split(' ', SIGNATURES_MAX + 1)
  if (items.length > SIGNATURES_MAX) {
    throw malformed(who, `at most ${SIGNATURES_MAX} signatures in ${SIGNATURE_HEADER}`)
  }
  const signatures = items.flatMap((item) => {
    const text = SIGNATURE.exec(item)?.[1]
    return text === undefined ? [] : [Buffer.from(text)]
  })
  if (signatures.length === 0) {
    throw malformed(who, `v1, and 44 characters of base64 in ${SIGNATURE_HEADER}`)
  }
  return signatures
}

function mac(key: KeyObject, id: string, timestamp: string, body: Buffer): string {
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body)
  return signed.digest('base64')
}

function malformed(who: string, expected: string): AppError {
  return new AppError('SIGNATURE_MALFORMED', `${who}: expected ${expected}, got other text`)
}
