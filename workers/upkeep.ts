import type pg from 'pg'
import { toAppError } from '../src/core/app-error.ts'
import type { OutboxParts } from '../src/lifecycle/outbox.ts'
import type { StepLog } from '../src/ops/step-log.ts'
import { expire } from './upkeep/expire.ts'
import { prune } from './upkeep/prune.ts'
import { createQuotaReader, type QuotaParts, type QuotaReader } from './upkeep/read-quota.ts'
import { createReconciler, type ReconcileParts, type Reconciler } from './upkeep/reconcile.ts'
import { type SettleSendsParts, settleSends } from './upkeep/settle-sends.ts'
import { shred } from './upkeep/shred.ts'
import { createRevealShredder } from './upkeep/shred-reveals.ts'
import { distrustQueue, type SweepParts, sweep } from './upkeep/sweep.ts'
import { tell } from './upkeep/tell.ts'

/** Between two turns. Retries and leases are as exact as this. */
const TURN_MS = 500
/** Any number that nothing else in the database locks: "door" in ASCII. */
const LOCK_KEY = 0x646f6f72

export interface UpkeepParts
  extends SweepParts,
    SettleSendsParts,
    ReconcileParts,
    OutboxParts,
    QuotaParts {
  readonly pool: pg.Pool
  readonly queue: {
    hasSentinel(): Promise<boolean>
    plantSentinel(): Promise<void>
  }
  readonly shredAfterMs: number
  readonly log: StepLog
}

/** Keeps the promises that no job keeps; see `workers/README.md` for the list of chores. */
export interface Upkeep {
  /** One turn of every chore; false when one failed, which is reported and stops no other. */
  turn(): Promise<boolean>
  /** Turns by its own timer while this process holds the upkeep lock, until `stop`. */
  start(): void
  stop(): Promise<void>
}

export function createUpkeep(parts: UpkeepParts): Upkeep {
  const lock = createLock(parts.pool)
  const reconciler = createReconciler(parts)
  const quota = createQuotaReader(parts)
  let timer: NodeJS.Timeout | undefined
  let turning: Promise<void> = Promise.resolve()
  let isStopping = false

  const chores = choresOf(parts, reconciler, quota)

  const turn = async (): Promise<boolean> => {
    let isDone = true
    for (const [name, chore] of chores) {
      try {
        await chore()
      } catch (error) {
        isDone = false
        parts.log.failure('upkeep', toAppError(error), { chore: name })
      }
    }
    return isDone
  }

  const turnIfLeader = async (): Promise<void> => {
    try {
      // Who cannot do all of it makes room: another process may still reach the queue.
      if ((await lock.hold()) && !(await turn())) lock.release()
    } catch (error) {
      parts.log.failure('upkeep', toAppError(error), { chore: 'lock' })
    }
  }

  const schedule = (): void => {
    timer = setTimeout(() => {
      turning = turnIfLeader().finally(() => {
        if (!isStopping) schedule()
      })
    }, TURN_MS)
  }

  return {
    turn,
    start: schedule,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await turning
      await Promise.all([reconciler.stop(), quota.stop()])
      lock.release()
    },
  }
}

function choresOf(parts: UpkeepParts, reconciler: Reconciler, quota: QuotaReader) {
  const reveals = createRevealShredder(parts)
  return [
    ['settle-sends', () => settleSends(parts)],
    ['expire', () => expire(parts)],
    ['tell', () => tell(parts)],
    ['watch-queue', () => watchQueue(parts)],
    ['sweep', () => sweep(parts)],
    ['shred', () => shred(parts)],
    ['shred-reveals', () => reveals.turn()],
    ['prune', () => prune(parts)],
    ['reconcile', () => reconciler.turn()],
    ['read-quota', () => quota.turn()],
  ] as const
}

/** A queue that lost its contents lost the sentinel too; then everything due is queued anew. */
async function watchQueue(parts: UpkeepParts): Promise<void> {
  if (await parts.queue.hasSentinel()) return
  await distrustQueue(parts)
  await parts.queue.plantSentinel()
}

/** A session-level advisory lock; it ends with its connection, so a dead process frees it. */
function createLock(pool: pg.Pool) {
  let holder: pg.PoolClient | undefined
  const drop = (): void => {
    holder?.release(true)
    holder = undefined
  }
  return {
    async hold(): Promise<boolean> {
      if (holder) return true
      const client = await pool.connect()
      if (!(await wins(client))) return false
      client.once('error', drop)
      holder = client
      return true
    },
    release: drop,
  }
}

/** Gives `client` back unless it won; a connection that failed is not used again. */
async function wins(client: pg.PoolClient): Promise<boolean> {
  try {
    const asked = await client.query('SELECT pg_try_advisory_lock($1) AS won', [LOCK_KEY])
    const hasWon = asked.rows[0]?.won === true
    if (!hasWon) client.release()
    return hasWon
  } catch (error) {
    client.release(true)
    throw error
  }
}
