import { type Kysely, sql, type Transaction } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Schema } from '../database/schema.ts'
import { type LifecycleType, lifecycleTypeOf } from './catalogue.ts'
import type { Change, LifecycleData, LifecycleEvent } from './lifecycle-event.ts'

/** Changes per statement. */
const BATCH_MAX = 500

/** Who is told of what. */
export interface Subscriber {
  /** Such as `automation:notify-chat`. */
  readonly name: string
  readonly on: readonly LifecycleType[]
}

export interface OutboxParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly ids: Ids
  readonly subscribers: readonly Subscriber[]
}

/**
 * Takes the oldest changes that nobody has been told of and plans a delivery for each subscriber of
 * each; gives how many changes it took. Both commit together, so each change is planned once.
 */
export async function planDeliveries(parts: OutboxParts): Promise<number> {
  const { database, clock, ids, subscribers } = parts
  const now = clock.now()
  return database.transaction().execute(async (transaction) => {
    const told = await takeUntold(transaction, now)
    const deliveries = told.flatMap((row) => {
      const event = lifecycleEventOf(row)
      if (!event) return []
      return subscribers
        .filter(({ on }) => on.includes(event.type))
        .map(({ name }) => ({
          id: ids.next('delivery'),
          outbox_number: row.number,
          subscriber: name,
          type: event.type,
          source: row.source,
          event: JSON.stringify(event),
          state: 'waiting' as const,
          created_at: now,
          due_at: now,
        }))
    })
    if (deliveries.length > 0) {
      await transaction.insertInto('delivery').values(deliveries).execute()
    }
    return told.length
  })
}

interface ToldRow extends Pick<Change, 'subject' | 'state'> {
  readonly number: string
  readonly code: string | null
  readonly at: Date
  readonly source: string
  readonly user_id: string | null
  readonly event_id: string
  readonly event_type: string
  readonly credential_id: string | null
  readonly kind: string | null
  readonly expires_at: Date | null
  readonly message_id: string | null
  readonly template: string | null
  readonly locale: string | null
}

async function takeUntold(
  transaction: Transaction<Schema>,
  now: Date,
): Promise<readonly ToldRow[]> {
  const { rows } = await sql<ToldRow>`
    WITH taken AS (
      UPDATE outbox SET told_at = ${now}
      WHERE number IN (
        SELECT number FROM outbox WHERE told_at IS NULL ORDER BY number LIMIT ${BATCH_MAX}
        FOR UPDATE SKIP LOCKED
      )
      RETURNING number, subject, subject_id, state, code, at
    )
    SELECT taken.number, taken.subject, taken.state, taken.code, taken.at,
      event.source, event.user_id, event.id AS event_id, event.type AS event_type,
      credential.id AS credential_id, credential.kind, credential.expires_at,
      message.id AS message_id, message.template, message.locale
    FROM taken
    LEFT JOIN message ON taken.subject = 'message' AND message.id = taken.subject_id
    LEFT JOIN credential ON credential.id = CASE
      WHEN taken.subject IN ('credential', 'reveal') THEN taken.subject_id
      ELSE message.credential_id END
    JOIN event ON event.id = CASE
      WHEN taken.subject = 'event' THEN taken.subject_id
      ELSE coalesce(message.event_id, credential.event_id) END
    ORDER BY taken.number`.execute(transaction)
  return rows
}

function lifecycleEventOf(row: ToldRow): LifecycleEvent<LifecycleType> | undefined {
  const kind = {
    event: row.event_type,
    message: row.template,
    credential: row.kind,
    reveal: row.kind,
  }
  const type = lifecycleTypeOf(row, kind[row.subject] ?? '')
  if (!type) return undefined
  return { id: `lce_${row.number}`, type, occurredAt: row.at.toISOString(), data: dataOf(row) }
}

function dataOf(row: ToldRow): LifecycleData {
  const { source, user_id: userId, credential_id: credentialId, message_id: messageId } = row
  return {
    source,
    userId,
    event: { id: row.event_id, type: row.event_type },
    ...(credentialId !== null &&
      row.kind !== null &&
      row.expires_at !== null && {
        credential: {
          id: credentialId,
          kind: row.kind,
          expiresAt: row.expires_at.toISOString(),
        },
      }),
    ...(messageId !== null &&
      row.template !== null &&
      row.locale !== null && {
        message: { id: messageId, template: row.template, locale: row.locale },
      }),
    ...(row.code !== null && { code: row.code }),
  }
}
