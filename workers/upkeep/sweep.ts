import { type Kysely, sql } from 'kysely'
import { addMs, type Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'
import { type Job, QUEUE_TRUST_MS, QUEUED_PER_SOURCE_MAX, type QueueName } from '../../src/jobs.ts'

/** Per source and turn, so that one flooding source cannot hold up a turn. */
const BATCH_MAX = 500

export interface SweepParts {
  readonly database: Kysely<Schema>
  readonly enqueue: (name: QueueName, jobs: readonly Job[]) => Promise<void>
  readonly clock: Clock
  /** Whether an unanswered send may be sent once more. */
  readonly resendsUnknown: boolean
}

/**
 * Queues every row that is due and not trusted to be in the queue: retries whose time has come,
 * rows beyond their source's share, and whatever a crash or a lost queue left behind. Gives how
 * many were queued.
 */
export async function sweep(parts: SweepParts): Promise<number> {
  const sendable = parts.resendsUnknown
    ? sql`(state = 'rendered' OR (state = 'unknown' AND unknown_resends = 0))`
    : sql`state = 'rendered'`
  const stages = [
    { queue: 'passwords', table: 'event', isOpen: sql`state IN ('received', 'working')` },
    { queue: 'renders', table: 'message', isOpen: sql`state = 'planned'` },
    { queue: 'sends', table: 'message', isOpen: sendable },
    { queue: 'automations', table: 'delivery', isOpen: sql`true` },
  ] as const
  let queued = 0
  for (const { queue, table, isOpen } of stages) {
    const jobs = await takeDue(parts, table, isOpen)
    if (jobs.length > 0) await parts.enqueue(queue, jobs)
    queued += jobs.length
  }
  return queued
}

/** Forgets that anything is queued, after the queue was seen to have lost its contents. */
export async function distrustQueue({ database, clock }: SweepParts): Promise<void> {
  const now = clock.now()
  await database
    .updateTable('event')
    .set({ queued_until: null })
    .where('queued_until', '>', now)
    .where('state', 'in', ['received', 'working'])
    .execute()
  await database
    .updateTable('message')
    .set({ queued_until: null })
    .where('queued_until', '>', now)
    .where('state', 'in', ['planned', 'rendered', 'sending', 'unknown'])
    .execute()
  await database
    .updateTable('delivery')
    .set({ queued_until: null })
    .where('queued_until', '>', now)
    .where('state', '=', 'waiting')
    .execute()
}

// The open states are named in full so that the planner can use the partial indexes.
const OPEN = {
  event: sql`state IN ('received', 'working')`,
  message: sql`state IN ('planned', 'rendered', 'sending', 'unknown')`,
  delivery: sql`state = 'waiting'`,
} as const

async function takeDue(
  { database, clock }: SweepParts,
  table: keyof typeof OPEN,
  isOpen: ReturnType<typeof sql>,
): Promise<readonly Job[]> {
  const now = clock.now()
  const name = sql.table(table)
  const open = OPEN[table]
  // One step of the index per source, so that a source that left the configuration is seen too.
  const taken = await sql<Job>`
    WITH RECURSIVE one(source) AS (
      (SELECT source FROM ${name} WHERE ${open} ORDER BY source LIMIT 1)
      UNION ALL
      SELECT (SELECT source FROM ${name} WHERE ${open} AND source > one.source
        ORDER BY source LIMIT 1)
      FROM one WHERE one.source IS NOT NULL
    )
    UPDATE ${name} SET queued_until = ${addMs(now, QUEUE_TRUST_MS)}
    WHERE id IN (
      SELECT due.id FROM one CROSS JOIN LATERAL (
        SELECT id FROM ${name}
        WHERE source = one.source AND ${open} AND ${isOpen} AND due_at <= ${now}
          AND (queued_until IS NULL OR queued_until <= ${now})
          AND (claimed_until IS NULL OR claimed_until <= ${now})
        ORDER BY due_at
        LIMIT (
          SELECT least(${BATCH_MAX}, greatest(0, ${QUEUED_PER_SOURCE_MAX} - count(*)))
          FROM (
            SELECT 1 FROM ${name}
            WHERE source = one.source AND ${open} AND queued_until > ${now}
            LIMIT ${QUEUED_PER_SOURCE_MAX}
          ) AS queued
        )
        FOR UPDATE SKIP LOCKED
      ) AS due
    )
    RETURNING id, run`.execute(database)
  return taken.rows
}
