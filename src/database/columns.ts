import type { DeliveryTable } from './lifecycle-tables.ts'
import type { CredentialTable, EventTable, MessageTable } from './schema.ts'

// A prepared statement that says `*` fails for ever once a migration has added a column.

/** All of `event` but the sealed body, which no worker needs. */
export const EVENT_COLUMNS = listed<Omit<EventTable, 'body'>>({
  id: true,
  source: true,
  provider: true,
  dedupe_key: true,
  type: true,
  provider_type: true,
  origin: true,
  has_password: true,
  user_id: true,
  email: true,
  name: true,
  locale: true,
  provider_reset: true,
  occurred_at: true,
  received_at: true,
  settled_at: true,
  state: true,
  run: true,
  attempts: true,
  due_at: true,
  queued_until: true,
  claimed_until: true,
  code: true,
  cause: true,
})

/** All of `credential`. */
export const CREDENTIAL_COLUMNS = listed<CredentialTable>({
  id: true,
  event_id: true,
  source: true,
  user_id: true,
  purpose: true,
  kind: true,
  state: true,
  secret: true,
  token_hash: true,
  must_change: true,
  expiry_enforced: true,
  occurred_at: true,
  issued_at: true,
  expires_at: true,
  set_at: true,
  used_at: true,
})

/** All of `message`. */
export const MESSAGE_COLUMNS = listed<MessageTable>({
  id: true,
  event_id: true,
  credential_id: true,
  source: true,
  template: true,
  locale: true,
  locale_rule: true,
  to_address: true,
  state: true,
  content: true,
  accepted_id: true,
  unknown_resends: true,
  planned_at: true,
  rendered_at: true,
  unknown_since: true,
  accepted_at: true,
  settled_at: true,
  run: true,
  attempts: true,
  due_at: true,
  queued_until: true,
  claimed_until: true,
  code: true,
  cause: true,
})

/** All of `delivery`. */
export const DELIVERY_COLUMNS = listed<DeliveryTable>({
  id: true,
  outbox_number: true,
  subscriber: true,
  type: true,
  source: true,
  event: true,
  state: true,
  created_at: true,
  settled_at: true,
  run: true,
  attempts: true,
  due_at: true,
  queued_until: true,
  claimed_until: true,
  code: true,
  cause: true,
})

/** Column names for a statement. */
export interface Columns {
  readonly names: string
  /** Each as `table.column`. */
  of(table: string): string
}

/** Lists every column of `T`. */
export function listed<T>(columns: Readonly<Record<keyof T & string, true>>): Columns {
  const names = Object.keys(columns)
  return {
    names: names.join(', '),
    of: (table) => names.map((name) => `${table}.${name}`).join(', '),
  }
}
