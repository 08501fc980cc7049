import { type Kysely, sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { Schema } from '../database/schema.ts'
import type { Queue } from '../queue/queue.ts'
import type { Metrics } from './metrics.ts'

export interface LevelsParts {
  readonly database: Kysely<Schema>
  readonly queue: Pick<Queue, 'counts'>
  readonly sources: readonly string[]
  readonly metrics: Pick<Metrics, 'queueJobs' | 'oldestDue'>
  readonly clock: Clock
}

/** Reads how full the queues are and how long the oldest due rows have waited; for `/metrics`. */
export async function readLevels(parts: LevelsParts): Promise<void> {
  // What does not answer keeps its last level; `/readyz` says that it is down.
  await Promise.allSettled([readQueue(parts), readOldest(parts)])
}

async function readQueue({ queue, metrics }: LevelsParts): Promise<void> {
  for (const [name, counts] of Object.entries(await queue.counts())) {
    metrics.queueJobs(name, 'waiting', counts.waiting)
    metrics.queueJobs(name, 'active', counts.active)
  }
}

const STAGES = {
  passwords: sql`event WHERE state IN ('received', 'working')`,
  renders: sql`message WHERE state IN ('planned', 'rendered', 'sending', 'unknown')
    AND state = 'planned'`,
  sends: sql`message WHERE state IN ('planned', 'rendered', 'sending', 'unknown')
    AND state = 'rendered'`,
  automations: sql`delivery WHERE state = 'waiting'`,
} as const

async function readOldest({ database, sources, metrics, clock }: LevelsParts): Promise<void> {
  const now = clock.now()
  for (const [stage, rows] of Object.entries(STAGES)) {
    const oldest = await sql<{ due_at: Date | null }>`
      SELECT min(due.due_at) AS due_at FROM unnest(${sources}::text[]) AS one(source)
      CROSS JOIN LATERAL (
        SELECT due_at FROM ${rows} AND source = one.source AND due_at <= ${now}
        ORDER BY due_at LIMIT 1
      ) AS due`.execute(database)
    const dueAt = oldest.rows[0]?.due_at
    metrics.oldestDue(stage, dueAt ? (now.getTime() - dueAt.getTime()) / 1_000 : 0)
  }
}
