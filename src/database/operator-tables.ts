import type { NullableTimestamp, Timestamp } from './column-types.ts'

/** A key of an operator or an app. */
export interface OperatorKeyTable {
  id: string
  name: string
  /** SHA-256, hex. */
  key_hash: string
  scopes: string[]
  /** The only sources it may name; null for all. */
  sources: string[] | null
  created_at: Timestamp
  /** The id of the operator who made it. */
  created_by: string
  expires_at: NullableTimestamp
  last_used_at: NullableTimestamp
  revoked_at: NullableTimestamp
  revoked_by: string | null
}
