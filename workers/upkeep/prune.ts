import { type Kysely, sql } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Rows per turn and table. */
const BATCH_MAX = 500
/** Longer than any window of a throttle and any lease. */
const KEPT_MS = 25 * 3_600_000
/** How long what was told, and to whom, can be looked up. */
const TOLD_KEPT_MS = 30 * 24 * 3_600_000

/**
 * Deletes counters and leases whose time is long over, so that guesses cannot fill the disk,
 * suppressions that have ended, and what was told a month ago.
 */
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
  await sql`DELETE FROM suppression WHERE address IN (
    SELECT address FROM suppression WHERE expires_at <= ${clock.now()} LIMIT ${BATCH_MAX}
  )`.execute(database)
  const toldBefore = addMs(clock.now(), -TOLD_KEPT_MS)
  // Of the oldest rows only, which the key finds; their times need no index.
  await sql`DELETE FROM outbox WHERE number IN (
    SELECT number FROM (
      SELECT number, told_at FROM outbox ORDER BY number LIMIT ${BATCH_MAX}
    ) AS oldest WHERE told_at < ${toldBefore}
  )`.execute(database)
  await sql`DELETE FROM delivery WHERE ctid IN (
    SELECT ctid FROM delivery WHERE settled_at < ${toldBefore} LIMIT ${BATCH_MAX}
  )`.execute(database)
}
