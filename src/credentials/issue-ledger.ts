import type { Pool } from 'pg'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import { batched } from '../database/batched.ts'
import { CREDENTIAL_COLUMNS } from '../database/columns.ts'
import { RELAXED_COMMIT } from '../database/relaxed-commit.ts'
import type { EventRow } from '../events/event-store.ts'
import type { Job } from '../jobs.ts'
import { type MessagePlan, PLANNED_COLUMNS, plannedMessage } from '../messages/plan-message.ts'
import type { CredentialRow } from './credential-store.ts'
import { leaseOwner } from './user-lease.ts'

/** How long a link goes on working once a newer one is out: its mail may be open just now. */
const OVERLAP_MS = 2 * 60_000

/** How an event ends well. */
export interface IssueOutcome {
  readonly event: EventRow
  /** Either made by `begin`, and set meanwhile, or new: no directory had to hear of it. */
  readonly credential: { readonly id: string; readonly new?: CredentialRow }
  /** The try that succeeded, where there was one. */
  readonly attemptId?: string
  /** Credentials that end with it, and with them every mail of theirs that has not left. */
  readonly superseded: readonly { readonly id: string }[]
  /** Links that work a moment longer; mails of theirs that have not left end at once. */
  readonly overlapped: readonly { readonly id: string }[]
  /** Absent where nothing is mailed. */
  readonly plan?: MessagePlan
}

/** What is written before and after a password is set: one statement, so one commit, each. */
export interface IssueLedger {
  /**
   * Commits a new credential, and that a try begins; gives the try's id. Throws `CLAIM_LOST` unless
   * `event` is claimed and its run has the lease of its user.
   */
  begin(event: EventRow, credential: CredentialRow, isNew: boolean): Promise<string>
  /**
   * Commits all of the outcome and ends the lease; gives the job for `renders`, where there is a mail.
   * Throws `CLAIM_LOST`.
   */
  finish(outcome: IssueOutcome): Promise<Job | undefined>
}

export interface IssueLedgerUses {
  readonly pool: Pool
  readonly clock: Clock
  readonly ids: Ids
  /** Counts each end. */
  readonly count: (kind: string, outcome: string, code: string) => void
}

export function createIssueLedger({ pool, clock, ids, count }: IssueLedgerUses): IssueLedger {
  const begin = batched((starts: readonly Start[]) => commitStarts(pool, starts, clock.now()))
  const finish = batched((ends: readonly End[]) => commitEnds(pool, ends, clock.now()))
  return {
    async begin(event, credential, isNew) {
      const attemptId = ids.next('attempt')
      const isHeld = await begin({
        event_id: event.id,
        run: event.run,
        owner: leaseOwner(event),
        attempt_id: attemptId,
        credential_id: credential.id,
        credential: isNew ? credential : null,
      })
      if (!isHeld) throw claimLost()
      return attemptId
    },

    async finish({ event, credential, attemptId, superseded, overlapped, plan }) {
      const message = plan ? plannedMessage(plan, clock.now(), ids) : null
      const isHeld = await finish({
        event_id: event.id,
        run: event.run,
        owner: leaseOwner(event),
        attempt_id: attemptId ?? null,
        credential_id: credential.id,
        credential: credential.new ?? null,
        superseded: superseded.map(({ id }) => id),
        overlapped: overlapped.map(({ id }) => id),
        message,
      })
      if (!isHeld) throw claimLost()
      if (attemptId !== undefined) count('set-password', 'ok', '')
      return message ? { id: message.id, run: 0 } : undefined
    },
  }
}

/** A try that begins. */
interface Start {
  readonly event_id: string
  readonly run: number
  readonly owner: string
  readonly attempt_id: string
  readonly credential_id: string
  /** The row to insert, unless an earlier try has. */
  readonly credential: CredentialRow | null
}

const NEW_CREDENTIALS = `INSERT INTO credential (${CREDENTIAL_COLUMNS.names})
  SELECT ${CREDENTIAL_COLUMNS.of('new')}
  FROM held CROSS JOIN LATERAL json_populate_record(NULL::credential, held.credential) AS new
  WHERE held.credential IS NOT NULL`

