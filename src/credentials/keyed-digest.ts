import { createHmac, hkdfSync } from 'node:crypto'
import { AppError } from '../core/app-error.ts'
import { isSameDigest } from './secret-digest.ts'
import type { SealingKey } from './sealer.ts'

const KEY_BYTES = 32
const PURPOSE = 'doorkey keyed digest'

/**
 * Fingerprints of what could be guessed, such as an address: without the sealing key nobody can try
 * all addresses against them. `purpose` keeps digests of one kind from being compared with another.
 */
export interface KeyedDigest {
  /** `<key id>.<HMAC-SHA-256 in hex>`, under the key that writes. */
  of(purpose: string, text: string): string
  /** True when `digest` was made of `text`, under any key that reads. Throws `KEY_UNKNOWN`. */
  matches(digest: string, purpose: string, text: string): boolean
}

/** `keys[0]` writes, all read. Each is derived from a sealing key and used for nothing else. */
export function createKeyedDigest(keys: readonly [SealingKey, ...SealingKey[]]): KeyedDigest {
  const derived = new Map(keys.map(({ id, key }) => [id, derive(key.reveal())]))
  const digestBy = (keyId: string, purpose: string, text: string): string => {
    const key = derived.get(keyId)
    if (!key) {
      const message = `keyed-digest: expected a key named in DOORKEY_KEYS, got ${keyId}`
      throw new AppError('KEY_UNKNOWN', message)
    }
    const hex = createHmac('sha256', key)
      .update(JSON.stringify([purpose, text]))
      .digest('hex')
    return `${keyId}.${hex}`
  }
  return {
    of: (purpose, text) => digestBy(keys[0].id, purpose, text),
    matches(digest, purpose, text) {
      const made = digestBy(digest.split('.', 1)[0] ?? '', purpose, text)
      return isSameDigest(Buffer.from(made), Buffer.from(digest))
    },
  }
}

function derive(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', PURPOSE, KEY_BYTES))
}
