import { type Kysely, type Selectable, sql } from 'kysely'
import { addMs, type Clock } from '../core/clock.ts'
import type { MessageState, MessageTable, Schema } from '../database/schema.ts'
import type { Reason } from '../events/event-store.ts'
import { CLAIM_MS, type Job, QUEUE_TRUST_MS } from '../jobs.ts'

export type MessageRow = Selectable<MessageTable>

/** The states in which a mail has ended without being sent. */
export type UnsentState = 'failed' | 'superseded' | 'suppressed' | 'expired'

/** The message rows that `render-email` and `send-email` work on. */
export interface MessageStore {
  /** Takes a `planned` message to render it. */
  claimPlanned(job: Job): Promise<MessageRow | undefined>
  /** `planned → rendered`; gives the job to enqueue on `sends`. */
  markRendered(message: MessageRow, content: Buffer): Promise<Job | undefined>
  /** Takes a `rendered` message, or an `unknown` one whose window has passed, to send it. */
  claimSendable(job: Job): Promise<MessageRow | undefined>
  /** Puts a claimed message back to `state` until `at`. */
  putBack(
    message: MessageRow,
    state: Extract<MessageState, 'planned' | 'rendered' | 'unknown'>,
    at: Date,
    usesAttempt: boolean,
    reason: Reason,
  ): Promise<void>
  /** Ends a claimed message without a send. */
  settleUnsent(message: MessageRow, state: UnsentState, reason: Reason): Promise<void>
}

export function createMessageStore({
  database,
  clock,
}: {
  database: Kysely<Schema>
  clock: Clock
}): MessageStore {
  const claim = (job: Job, now: Date) =>
    database
      .updateTable('message')
      .set((row) => ({
        run: row('run', '+', 1),
        attempts: sql`attempts + (claimed_until IS NOT NULL)::int`,
        claimed_until: addMs(now, CLAIM_MS),
        queued_until: null,
      }))
      .where('id', '=', job.id)
      .where('run', '=', job.run)
      .where('due_at', '<=', now)
      .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', now)]))

  return {
    claimPlanned: (job) =>
      claim(job, clock.now()).where('state', '=', 'planned').returningAll().executeTakeFirst(),

    async markRendered(message, content) {
      const now = clock.now()
      const rendered = await database
        .updateTable('message')
        .set({
          state: 'rendered',
          content,
          rendered_at: now,
          attempts: 0,
          code: null,
          cause: null,
          due_at: now,
          claimed_until: null,
          queued_until: addMs(now, QUEUE_TRUST_MS),
        })
        .where('id', '=', message.id)
        .where('run', '=', message.run)
        .where('state', '=', 'planned')
        .executeTakeFirst()
      return rendered.numUpdatedRows === 1n ? { id: message.id, run: message.run } : undefined
    },

    claimSendable: (job) =>
      claim(job, clock.now())
        .where('state', 'in', ['rendered', 'unknown'])
        .set({
          state: 'sending',
          unknown_resends: sql`unknown_resends + (state = 'unknown')::int`,
        })
        .returningAll()
        .executeTakeFirst(),

    async putBack(message, state, at, usesAttempt, reason) {
      await database
        .updateTable('message')
        .set({
          state,
          due_at: at,
          claimed_until: null,
          queued_until: null,
          attempts: message.attempts + (usesAttempt ? 1 : 0),
          ...(state === 'unknown' ? { unknown_since: clock.now() } : {}),
          ...reason,
        })
        .where('id', '=', message.id)
        .where('run', '=', message.run)
        .where('state', '=', message.state)
        .execute()
    },

    async settleUnsent(message, state, reason) {
      await database
        .updateTable('message')
        .set({
          state,
          settled_at: clock.now(),
          claimed_until: null,
          queued_until: null,
          attempts: message.attempts + 1,
          ...reason,
        })
        .where('id', '=', message.id)
        .where('run', '=', message.run)
        .where('state', '=', message.state)
        .execute()
    },
  }
}
