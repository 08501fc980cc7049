import { type Kysely, sql } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Rows per turn and table. */
const BATCH_MAX = 500
/** Longer than any lease, and any window of a throttle but those that count for a day. */
const KEPT_MS = 3_600_000
const KEPT_DAY_MS = 25 * KEPT_MS

/** Deletes counters and leases whose time is long over, so that guesses cannot fill the disk. */
export async function prune({
  database,
  clock,
}: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): Promise<void> {
  const before = addMs(clock.now(), -KEPT_MS)
  const dayBefore = addMs(clock.now(), -KEPT_DAY_MS)
  await sql`DELETE FROM throttle WHERE ctid IN (
    SELECT ctid FROM throttle
    WHERE window_started_at < CASE WHEN key LIKE '%-day:%' THEN ${dayBefore} ELSE ${before}::timestamptz END
    LIMIT ${BATCH_MAX}
  )`.execute(database)
  await sql`DELETE FROM lease WHERE ctid IN (
    SELECT ctid FROM lease WHERE expires_at < ${before} LIMIT ${BATCH_MAX}
  )`.execute(database)
}
