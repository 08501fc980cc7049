import { type Kysely, type Selectable, sql, type Transaction, type Updateable } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { EventState, EventTable, Schema } from '../database/schema.ts'
import { CLAIM_MS, CLOCK_SKEW_MS, type Job } from '../jobs.ts'

export type EventRow = Selectable<EventTable>

/** The states in which an event has ended. */
export type SettledEventState = Exclude<EventState, 'received' | 'working'>

/** Why an event ended as it did: a code and the same in words. */
export interface Reason {
  readonly code: string
  readonly cause: string
}

/** The event rows that `issue-password` works on. A row answers only to its latest claim. */
export interface EventStore {
  /**
   * Takes the event, or gives `undefined` when it is done, taken, not due or has moved on. Taking
   * over a lapsed claim counts as a failed attempt, so that a row that kills its worker ends.
   */
  claim(job: Job): Promise<EventRow | undefined>
  /**
   * Locks a claimed event for the transaction, so that what is written with it is written by the
   * latest claim. Throws `CLAIM_LOST`.
   */
  lock(event: EventRow, transaction: Transaction<Schema>): Promise<void>
  /** Puts a claimed event back until `at`; `usesAttempt` counts a failed try. */
  putBack(event: EventRow, at: Date, usesAttempt: boolean, reason: Reason): Promise<void>
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
  readonly clock: Clock
}): EventStore {
  const { database, clock } = uses
  return {
    claim: (job) => claim(database, job, clock.now()),
    async lock(event, transaction) {
      const held = await transaction
        .selectFrom('event')
        .select('id')
        .where('id', '=', event.id)
        .where('run', '=', event.run)
        .where('state', '=', 'working')
        .forUpdate()
        .executeTakeFirst()
      if (!held) throw claimLost()
    },
    async putBack(event, at, usesAttempt, reason) {
      const attempts = event.attempts + (usesAttempt ? 1 : 0)
      await endClaim(database, event, { due_at: at, attempts, ...reason })
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

function claim(database: Kysely<Schema>, job: Job, now: Date): Promise<EventRow | undefined> {
  return database
    .updateTable('event')
    .set((row) => ({
      state: 'working',
      run: row('run', '+', 1),
      attempts: sql`attempts + (claimed_until IS NOT NULL)::int`,
      claimed_until: addMs(now, CLAIM_MS),
      queued_until: null,
    }))
    .where('id', '=', job.id)
    .where('run', '=', job.run)
    .where('state', 'in', ['received', 'working'])
    .where('due_at', '<=', addMs(now, CLOCK_SKEW_MS))
    .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', now)]))
    .returningAll()
    .executeTakeFirst()
}

/** Changes `event` only while its claim is the latest, and ends the claim. */
function endClaim(database: Kysely<Schema>, event: EventRow, changes: Updateable<EventTable>) {
  return database
    .updateTable('event')
    .set({ claimed_until: null, queued_until: null, ...changes })
    .where('id', '=', event.id)
    .where('run', '=', event.run)
    .where('state', '=', 'working')
    .executeTakeFirst()
}

function claimLost(): AppError {
  return new AppError('CLAIM_LOST', 'event-store: expected to hold the claim, got a newer one')
}
