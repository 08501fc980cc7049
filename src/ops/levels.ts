import { type Kysely, sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { PasswordHasher } from '../credentials/password-hasher.ts'
import type { Schema } from '../database/schema.ts'
import type { Queue } from '../queue/queue.ts'
import type { Metrics, QuotaLevel } from './metrics.ts'

export interface LevelsParts {
  readonly database: Kysely<Schema>
  readonly queue: Pick<Queue, 'counts'>
  readonly sources: readonly string[]
  readonly hasher: Pick<PasswordHasher, 'waiting'>
  readonly metrics: Pick<
    Metrics,
    'queueJobs' | 'due' | 'circuits' | 'quota' | 'suppressions' | 'hashesWaiting'
  >
  readonly clock: Clock
}

/** Where a count of due rows ends, so that a scrape of a great backlog stays cheap. */
const DUE_ROWS_MAX = 10_000

/** Reads how things stand just now: queues, due rows, circuits, quota; for `/metrics`. */
export async function readLevels(parts: LevelsParts): Promise<void> {
  // What does not answer keeps its last level; `/readyz` says that it is down.
  await Promise.allSettled([
    readQueue(parts),
    readDue(parts),
    readCircuits(parts),
    readQuota(parts),
    readSuppressions(parts),
  ])
  parts.metrics.hashesWaiting(parts.hasher.waiting())
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

async function readDue({ database, sources, metrics, clock }: LevelsParts): Promise<void> {
  const now = clock.now()
  for (const [stage, rows] of Object.entries(STAGES)) {
    const found = await sql<{ source: string; rows: number; due_at: Date | null }>`
      SELECT one.source, due.rows, due.due_at FROM unnest(${sources}::text[]) AS one(source)
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS rows, min(due_at) AS due_at FROM (
          SELECT due_at FROM ${rows} AND source = one.source AND due_at <= ${now}
          ORDER BY due_at LIMIT ${DUE_ROWS_MAX}
        ) AS first
      ) AS due`.execute(database)
    for (const { source, rows: count, due_at: dueAt } of found.rows) {
      metrics.due(stage, source, count, dueAt ? (now.getTime() - dueAt.getTime()) / 1_000 : 0)
    }
  }
}

/** A `wait` ends by its time, a `circuit` only by a success. */
async function readCircuits({ database, metrics, clock }: LevelsParts): Promise<void> {
  const open = await sql<{ kind: string; code: string; count: number }>`
    SELECT split_part(key, ':', 1) AS kind, code, count(*)::int AS count FROM circuit
    WHERE kind = 'circuit' OR until > ${clock.now()} GROUP BY 1, 2`.execute(database)
  metrics.circuits(open.rows)
}

async function readQuota({ database, metrics }: LevelsParts): Promise<void> {
  const paces = await sql<QuotaLevel>`SELECT transport, per_second AS "perSecond",
    per_day::float8 AS "perDay", coalesce(sent_in_day, 0)::float8 AS "sentInDay"
    FROM send_pace`.execute(database)
  for (const pace of paces.rows) metrics.quota(pace)
}

async function readSuppressions({ database, metrics, clock }: LevelsParts): Promise<void> {
  const found = await sql<{ count: number }>`SELECT count(*)::int AS count FROM suppression
    WHERE expires_at IS NULL OR expires_at > ${clock.now()}`.execute(database)
  metrics.suppressions(found.rows[0]?.count ?? 0)
}
