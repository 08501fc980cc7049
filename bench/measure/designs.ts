import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { startChild } from '../children/child.ts'
import { monotonicMs } from '../monotonic.ts'
import { openPlainQueue } from '../servers/plain-queue.ts'
import { startDoorkey } from './doorkey-process.ts'
import { STARTED } from './replies.ts'
import type { Setting } from './setting.ts'

const QUEUED_MS_MAX = 10_000
const LOOK_AGAIN_MS = 3

/** A way to take in webhooks, running as a process. */
export interface Design {
  readonly port: number
  /** Empties tables and queue, so that every round begins alike. */
  clear(): Promise<void>
  /** Resolves when all that was answered is stored and queued, and throws where it is not. */
  settle(answered: number): Promise<void>
  stop(): Promise<void>
}

/** Nothing is kept: the ceiling of anything that checks signatures in one Node process. */
export async function startHmacOnly({ secret, atEnd }: Setting): Promise<Design> {
  const child = startChild('hmac-receiver')
  atEnd(child.stop)
  const { port } = await child.ask('start', { secret }, STARTED)
  return { port, clear: async () => {}, settle: async () => {}, stop: child.stop }
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
      const giveUpAtMs = monotonicMs() + QUEUED_MS_MAX
      let queued = await queue.getWaitingCount()
      while (queued < answered && monotonicMs() < giveUpAtMs) {
        await sleep(LOOK_AGAIN_MS)
        queued = await queue.getWaitingCount()
      }
      const { rows } = await pool.query<{ stored: number }>(stored)
      const count = rows[0]?.stored
      if (queued === answered && count === answered) return
      throw new Error(
        `bench: expected ${answered} rows in ${table} with a job each, got ${count} and ${queued} jobs`,
      )
    },
  }
}
