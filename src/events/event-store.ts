import type { Kysely, Selectable, Transaction, Updateable } from 'kysely'
import type { Pool } from 'pg'
import { OWN_PROVIDER } from '../accounts/account-request.ts'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import { TAKE_LEASE } from '../credentials/user-lease.ts'
import { batched } from '../database/batched.ts'
import { claimParameters, rowsOfJobs } from '../database/claimed-rows.ts'
import { EVENT_COLUMNS } from '../database/columns.ts'
import { RELAXED_COMMIT } from '../database/relaxed-commit.ts'
import type { EventState, EventTable, Schema } from '../database/schema.ts'
import { CLAIM_MS, CLOCK_SKEW_MS, type Job } from '../jobs.ts'

/** An event without its sealed body. */
export type EventRow = Omit<Selectable<EventTable>, 'body'>

/** The states in which an event has ended. */
export type SettledEventState = Exclude<EventState, 'received' | 'working'>

/** Why an event ended as it did: a code and the same in words. */
export interface Reason {
  readonly code: string
  readonly cause: string
}

/** The reason of an event that waits for another one of the same user. */
export const USER_BUSY = 'user_busy'

/** An event that this run has taken. */
export interface ClaimedEvent {
  readonly event: EventRow
  /** It has its user's lease as well, until the claim ends. One that was `user_busy` never has. */
  readonly hasLease: boolean
  /** A provider tells of a user whom Doorkey itself has just made, or is making. */
  readonly isOwnCreation: boolean
}

/** The event rows that `issue-password` works on. A row answers only to its latest claim. */
export interface EventStore {
  /**
   * Takes the event, or gives `undefined` when it is done, taken, not due or has moved on. Taking
   * over a lapsed claim counts as a failed attempt, so that a row that kills its worker ends.
   */
  claim(job: Job): Promise<ClaimedEvent | undefined>
  /** Puts a claimed event back until `at`; `usesAttempt` counts a failed try. */
  putBack(event: EventRow, at: Date, usesAttempt: boolean, reason: Reason): Promise<void>
  /**
   * Keeps the address that a claimed event did not name. Throws `CLAIM_LOST` when another worker has
   * it by now.
   */
  addAddress(event: EventRow, email: string): Promise<void>
  /** Ends a claimed event. Throws `CLAIM_LOST` when another worker has it by now. */
  settle(
    event: EventRow,
    state: SettledEventState,
    reason?: Reason,
    transaction?: Transaction<Schema>,
  ): Promise<void>
}

export function createEventStore(uses: {
  readonly database: Kysely<Schema>
  readonly pool: Pool
  readonly clock: Clock
}): EventStore {
  const { database, pool, clock } = uses
  return {
    claim: batched((jobs) => claim(pool, jobs, clock.now())),
    async putBack(event, at, usesAttempt, reason) {
      const attempts = event.attempts + (usesAttempt ? 1 : 0)
      await endClaim(database, event, { due_at: at, attempts, ...reason })
    },
    async addAddress(event, email) {
      const changed = await changeClaimed(database, event, { email })
      if (changed.numUpdatedRows !== 1n) throw claimLost()
    },
    async settle(event, state, reason, transaction) {
      const settled = await endClaim(transaction ?? database, event, {
        state,
        settled_at: clock.now(),
        code: reason?.code ?? null,
        cause: reason?.cause ?? null,
      })
      if (settled.numUpdatedRows !== 1n) throw claimLost()
    },
  }
}

/** How long after its creation a user that Doorkey made may be told by the address alone. */
const OWN_ADDRESS_HOURS = 24

// The intent is committed before the directory hears of the user, so it is there before any webhook.
// An address tells for a day only, since its user may be deleted and made again by somebody else.
const IS_OWN_CREATION = `claimed.type = 'user.created' AND claimed.provider <> '${OWN_PROVIDER}'
  AND (EXISTS (
      SELECT FROM account_request AS own
      WHERE own.source = claimed.source AND own.user_id = claimed.user_id
        AND own.act = 'create-user'
    ) OR EXISTS (
      SELECT FROM account_request AS own JOIN event AS intent ON intent.id = own.event_id
      WHERE own.source = claimed.source AND own.email = lower(claimed.email)
        AND own.act = 'create-user' AND intent.state <> 'failed'
        AND own.created_at > claimed.received_at - interval '${OWN_ADDRESS_HOURS} hours'
    ))`

const CLAIM = `WITH ${RELAXED_COMMIT},
  claimed AS (
    UPDATE event SET state = 'working', run = event.run + 1,
      attempts = attempts + (claimed_until IS NOT NULL)::int, claimed_until = $3,
      queued_until = NULL
    FROM unnest($1::text[], $2::int[]) AS job (id, run), relaxed
    WHERE event.id = job.id AND event.run = job.run AND state IN ('received', 'working')
      AND due_at <= $4 AND (claimed_until IS NULL OR claimed_until <= $5)
    RETURNING ${EVENT_COLUMNS.of('event')}
  ),
  leased AS (
    INSERT INTO lease (source, user_id, owner, expires_at)
    SELECT DISTINCT ON (source, user_id) source, user_id, id || '-' || run, $3::timestamptz
    FROM claimed WHERE user_id IS NOT NULL AND code IS DISTINCT FROM '${USER_BUSY}'
    ORDER BY source, user_id, id
    ${TAKE_LEASE}
    RETURNING owner
  )
  SELECT ${EVENT_COLUMNS.of('claimed')}, leased.owner IS NOT NULL AS has_lease,
    ${IS_OWN_CREATION} AS is_own_creation
  FROM claimed LEFT JOIN leased ON leased.owner = claimed.id || '-' || claimed.run`

interface ClaimFacts {
  readonly has_lease: boolean
  readonly is_own_creation: boolean
}

async function claim(
  pool: Pool,
  jobs: readonly Job[],
  now: Date,
): Promise<readonly (ClaimedEvent | undefined)[]> {
  const { rows } = await pool.query<EventRow & ClaimFacts>({
    name: 'claim-events',
    text: CLAIM,
    values: [...claimParameters(jobs), addMs(now, CLAIM_MS), addMs(now, CLOCK_SKEW_MS), now],
  })
  return rowsOfJobs(jobs, rows).map(
    (event) => event && { event, hasLease: event.has_lease, isOwnCreation: event.is_own_creation },
  )
}

function endClaim(database: Kysely<Schema>, event: EventRow, changes: Updateable<EventTable>) {
  return changeClaimed(database, event, { claimed_until: null, queued_until: null, ...changes })
}

/** Changes `event` only while its claim is the latest. */
function changeClaimed(database: Kysely<Schema>, event: EventRow, changes: Updateable<EventTable>) {
  return database
    .updateTable('event')
    .set(changes)
    .where('id', '=', event.id)
    .where('run', '=', event.run)
    .where('state', '=', 'working')
    .executeTakeFirst()
}

function claimLost(): AppError {
  return new AppError('CLAIM_LOST', 'event-store: expected to hold the claim, got a newer one')
}
