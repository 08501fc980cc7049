import type { KeyObject } from 'node:crypto'
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { AppError } from '../../src/core/app-error.ts'
import type { SampleKey } from './sample-key.ts'

const TIMEOUT_MS = 5_000
const COOLDOWN_MS = 30_000
const KEY_SET_BYTES_MAX = 256 * 1_024
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** The keys of which one must have signed a JWT. */
export type JwtKeys =
  | { readonly kind: 'remote'; readonly find: JWTVerifyGetKey }
  | { readonly kind: 'secret' | 'public'; readonly list: readonly KeyObject[] }

/** HMAC keys, which both sides know; `readTextSecrets` makes them. For `HS…` algorithms only. */
export function secretKeys(list: readonly KeyObject[]): JwtKeys {
  return { kind: 'secret', list }
}

/** Public keys that were pasted into the configuration. */
export function publicKeys(list: readonly KeyObject[]): JwtKeys {
  return { kind: 'public', list }
}

/**
 * The keys that a provider publishes (JWKS), which it changes without telling. They are fetched when
 * first needed, kept for ten minutes, and fetched again for an unknown key id, at most every 30 s,
 * so that forged ids do not become requests. Throws `CONFIG_INVALID` unless `url` is https, or http
 * on this machine.
 */
export function jwksKeys(
  who: string,
  url: string,
  { sampleKey, cooldownMs = COOLDOWN_MS, timeoutMs = TIMEOUT_MS }: JwksOptions = {},
): JwtKeys {
  const parsed = URL.parse(url)
  const isLocal = parsed?.protocol === 'http:' && LOOPBACK.test(parsed.hostname)
  if (!parsed || (parsed.protocol !== 'https:' && !isLocal)) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected an https:// URL of a key set, got something else`,
    )
  }
  const published = createRemoteJWKSet(parsed, {
    cooldownDuration: cooldownMs,
    timeoutDuration: timeoutMs,
    [customFetch]: (address, options) => fetchCapped(who, address, options),
  })
  // The algorithm is compared as well: with a key of another type `jose` fails as if on its own.
  const find: JWTVerifyGetKey = async (header, token) =>
    sampleKey && header.kid === sampleKey.id && header.alg === sampleKey.algorithm
      ? sampleKey.publicKey
      : published(header, token)
  return { kind: 'remote', find }
}

interface JwksOptions {
  /** Accepted beside the published keys. */
  readonly sampleKey?: SampleKey | undefined
  readonly cooldownMs?: number
  readonly timeoutMs?: number
}

/**
 * No redirects, as `jose` asks, and no more bytes than a key set can have. A fetch that fails throws
 * a `TypeError`, which elsewhere means a key of another type.
 */
async function fetchCapped(who: string, url: string, options: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, options)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > KEY_SET_BYTES_MAX) throw new RangeError('the key set is too large')
      chunks.push(chunk)
    }
    return new Response(Buffer.concat(chunks), { status: response.status })
  } catch (cause) {
    throw new AppError('KEY_SET_UNAVAILABLE', `${who}: expected the key set, got none`, { cause })
  }
}
