import type { Kysely, Selectable } from 'kysely'
import type { Pool } from 'pg'
import { addMs, type Clock } from '../core/clock.ts'
import { batched } from '../database/batched.ts'
import { claimParameters, rowsOfJobs } from '../database/claimed-rows.ts'
import { DELIVERY_COLUMNS } from '../database/columns.ts'
import type { DeliveryTable } from '../database/lifecycle-tables.ts'
import type { Schema } from '../database/schema.ts'
import type { Reason } from '../events/event-store.ts'
import { CLAIM_MS, CLOCK_SKEW_MS, type Job } from '../jobs.ts'

export type DeliveryRow = Selectable<DeliveryTable>

/** The delivery rows that `run-automation` works on. A row answers only to its latest claim. */
export interface DeliveryStore {
  /** Takes a `waiting` delivery. A lapsed claim counts as a failed attempt. */
  claim(job: Job): Promise<DeliveryRow | undefined>
  /** Puts a claimed one back until `at`; `usesAttempt` counts a failed try. */
  putBack(delivery: DeliveryRow, at: Date, usesAttempt: boolean, reason: Reason): Promise<void>
  settle(delivery: DeliveryRow, state: 'done' | 'failed', reason?: Reason): Promise<void>
}

export function createDeliveryStore(uses: {
  readonly database: Kysely<Schema>
  readonly pool: Pool
  readonly clock: Clock
}): DeliveryStore {
  const { database, pool, clock } = uses
  return {
    claim: batched((jobs) => claim(pool, jobs, clock.now())),
    async putBack(delivery, at, usesAttempt, reason) {
      await endClaim(database, delivery, {
        due_at: at,
        attempts: delivery.attempts + (usesAttempt ? 1 : 0),
        ...reason,
      })
    },
    async settle(delivery, state, reason) {
      await endClaim(database, delivery, {
        state,
        settled_at: clock.now(),
        attempts: delivery.attempts + 1,
        code: reason?.code ?? null,
        cause: reason?.cause ?? null,
      })
    },
  }
}

const CLAIM = `UPDATE delivery SET run = delivery.run + 1, claimed_until = $3, queued_until = NULL,
    attempts = attempts + (claimed_until IS NOT NULL)::int
  FROM unnest($1::text[], $2::int[]) AS job (id, run)
  WHERE delivery.id = job.id AND delivery.run = job.run AND state = 'waiting'
    AND due_at <= $4 AND (claimed_until IS NULL OR claimed_until <= $5)
  RETURNING ${DELIVERY_COLUMNS.of('delivery')}`

async function claim(
  pool: Pool,
  jobs: readonly Job[],
  now: Date,
): Promise<readonly (DeliveryRow | undefined)[]> {
  const { rows } = await pool.query<DeliveryRow>({
    name: 'claim-deliveries',
    text: CLAIM,
    values: [...claimParameters(jobs), addMs(now, CLAIM_MS), addMs(now, CLOCK_SKEW_MS), now],
  })
  return rowsOfJobs(jobs, rows)
}

/** Changes `delivery` only while its claim is the latest. */
function endClaim(
  database: Kysely<Schema>,
  delivery: DeliveryRow,
  changes: Partial<Pick<DeliveryRow, 'state' | 'settled_at' | 'due_at' | 'attempts'>> & {
    readonly code: string | null
    readonly cause: string | null
  },
) {
  return database
    .updateTable('delivery')
    .set({ claimed_until: null, queued_until: null, ...changes })
    .where('id', '=', delivery.id)
    .where('run', '=', delivery.run)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
}
