import { randomUUID } from 'node:crypto'

/** Every kind of row and its id prefix. */
export const ID_PREFIXES = {
  event: 'evt',
  credential: 'cred',
  message: 'msg',
  attempt: 'att',
  delivery: 'dlv',
  key: 'key',
} as const

export type IdKind = keyof typeof ID_PREFIXES

/** Where ids come from: prefixed UUIDv7, so they sort by time of creation. */
export interface Ids {
  /** A new id such as `evt_01931b2c-…`. */
  next(kind: IdKind): string
}

/** Ids from the machine's clock and the operating system's randomness. */
export const systemIds: Ids = {
  next: (kind) => `${ID_PREFIXES[kind]}_${uuidV7(Date.now())}`,
}

/** RFC 9562, section 5.7: 48 bits of Unix milliseconds, version, variant, 74 random bits. */
function uuidV7(unixMs: number): string {
  const time = unixMs.toString(16).padStart(12, '0')
  // A random UUID has its random bits in the same places, and Node draws many of them at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice('xxxxxxxx-xxxx-4'.length)}`
}
