import type { Kysely, Selectable, Updateable } from 'kysely'
import type { Pool } from 'pg'
import { addMs, type Clock } from '../core/clock.ts'
import type { SealedReveal } from '../credentials/reveal-seal.ts'
import { batched } from '../database/batched.ts'
import { claimParameters, rowsOfJobs } from '../database/claimed-rows.ts'
import { MESSAGE_COLUMNS } from '../database/columns.ts'
import { RELAXED_COMMIT } from '../database/relaxed-commit.ts'
import type { MessageState, MessageTable, Schema } from '../database/schema.ts'
import type { Reason } from '../events/event-store.ts'
import { CLAIM_MS, CLOCK_SKEW_MS, type Job, QUEUE_TRUST_MS } from '../jobs.ts'
import {
  FACTS_COLUMNS,
  type FactsRow,
  factsJoins,
  type MessageFacts,
  readFacts,
} from './message-facts.ts'

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

/** A message, and what was known about it when it was taken. */
export interface ClaimedMessage {
  readonly message: MessageRow
  readonly facts: MessageFacts
}

/** The message rows that `render-email` and `send-email` work on; each answers to its last claim. */
export interface MessageStore {
  /** Takes a `planned` message to render it. A lapsed claim counts as a failed attempt. */
  claimPlanned(job: Job): Promise<ClaimedMessage | undefined>
  /**
   * `planned → rendered`; gives the job to enqueue on `sends`. With `reveal`, for a mail whose link
   * shows a password, only together with that row: it takes the place of one whose mail never left,
   * and of no other.
   */
  markRendered(
    message: MessageRow,
    content: Buffer,
    reveal?: SealedReveal,
  ): Promise<Job | undefined>
  /** Takes a `rendered` message, or an `unknown` one whose window has passed: `→ sending`. */
  claimSendable(job: Job): Promise<ClaimedMessage | undefined>
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
  readonly pool: Pool
  readonly clock: Clock
}): MessageStore {
  const { database, pool, clock } = uses
  return {
    claimPlanned: batched((jobs) => claim(pool, PLANNED, jobs, clock.now())),
    claimSendable: batched((jobs) => claim(pool, SENDABLE, jobs, clock.now())),
    markRendered: (message, content, reveal) =>
      markRendered(pool, message, content, reveal, clock.now()),
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

const PLANNED = claimStatement("state = 'planned'", '')
const SENDABLE = claimStatement(
  "state IN ('rendered', 'unknown')",
  ", state = 'sending', unknown_resends = unknown_resends + (state = 'unknown')::int",
)

function claimStatement(condition: string, changes: string): string {
  return `WITH ${RELAXED_COMMIT},
  claimed AS (
    UPDATE message SET run = message.run + 1, claimed_until = $3, queued_until = NULL,
      attempts = attempts + (claimed_until IS NOT NULL)::int ${changes}
    FROM unnest($1::text[], $2::int[]) AS job (id, run), relaxed
    WHERE message.id = job.id AND message.run = job.run AND ${condition}
      AND due_at <= $4 AND (claimed_until IS NULL OR claimed_until <= $5)
    RETURNING ${MESSAGE_COLUMNS.of('message')}
  )
  SELECT ${MESSAGE_COLUMNS.of('claimed')}, ${FACTS_COLUMNS}
  FROM claimed ${factsJoins('claimed')}`
}

async function claim(
  pool: Pool,
  text: string,
  jobs: readonly Job[],
  now: Date,
): Promise<readonly (ClaimedMessage | undefined)[]> {
  const { rows } = await pool.query<MessageRow & FactsRow>({
    name: text === PLANNED ? 'claim-planned' : 'claim-sendable',
    text,
    values: [...claimParameters(jobs), addMs(now, CLAIM_MS), addMs(now, CLOCK_SKEW_MS), now],
  })
  return rowsOfJobs(jobs, rows).map((row) => row && { message: row, facts: readFacts(row) })
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

/** The changes of `RENDERED` and `RENDERED_REVEAL`; their parameters begin alike. */
const RENDERED_CHANGES = `state = 'rendered', content = $3, rendered_at = $4, attempts = 0, code = NULL,
    cause = NULL, due_at = $4, queued_until = $5, claimed_until = NULL`

const RENDERED = `WITH ${RELAXED_COMMIT}
  UPDATE message SET ${RENDERED_CHANGES}
  FROM relaxed
  WHERE message.id = $1 AND message.run = $2 AND state = 'planned'`

/** The mail leaves only after its attempt is on the disk, and then this is too: they commit in order. */
const RENDERED_REVEAL = `WITH ${RELAXED_COMMIT},
  planned AS (
    SELECT message.id FROM message, relaxed
    WHERE message.id = $1 AND message.run = $2 AND state = 'planned'
    FOR UPDATE OF message
  ),
  kept AS (
    INSERT INTO reveal (credential_id, token_hash, secret, created_at)
    SELECT $6, $7, $8, $4::timestamptz FROM planned
    ON CONFLICT (credential_id) DO UPDATE SET token_hash = excluded.token_hash,
      secret = excluded.secret, created_at = excluded.created_at
    WHERE reveal.opened_at IS NULL AND NOT EXISTS (
      SELECT FROM message AS sent JOIN attempt ON attempt.subject_id = sent.id
      WHERE sent.credential_id = reveal.credential_id AND attempt.outcome <> 'failed'
    )
    RETURNING credential_id
  )
  UPDATE message SET ${RENDERED_CHANGES}
  FROM kept
  WHERE message.id = $1 AND message.run = $2 AND state = 'planned'`

async function markRendered(
  pool: Pool,
  { id, run }: MessageRow,
  content: Buffer,
  reveal: SealedReveal | undefined,
  now: Date,
): Promise<Job | undefined> {
  const values = [id, run, content, now, addMs(now, QUEUE_TRUST_MS)]
  const { rowCount } = await pool.query(
    reveal
      ? {
          name: 'mark-rendered-reveal',
          text: RENDERED_REVEAL,
          values: [...values, reveal.credentialId, reveal.tokenHash, reveal.secret],
        }
      : { name: 'mark-rendered', text: RENDERED, values },
  )
  return rowCount === 1 ? { id, run } : undefined
}
