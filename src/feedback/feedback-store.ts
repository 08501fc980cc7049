import { type Kysely, sql, type Selectable, type Transaction } from 'kysely'
import { addMs, type Clock } from '../core/clock.ts'
import type { MessageState, MessageTable, Schema } from '../database/schema.ts'
import { nextState } from './next-state.ts'
import type { SesFeedback } from './ses-feedback.ts'

const DAY_MS = 24 * 3_600_000

/** How long an address is not mailed; then it may have been repaired, or its reader appeased. */
const SUPPRESSED_MS: Readonly<Record<string, number>> = {
  bounce_permanent: 90 * DAY_MS,
  recipient_complained: 365 * DAY_MS,
}

type FoundMessage = Pick<
  Selectable<MessageTable>,
  | 'id'
  | 'event_id'
  | 'source'
  | 'state'
  | 'code'
  | 'to_address'
  | 'credential_id'
  | 'accepted_id'
  | 'accepted_at'
  | 'settled_at'
>

/** What became of feedback. */
export type Settlement =
  | { readonly outcome: 'settled'; readonly message: FoundMessage; readonly state: MessageState }
  /** Known before, or overtaken by something that it does not undo. */
  | { readonly outcome: 'unchanged' }
  /** No message of ours. */
  | { readonly outcome: 'unknown' }

/** Settles one message; the same feedback may come any number of times and in any order. */
export type SettleFeedback = (feedback: SesFeedback) => Promise<Settlement>

/**
 * One transaction on the message's locked row: its state, the try that led to it, the suppression of
 * its address, and the end of its bytes and secret once it was delivered. It needs no claim: a worker
 * that still holds the message finds it moved on, and its own record of the acceptance adds nothing.
 */
export function createSettleFeedback({
  database,
  clock,
}: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): SettleFeedback {
  return (feedback) =>
    database.transaction().execute(async (transaction) => {
      const message = await findMessage(transaction, feedback)
      if (!message) return { outcome: 'unknown' }
      const now = clock.now()
      await settleAttempt(transaction, message.id, feedback, now)
      const state = nextState(message, feedback)
      if (state === undefined) return { outcome: 'unchanged' }
      await changeMessage(transaction, message, state, feedback, now)
      await suppress(transaction, message, feedback, now)
      return { outcome: 'settled', message, state }
    })
}

/** By our own tag or header, else by the id that SES answered, once we have recorded it. */
async function findMessage(
  transaction: Transaction<Schema>,
  { messageId, sesId }: SesFeedback,
): Promise<FoundMessage | undefined> {
  const attempt =
    messageId === undefined
      ? await transaction
          .selectFrom('attempt')
          .select('subject_id')
          .where('reference', '=', sesId)
          .where('kind', '=', 'send-email')
          .executeTakeFirst()
      : undefined
  const id = messageId ?? attempt?.subject_id
  if (id === undefined) return undefined
  return transaction
    .selectFrom('message')
    .select(['id', 'event_id', 'source', 'state', 'code', 'to_address', 'credential_id'])
    .select(['accepted_id', 'accepted_at', 'settled_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Feedback is an answer to a try that had none. A header names no try, so only one may be in doubt. */
async function settleAttempt(
  transaction: Transaction<Schema>,
  messageId: string,
  { attemptId, sesId }: SesFeedback,
  now: Date,
): Promise<void> {
  const tries = await transaction
    .selectFrom('attempt')
    .select(['id', 'reference', 'outcome'])
    .where('subject_id', '=', messageId)
    .where('kind', '=', 'send-email')
    .execute()
  if (tries.some(({ reference, outcome }) => reference === sesId && outcome === 'ok')) return
  const open = tries.filter(({ outcome }) => outcome === 'started' || outcome === 'unknown')
  const [only, ...others] =
    attemptId === undefined ? open : open.filter(({ id }) => id === attemptId)
  if (!only || others.length > 0) return
  await transaction
    .updateTable('attempt')
    .set({ outcome: 'ok', finished_at: now, reference: sesId, code: null, cause: null })
    .where('id', '=', only.id)
    .execute()
}

async function changeMessage(
  transaction: Transaction<Schema>,
  message: FoundMessage,
  state: MessageState,
  { code, cause, sesId }: SesFeedback,
  now: Date,
): Promise<void> {
  const isShredded = state === 'delivered' || state === 'complained'
  await transaction
    .updateTable('message')
    .set({
      state,
      code,
      cause,
      accepted_id: message.accepted_id ?? sesId,
      accepted_at: message.accepted_at ?? now,
      // What is left of the mail is shredded a set time after its acceptance, not after its bounce.
      settled_at: message.settled_at ?? now,
      claimed_until: null,
      queued_until: null,
      ...(isShredded && { content: null }),
    })
    .where('id', '=', message.id)
    .execute()
  if (!isShredded || message.credential_id === null) return
  await transaction
    .updateTable('credential')
    .set({ secret: null })
    .where('id', '=', message.credential_id)
    .execute()
}

/** The address that we wrote to: what SES lists may be another, or everybody of a domain. */
async function suppress(
  transaction: Transaction<Schema>,
  { to_address }: FoundMessage,
  { code, cause }: SesFeedback,
  now: Date,
): Promise<void> {
  const lastsMs = SUPPRESSED_MS[code ?? '']
  if (lastsMs === undefined || cause === null) return
  await transaction
    .insertInto('suppression')
    .values({
      address: to_address.toLowerCase(),
      reason: cause,
      created_at: now,
      expires_at: addMs(now, lastsMs),
    })
    .onConflict((conflict) =>
      conflict
        .column('address')
        .doUpdateSet({
          reason: cause,
          expires_at: sql<Date>`greatest(suppression.expires_at, excluded.expires_at)`,
        })
        // One without an end was made by an operator.
        .where('suppression.expires_at', 'is not', null),
    )
    .execute()
}
