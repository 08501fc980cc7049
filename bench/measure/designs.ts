import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { startChild } from '../children/child.ts'
import { monotonicMs } from '../monotonic.ts'
import { openPlainQueue, type PlainQueue } from '../servers/plain-queue.ts'
import { startDoorkey } from './doorkey-process.ts'
import { STARTED } from './replies.ts'
import type { Setting } from './setting.ts'

const QUEUED_MS_MAX = 10_000
const LOOK_AGAIN_MS = 3
const QUIET_MS = 50

/** A way to take in webhooks, running as a process. */
export interface Design {
  readonly port: number
  /** Empties tables and queue, so that every round begins alike. */
  clear(): Promise<void>
  /**
   * Gives the time at which all that was answered was stored and queued; throws where it is not. By
   * the monotonic clock, `undefined` where nothing is kept.
   */
  settle(answered: number): Promise<number | undefined>
  stop(): Promise<void>
}

/** Nothing is kept: the ceiling of anything that checks signatures in one Node process. */
export async function startHmacOnly({ secret, atEnd }: Setting): Promise<Design> {
  const child = startChild('hmac-receiver')
  atEnd(child.stop)
  const { port } = await child.ask('start', { secret }, STARTED)
  return { port, clear: async () => {}, settle: async () => undefined, stop: child.stop }
}

/** One INSERT (pool of 10) and one `Queue.add` per request. */
export async function startNaive(setting: Setting, pool: pg.Pool): Promise<Design> {
  await pool.query(
    `CREATE TABLE naive_event (id text PRIMARY KEY, source text NOT NULL, body jsonb NOT NULL,
      received_at timestamptz NOT NULL)`,
  )
  const child = startChild('naive-receiver')
  setting.atEnd(child.stop)
  const { port } = await child.ask('start', { secret: setting.secret, ...setting.servers }, STARTED)
  const stored = 'SELECT count(*)::int AS stored FROM naive_event'
  const kept = ledger(setting, pool, { table: 'naive_event', stored, queue: ['naive'] })
  return { port, ...kept, stop: child.stop }
}

/** `doorkey start --only receiver`. */
export async function startReceiver(setting: Setting, pool: pg.Pool): Promise<Design> {
  const { port, stop } = await startDoorkey(setting, {
    config: 'intake',
    args: ['--only', 'receiver'],
  })
  // Only rows that the receiver meant to queue itself count; those it leaves to upkeep do not.
  const stored = `SELECT count(*)::int AS stored FROM event
    WHERE state = 'received' AND body IS NOT NULL AND queued_until IS NOT NULL`
  const queue = ['passwords', '{doorkey}'] as const
  return { port, ...ledger(setting, pool, { table: 'event', stored, queue }), stop }
}

interface Ledger {
  readonly table: string
  /** Counts the rows that should have a job. */
  readonly stored: string
  /** The queue's name, and its prefix where it is not BullMQ's own. */
  readonly queue: readonly [string, string?]
}

function ledger(
  { servers, atEnd }: Setting,
  pool: pg.Pool,
  { table, stored, queue: [name, prefix] }: Ledger,
): Pick<Design, 'clear' | 'settle'> {
  const { queue, close } = openPlainQueue(name, servers, prefix)
  atEnd(close)
  return {
    async clear() {
      await pool.query(`TRUNCATE ${table} CASCADE`)
      await queue.drain()
    },
    async settle(answered) {
      const { queued, atMs } = await untilQueued(queue, answered)
      const { rows } = await pool.query<{ stored: number }>(stored)
      const count = rows[0]?.stored
      if (queued === answered && count === answered) return atMs
      throw new Error(
        `bench: expected ${answered} rows in ${table} all of them in jobs, got ${count} and ${queued} in jobs`,
      )
    },
  }
}

/** Rows in jobs, and when the last of them came; counted once no more have come for a while. */
async function untilQueued(
  queue: PlainQueue['queue'],
  answered: number,
): Promise<{ readonly queued: number; readonly atMs: number }> {
  const giveUpAtMs = monotonicMs() + QUEUED_MS_MAX
  let jobs = -1
  let atMs = monotonicMs()
  for (;;) {
    const nowMs = monotonicMs()
    const count = await queue.getWaitingCount()
    if (count !== jobs) atMs = nowMs
    else if (nowMs - atMs > QUIET_MS) {
      const queued = (await queue.getWaiting()).reduce((sum, job) => sum + rowsIn(job.data), 0)
      if (queued >= answered || nowMs > giveUpAtMs) return { queued, atMs }
    }
    jobs = count
    await sleep(LOOK_AGAIN_MS)
  }
}

const ROWS = Type.Object({ rows: Type.Array(Type.Unknown()) })

/** A job of Doorkey's names its rows; one of the naive design is one. */
function rowsIn(data: unknown): number {
  return Value.Check(ROWS, data) ? data.rows.length : 1
}
