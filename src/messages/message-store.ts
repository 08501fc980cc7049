import { type Kysely, type Selectable, sql, type Transaction, type Updateable } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { MessageState, MessageTable, Schema } from '../database/schema.ts'
import type { Reason } from '../events/event-store.ts'
import { CLAIM_MS, CLOCK_SKEW_MS, type Job, QUEUE_TRUST_MS } from '../jobs.ts'

export type MessageRow = Selectable<MessageTable>

/** The states in which a mail has ended without being sent. */
export type UnsentState = 'failed' | 'superseded' | 'suppressed' | 'expired'

/** Where a claimed message goes back to. */
export interface PutBack {
  readonly state: Extract<MessageState, 'planned' | 'rendered' | 'unknown'>
  /** Not before then. */
  readonly at: Date
  /** It was a failed try, counted against the schedule. */
  readonly usesAttempt: boolean
  readonly reason: Reason
}

/** The message rows that `render-email` and `send-email` work on; each answers to its last claim. */
export interface MessageStore {
  /** Takes a `planned` message to render it. A lapsed claim counts as a failed attempt. */
  claimPlanned(job: Job): Promise<MessageRow | undefined>
  /** `planned → rendered`; gives the job to enqueue on `sends`. */
  markRendered(message: MessageRow, content: Buffer): Promise<Job | undefined>
  /** Takes a `rendered` message, or an `unknown` one whose window has passed: `→ sending`. */
  claimSendable(job: Job): Promise<MessageRow | undefined>
  /** `sending → accepted`, also when the answer comes late. */
  markAccepted(builder: Kysely<Schema>, messageId: string, acceptedId: string): Promise<void>
  /** Locks a claimed message for the transaction. Throws `CLAIM_LOST`. */
  lock(message: MessageRow, transaction: Transaction<Schema>): Promise<void>
  putBack(message: MessageRow, back: PutBack, builder?: Kysely<Schema>): Promise<void>
  /** Ends a claimed message without a send; what cannot be replayed is shredded with it. */
  settleUnsent(
    message: MessageRow,
    state: UnsentState,
    reason: Reason,
    builder?: Kysely<Schema>,
  ): Promise<void>
}

export function createMessageStore(uses: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): MessageStore {
  const { database, clock } = uses
  return {
    claimPlanned: (job) =>
      claim(database, job, clock.now())
        .where('state', '=', 'planned')
        .returningAll()
        .executeTakeFirst(),
    claimSendable: (job) =>
      claim(database, job, clock.now())
        .where('state', 'in', ['rendered', 'unknown'])
        .set({
          state: 'sending',
          unknown_resends: sql`unknown_resends + (state = 'unknown')::int`,
        })
        .returningAll()
        .executeTakeFirst(),
    markRendered: (message, content) => markRendered(database, message, content, clock.now()),
    markAccepted: (builder, id, acceptedId) => markAccepted(builder, id, acceptedId, clock.now()),
    lock: (message, transaction) => lock(transaction, message),
    async putBack(message, { state, at, usesAttempt, reason }, builder = database) {
      await endClaim(builder, message, {
        state,
        due_at: at,
        attempts: message.attempts + (usesAttempt ? 1 : 0),
        ...(state === 'unknown' && { unknown_since: clock.now() }),
        ...reason,
      })
    },
    async settleUnsent(message, state, reason, builder = database) {
      await endClaim(builder, message, {
        state,
        settled_at: clock.now(),
        attempts: message.attempts + 1,
        ...(state !== 'failed' && { content: null }),
        ...reason,
      })
    },
  }
}

function claim(database: Kysely<Schema>, job: Job, now: Date) {
  return database
    .updateTable('message')
    .set((row) => ({
      run: row('run', '+', 1),
      attempts: sql`attempts + (claimed_until IS NOT NULL)::int`,
      claimed_until: addMs(now, CLAIM_MS),
      queued_until: null,
    }))
    .where('id', '=', job.id)
    .where('run', '=', job.run)
    .where('due_at', '<=', addMs(now, CLOCK_SKEW_MS))
    .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', now)]))
}

/** Changes `message` only while it is as its claim found it, and ends the claim. */
function endClaim(
  database: Kysely<Schema>,
  message: MessageRow,
  changes: Updateable<MessageTable>,
) {
  return database
    .updateTable('message')
    .set({ claimed_until: null, queued_until: null, ...changes })
    .where('id', '=', message.id)
    .where('run', '=', message.run)
    .where('state', '=', message.state)
    .executeTakeFirst()
}

async function lock(transaction: Transaction<Schema>, message: MessageRow): Promise<void> {
  const held = await transaction
    .selectFrom('message')
    .select('id')
    .where('id', '=', message.id)
    .where('run', '=', message.run)
    .where('state', '=', message.state)
    .forUpdate()
    .executeTakeFirst()
  if (!held) {
    throw new AppError('CLAIM_LOST', 'message-store: expected to hold the claim, got a newer one')
  }
}

async function markRendered(
  database: Kysely<Schema>,
  message: MessageRow,
  content: Buffer,
  now: Date,
): Promise<Job | undefined> {
  const rendered = await endClaim(database, message, {
    state: 'rendered',
    content,
    rendered_at: now,
    attempts: 0,
    code: null,
    cause: null,
    due_at: now,
    queued_until: addMs(now, QUEUE_TRUST_MS),
  })
  return rendered.numUpdatedRows === 1n ? { id: message.id, run: message.run } : undefined
}

/** Not fenced by the claim: a late answer is the truth about a message meanwhile `unknown`. */
async function markAccepted(
  builder: Kysely<Schema>,
  messageId: string,
  acceptedId: string,
  now: Date,
): Promise<void> {
  await builder
    .updateTable('message')
    .set({
      state: 'accepted',
      accepted_id: acceptedId,
      accepted_at: now,
      settled_at: now,
      claimed_until: null,
      queued_until: null,
      code: null,
      cause: null,
    })
    .where('id', '=', messageId)
    .where('state', 'in', ['sending', 'unknown', 'held', 'rendered'])
    .execute()
}
