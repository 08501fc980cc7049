import { type Kysely, sql } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Rows per turn and table. */
const BATCH_MAX = 500
/** Longer than any window of a throttle and any lease. */
const KEPT_MS = 25 * 3_600_000

/** Deletes counters and leases whose time is long over, so that guesses cannot fill the disk. */
export async function prune({
  database,
  clock,
}: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): Promise<void> {
  const before = addMs(clock.now(), -KEPT_MS)
  await sql`DELETE FROM throttle WHERE ctid IN (
    SELECT ctid FROM throttle WHERE window_started_at < ${before} LIMIT ${BATCH_MAX}
  )`.execute(database)
  await sql`DELETE FROM lease WHERE ctid IN (
    SELECT ctid FROM lease WHERE expires_at < ${before} LIMIT ${BATCH_MAX}
  )`.execute(database)
}
