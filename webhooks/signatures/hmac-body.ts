import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { mismatchHint } from './mismatch-hints.ts'
import { readSecrets, readSecretText } from './read-secrets.ts'
import { readSingleHeader } from './single-header.ts'

const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const

/** An HMAC of the raw body, and of nothing else, in one header. */
export interface HmacBodyScheme {
  readonly header: string
  readonly algorithm: keyof typeof DIGEST_BYTES
  /** Lower-case hex, or standard base64 with padding. */
  readonly encoding: 'hex' | 'base64'
  /** What stands before it, such as `sha256=`. Default nothing. */
  readonly prefix?: string
}

/** The header for `body`. */
export function signHmacBody(
  scheme: HmacBodyScheme,
  body: Buffer,
  key: KeyObject,
): Readonly<Record<string, string>> {
  return { [scheme.header]: `${scheme.prefix ?? ''}${hmac(scheme, body, key)}` }
}

/** Throws `SIGNATURE_*` unless the header holds the HMAC of the raw body under one of `keys`. */
export function verifyHmacBody(
  who: string,
  scheme: HmacBodyScheme,
  request: SignedRequest,
  keys: readonly KeyObject[],
): void {
  const { header, algorithm, encoding, prefix = '' } = scheme
  const presented = readSingleHeader(who, request, header)
  const text = presented.startsWith(prefix) ? presented.slice(prefix.length) : ''
  // The text itself is compared: decoders drop junk behind it and spell the same bytes in two ways.
  if (!isWellFormed(scheme, text)) {
    const length = DIGEST_BYTES[algorithm]
    throw new AppError(
      'SIGNATURE_MALFORMED',
      `${who}: expected ${prefix === '' ? '' : `${prefix} and `}the ` +
        `${encoding === 'hex' ? 'lower-case hex' : 'base64'} of ${length} bytes in ${header}, ` +
        `got ${encodingHint(scheme, presented, request.body, keys) ?? 'other text'}`,
    )
  }
  const actual = Buffer.from(text)
  const fits = (body: Buffer): boolean =>
    keys.some((key) => timingSafeEqual(actual, Buffer.from(hmac(scheme, body, key))))
  if (!fits(request.body)) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      `${who}: expected a signature by one of ${keys.length} secrets, got another` +
        mismatchHint(request.body, fits),
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
  return readSecrets(who, secrets, (secret, path) =>
    createSecretKey(readSecretText(who, secret, path), 'utf8'),
  )
}

function isWellFormed({ algorithm, encoding }: HmacBodyScheme, text: string): boolean {
  const length = DIGEST_BYTES[algorithm]
  return encoding === 'hex'
    ? text.length === length * 2 && /^[0-9a-f]+$/.test(text)
    : text.length === Math.ceil(length / 3) * 4 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
}

/** Says so where the signature is the right one, written in another way. */
function encodingHint(
  scheme: HmacBodyScheme,
  presented: string,
  body: Buffer,
  keys: readonly KeyObject[],
): string | undefined {
  const bare = presented.replace(/^sha(1|256|512)=/i, '')
  const readings = [
    { how: 'the right one in hex', bytes: Buffer.from(bare, 'hex') },
    { how: 'the right one in base64', bytes: Buffer.from(bare, 'base64') },
  ]
  const right = readings.find(({ bytes }) =>
    keys.some((key) => {
      const mac = createHmac(scheme.algorithm, key).update(body).digest()
      return bytes.length === mac.length && timingSafeEqual(bytes, mac)
    }),
  )
  return right && `${right.how}, spelled otherwise: the scheme's settings do not fit`
}

function hmac({ algorithm, encoding }: HmacBodyScheme, body: Buffer, key: KeyObject): string {
  return createHmac(algorithm, key).update(body).digest(encoding)
}
