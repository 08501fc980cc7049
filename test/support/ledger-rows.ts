import type { Insertable, Kysely } from 'kysely'
import { systemIds } from '../../src/core/ids.ts'
import type {
  CredentialTable,
  EventTable,
  MessageTable,
  Schema,
} from '../../src/database/schema.ts'

const HOUR_MS = 3_600_000

/** Inserts a finished reset request of `ada@example.com`, changed by `more`; gives its id. */
export async function insertEvent(
  database: Kysely<Schema>,
  now: Date,
  more: Partial<Insertable<EventTable>> = {},
): Promise<string> {
  const id = more.id ?? systemIds.next('event')
  await database
    .insertInto('event')
    .values({
      id,
      source: 'acme',
      provider: 'authgear',
      dedupe_key: id,
      type: 'password.reset_requested',
      provider_type: 'password.reset_requested',
      origin: 'unknown',
      has_password: false,
      user_id: `u_${id}`,
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      locale: null,
      occurred_at: now,
      received_at: now,
      state: 'done',
      due_at: now,
      ...more,
    })
    .execute()
  return id
}

/** Inserts a set reset link of `eventId`, good for an hour, changed by `more`; gives its id. */
export async function insertCredential(
  database: Kysely<Schema>,
  now: Date,
  more: Partial<Insertable<CredentialTable>> & { event_id: string },
): Promise<string> {
  const id = more.id ?? systemIds.next('credential')
  await database
    .insertInto('credential')
    .values({
      id,
      source: 'acme',
      user_id: `u_${more.event_id}`,
      purpose: 'reset',
      kind: 'reset-link',
      state: 'set',
      must_change: false,
      expiry_enforced: true,
      occurred_at: now,
      issued_at: now,
      expires_at: new Date(now.getTime() + HOUR_MS),
      set_at: now,
      ...more,
    })
    .execute()
  return id
}

/** Inserts an accepted message of `eventId`, changed by `more`; gives its id. */
export async function insertMessage(
  database: Kysely<Schema>,
  now: Date,
  more: Partial<Insertable<MessageTable>> & { event_id: string },
): Promise<string> {
  const id = more.id ?? systemIds.next('message')
  await database
    .insertInto('message')
    .values({
      id,
      source: 'acme',
      template: 'password-reset',
      locale: 'en',
      locale_rule: 'default',
      to_address: 'ada@example.com',
      state: 'accepted',
      planned_at: now,
      due_at: now,
      ...more,
    })
    .execute()
  return id
}
