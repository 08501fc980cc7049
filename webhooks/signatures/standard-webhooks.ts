import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { mismatchHint } from './mismatch-hints.ts'
import { readSecrets } from './read-secrets.ts'
import { readSingleHeader } from './single-header.ts'

/** How a sender names its headers and writes its lists; the HMAC is the same. */
export interface StandardScheme {
  /** Of `id`, `timestamp` and `signature`. */
  readonly prefix: 'webhook-' | 'svix-'
  /** What stands between two signatures. */
  readonly separators: RegExp
  /** `whsec_…`, or Supabase's list `v1,whsec_…|v1,whsec_…`, of which each is a secret. */
  readonly secrets: 'one' | 'list'
}

/** By the specification. */
export const STANDARD: StandardScheme = { prefix: 'webhook-', separators: / /, secrets: 'one' }
/** Svix and those who send through it. */
export const SVIX: StandardScheme = { prefix: 'svix-', separators: / /, secrets: 'one' }
/** Supabase Auth joins signatures by a comma and a blank, where the specification has a blank. */
export const SUPABASE: StandardScheme = { prefix: 'webhook-', separators: /,? /, secrets: 'list' }

/** The header that names the message; the same over all retries, except Supabase's. */
export function idHeader({ prefix }: StandardScheme): string {
  return `${prefix}id`
}

/** How far the signed time may lie from ours, before and after, both ends included. */
export const TOLERANCE_SECONDS = 300
const SIGNATURES_MAX = 16

const SECRET = /^whsec_([A-Za-z0-9+/]+)={0,2}$/
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

// Without dots: `id.timestamp.body` is signed, so an id with a dot could be cut in two ways.
const ID = /^[!-\-/-~]{1,255}$/
// All digits: parseInt would also take "1700000000abc" and "1700000000.9".
const TIMESTAMP = /^[0-9]{1,12}$/
const SIGNATURE = /^v1,([A-Za-z0-9+/]{43}=)$/
const HEX_SIGNATURE = /^(?:v1,)?([0-9a-f]{64})$/i

/**
 * Reads `whsec_` secrets (base64 of 24–64 bytes) once, when the provider is made, into key objects:
 * they print no key, and making one for each request takes longer than the HMAC itself. Throws
 * `CONFIG_INVALID`.
 */
export function readStandardSecrets(
  who: string,
  secrets: readonly Secret[],
  scheme: StandardScheme = STANDARD,
): readonly [KeyObject, ...KeyObject[]] {
  if (scheme.secrets === 'one') return readSecrets(who, secrets, (...one) => readKey(who, ...one))
  const keys = readSecrets(who, secrets, (list, path) =>
    list
      .reveal()
      .split('|')
      .map((item) => readKey(who, new Secret(item.trim().replace(/^v1,/, '')), path)),
  ).flat()
  const [first, ...others] = keys
  if (!first) throw new AppError('CONFIG_INVALID', `${who}: expected a secret, got none`)
  return [first, ...others]
}

function readKey(who: string, secret: Secret, path: string): KeyObject {
  const text = secret.reveal()
  const digits = SECRET.exec(text)?.[1] ?? ''
  const bytes = Buffer.from(digits, 'base64')
  const isCanonical = bytes.toString('base64').replace(/=+$/, '') === digits
  if (!isCanonical || bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected whsec_ and the base64 of ${SECRET_BYTES_MIN}–${SECRET_BYTES_MAX} bytes ` +
        `at ${path}, got ${text === '' ? 'an empty one' : 'other text'}`,
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
  scheme: StandardScheme = STANDARD,
): void {
  const { prefix } = scheme
  const id = readId(who, scheme, readSingleHeader(who, request, idHeader(scheme)))
  const timestamp = readSingleHeader(who, request, `${prefix}timestamp`)
  if (!TIMESTAMP.test(timestamp)) {
    throw malformed(who, `seconds as digits in ${prefix}timestamp`)
  }
  const presented = readSignatures(who, scheme, request)
  const fits = (body: Buffer): boolean =>
    keys.some((key) => {
      const expected = Buffer.from(mac(key, id, timestamp, body))
      return presented.some((signature) => timingSafeEqual(signature, expected))
    })
  if (!fits(request.body)) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a v1 signature by one of ${keys.length} secrets, got others` +
        mismatchHint(request.body, fits),
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
  scheme: StandardScheme = STANDARD,
): Readonly<Record<string, string>> {
  const id = readId(who, scheme, message.id)
  const timestamp = String(Math.floor(message.sentAt.getTime() / 1_000))
  return {
    [idHeader(scheme)]: id,
    [`${scheme.prefix}timestamp`]: timestamp,
    [`${scheme.prefix}signature`]: `v1,${mac(key, id, timestamp, message.body)}`,
  }
}

function readId(who: string, scheme: StandardScheme, id: string): string {
  if (ID.test(id)) return id
  throw malformed(who, `1–255 visible characters without a dot in ${idHeader(scheme)}`)
}

/** The base64 texts of all `v1` signatures; other versions are left to those who know them. */
function readSignatures(
  who: string,
  { prefix, separators }: StandardScheme,
  request: SignedRequest,
): readonly Buffer[] {
  const header = `${prefix}signature`
  const items = readSingleHeader(who, request, header).split(separators, SIGNATURES_MAX + 1)
  if (items.length > SIGNATURES_MAX) {
    throw malformed(who, `at most ${SIGNATURES_MAX} signatures in ${header}`)
  }
  const signatures = items.flatMap((item) => {
    const text = SIGNATURE.exec(item)?.[1]
    return text === undefined ? [] : [Buffer.from(text)]
  })
  if (signatures.length > 0) return signatures
  const isHex = items.some((item) => HEX_SIGNATURE.test(item))
  throw malformed(who, `v1, and 44 characters of base64 in ${header}`, isHex ? 'hex' : 'other text')
}

function mac(key: KeyObject, id: string, timestamp: string, body: Buffer): string {
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body)
  return signed.digest('base64')
}

function malformed(who: string, expected: string, got = 'other text'): AppError {
  return new AppError('SIGNATURE_MALFORMED', `${who}: expected ${expected}, got ${got}`)
}
