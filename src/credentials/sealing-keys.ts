import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import type { SealingKey } from './sealer.ts'

const KEY_BYTES = 32
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/

/**
 * Reads `DOORKEY_KEYS`: `id:base64,id:base64`, 32 bytes each; the first writes, all read. Throws
 * `CONFIG_INVALID` that lists every fault by the key's position, never by its value.
 */
export function parseSealingKeys(text: Secret): readonly [SealingKey, ...SealingKey[]] {
  const parts = text.reveal().split(',')
  const faults: string[] = []
  const keys: SealingKey[] = []
  for (const [index, part] of parts.entries()) {
    const colon = part.indexOf(':')
    const id = part.slice(0, Math.max(0, colon)).trim()
    const key = Buffer.from(part.slice(colon + 1).trim(), 'base64')
    const fault = faultOf(id, key, keys)
    if (fault) faults.push(`key ${index + 1}: ${fault}`)
    else keys.push({ id, key: new Secret(key) })
  }
  const [first, ...rest] = keys
  if (faults.length > 0 || first === undefined) {
    throw new AppError('CONFIG_INVALID', `DOORKEY_KEYS: ${faults.join('; ')}`)
  }
  return [first, ...rest]
}

function faultOf(id: string, key: Buffer, others: readonly SealingKey[]): string | undefined {
  const isTaken = others.some((other) => other.id === id)
  if (!KEY_ID.test(id)) return 'expected `id:base64`, the id of letters, digits, _ or -, got no id'
  if (isTaken) return 'expected an id of its own, got one used before'
  return key.length === KEY_BYTES
    ? undefined
    : `expected ${KEY_BYTES} bytes in base64, got ${key.length}`
}
