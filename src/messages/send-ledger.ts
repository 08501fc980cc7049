import type { Pool } from 'pg'
import { AppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import { batched } from '../database/batched.ts'
import type { MessageRow } from './message-store.ts'

/** What is written before and after a mail is handed over: one statement, so one commit, each. */
export interface SendLedger {
  /** Records that a try begins, and gives its id. Throws `CLAIM_LOST`. */
  begin(message: MessageRow): Promise<string>
  /**
   * `sending → accepted`, and the try succeeded. Not fenced by the claim: a late answer is the truth
   * about a message meanwhile `unknown`.
   */
  accept(messageId: string, attemptId: string, acceptedId: string): Promise<void>
}

interface SendLedgerUses {
  readonly pool: Pool
  readonly clock: Clock
  readonly ids: Ids
  /** Counts each end. */
  readonly count: (kind: string, outcome: string, code: string) => void
}

export function createSendLedger({ pool, clock, ids, count }: SendLedgerUses): SendLedger {
  const begin = batched((starts: readonly Start[]) => commitStarts(pool, starts, clock.now()))
  const accept = batched((ends: readonly End[]) => commitEnds(pool, ends, clock.now()))
  return {
    async begin({ id: messageId, run }) {
      const attemptId = ids.next('attempt')
      if (await begin({ messageId, run, attemptId })) return attemptId
      throw new AppError('CLAIM_LOST', 'send-ledger: expected to hold the claim, got a newer one')
    },
    async accept(messageId, attemptId, acceptedId) {
      await accept({ messageId, attemptId, acceptedId })
      count('send-email', 'ok', '')
    },
  }
}

interface Start {
  readonly messageId: string
  readonly run: number
  readonly attemptId: string
}

const BEGIN = `WITH held AS (
    SELECT wanted.attempt_id, message.id
    FROM unnest($1::text[], $2::int[], $3::text[]) AS wanted (message_id, run, attempt_id)
    JOIN message ON message.id = wanted.message_id AND message.run = wanted.run
      AND state = 'sending'
    FOR UPDATE OF message
  )
  INSERT INTO attempt (id, kind, subject_id, started_at, outcome)
  SELECT attempt_id, 'send-email', id, $4, 'started' FROM held
  RETURNING id`

/** True for each whose claim is still in force. */
async function commitStarts(
  pool: Pool,
  starts: readonly Start[],
  now: Date,
): Promise<readonly boolean[]> {
  const sorted = inOrder(starts)
  const { rows } = await pool.query<{ id: string }>({
    name: 'begin-sends',
    text: BEGIN,
    values: [
      sorted.map(({ messageId }) => messageId),
      sorted.map(({ run }) => run),
      sorted.map(({ attemptId }) => attemptId),
      now,
    ],
  })
  const begun = new Set(rows.map(({ id }) => id))
  return starts.map(({ attemptId }) => begun.has(attemptId))
}

interface End {
  readonly messageId: string
  readonly attemptId: string
  readonly acceptedId: string
}

const ACCEPT = `WITH sent AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
      AS sent (message_id, attempt_id, accepted_id)
  ),
  tried AS (
    UPDATE attempt SET outcome = 'ok', finished_at = $4, reference = sent.accepted_id FROM sent
    WHERE attempt.id = sent.attempt_id
  )
  UPDATE message
  SET state = 'accepted', accepted_id = sent.accepted_id, accepted_at = $4, settled_at = $4,
    claimed_until = NULL, queued_until = NULL, code = NULL, cause = NULL
  FROM sent
  WHERE message.id = sent.message_id AND state IN ('sending', 'unknown', 'held', 'rendered')`

async function commitEnds(
  pool: Pool,
  ends: readonly End[],
  now: Date,
): Promise<readonly undefined[]> {
  const sorted = inOrder(ends)
  await pool.query({
    name: 'accept-sends',
    text: ACCEPT,
    values: [
      sorted.map(({ messageId }) => messageId),
      sorted.map(({ attemptId }) => attemptId),
      sorted.map(({ acceptedId }) => acceptedId),
      now,
    ],
  })
  return ends.map(() => undefined)
}

/** In the order of ids, in which rows are locked, so that no two statements wait in a ring. */
function inOrder<T extends { readonly messageId: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))
}