const BEGIN = `WITH held AS (
    SELECT wanted.* FROM json_to_recordset($1::json)
      AS wanted (event_id text, run int, owner text, attempt_id text, credential_id text,
        credential json)
    JOIN event ON event.id = wanted.event_id AND event.run = wanted.run AND event.state = 'working'
    JOIN lease ON lease.source = event.source AND lease.user_id = event.user_id
      AND lease.owner = wanted.owner
    FOR UPDATE OF event
  ),
  made AS (${NEW_CREDENTIALS})
  INSERT INTO attempt (id, kind, subject_id, started_at, outcome)
  SELECT attempt_id, 'set-password', credential_id, $2, 'started' FROM held
  RETURNING id`

/** True for each whose claim is still in force. */
async function commitStarts(
  pool: Pool,
  starts: readonly Start[],
  now: Date,
): Promise<readonly boolean[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'begin-issues',
    text: BEGIN,
    values: [inOrder(starts), now],
  })
  const begun = new Set(rows.map(({ id }) => id))
  return starts.map(({ attempt_id: id }) => begun.has(id))
}

/** An event that ends. */
interface End extends Omit<Start, 'attempt_id'> {
  readonly attempt_id: string | null
  readonly superseded: readonly string[]
  readonly overlapped: readonly string[]
  readonly message: ReturnType<typeof plannedMessage> | null
}

// Everything is done only for those rows whose claim `settled` finds in force. The commit need not
// wait for the disk: the next one that does is that of the try to send, and nothing leaves before it.
const FINISH = `WITH ${RELAXED_COMMIT},
  wanted AS (
    SELECT * FROM json_to_recordset($1::json)
      AS wanted (event_id text, run int, owner text, attempt_id text, credential_id text,
        credential json, superseded text[], overlapped text[], message json)
  ),
  settled AS (
    UPDATE event SET state = 'done', settled_at = $2, claimed_until = NULL, queued_until = NULL,
      code = NULL, cause = NULL
    FROM wanted, relaxed
    WHERE event.id = wanted.event_id AND event.run = wanted.run AND state = 'working'
    RETURNING event.id, event.source, event.user_id
  ),
  held AS (
    SELECT wanted.*, settled.source, settled.user_id
    FROM wanted JOIN settled ON settled.id = wanted.event_id
  ),
  free AS (
    DELETE FROM lease USING held
    WHERE lease.source = held.source AND lease.user_id = held.user_id AND lease.owner = held.owner
  ),
  tried AS (
    UPDATE attempt SET outcome = 'ok', finished_at = $2 FROM held
    WHERE attempt.id = held.attempt_id
  ),
  made AS (${NEW_CREDENTIALS}),
  set AS (
    UPDATE credential SET state = 'set', set_at = $2 FROM held
    WHERE credential.id = held.credential_id AND state = 'setting'
  ),
  older AS (SELECT unnest(superseded) AS id FROM held),
  replaced AS (SELECT unnest(overlapped) AS id FROM held),
  ended AS (
    UPDATE credential SET state = 'superseded', secret = NULL FROM older
    WHERE credential.id = older.id AND state IN ('issued', 'setting', 'set')
  ),
  shortened AS (
    UPDATE credential SET expires_at = least(expires_at, $3) FROM replaced
    WHERE credential.id = replaced.id AND state = 'set'
  ),
  unsent AS (
    UPDATE message SET state = 'superseded', settled_at = $2, content = NULL, claimed_until = NULL
    FROM (SELECT id FROM older UNION ALL SELECT id FROM replaced) AS ended
    WHERE credential_id = ended.id AND state IN ('planned', 'rendered', 'unknown', 'held')
  ),
  mailed AS (
    INSERT INTO message (${PLANNED_COLUMNS.names})
    SELECT ${PLANNED_COLUMNS.of('new')}
    FROM held CROSS JOIN LATERAL json_populate_record(NULL::message, held.message) AS new
    WHERE held.message IS NOT NULL
  )
  SELECT id FROM settled`

/** True for each whose claim was in force. */
async function commitEnds(
  pool: Pool,
  ends: readonly End[],
  now: Date,
): Promise<readonly boolean[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'finish-issues',
    text: FINISH,
    values: [inOrder(ends), now, addMs(now, OVERLAP_MS)],
  })
  const settled = new Set(rows.map(({ id }) => id))
  return ends.map(({ event_id: id }) => settled.has(id))
}

/** In the order of ids, in which rows are locked, so that no two statements wait in a ring. */
function inOrder(items: readonly { readonly event_id: string }[]): string {
  return JSON.stringify(items.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1)))
}

function claimLost(): AppError {
  return new AppError('CLAIM_LOST', 'issue-ledger: expected to hold the claim, got a newer one')
}
