import { randomBytes } from 'node:crypto'

/** Every kind of row and its id prefix. */
export const ID_PREFIXES = {
  event: 'evt',
  credential: 'cred',
  message: 'msg',
  attempt: 'att',
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

/** RFC 9562, section 5.7: 48 bits of Unix milliseconds, version, 74 random bits. */
function uuidV7(unixMs: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(unixMs, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
