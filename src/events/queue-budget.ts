import type { Pool } from 'pg'
import type { Clock } from '../core/clock.ts'
import { QUEUED_PER_SOURCE_MAX } from '../jobs.ts'

const RECOUNT_MS = 1_000

// Due rows in order of time, so that the index `event_open` ends the scan; a source with more open
// rows than the limit is flooding, and its new ones wait behind the old.
const COUNT = `SELECT count(*)::int AS open, count(queued_until)::int AS queued
  FROM (
    SELECT queued_until FROM event
    WHERE source = $1 AND state IN ('received', 'working') AND due_at <= $2
    ORDER BY due_at LIMIT $3
  ) AS oldest`

/** Leave to queue `count` rows; `settle` when they are committed or have failed. */
export interface Grant {
  readonly count: number
  settle(): void
}

/** Keeps one flooding source from filling the queue. */
export interface QueueBudget {
  /** Grants up to `wanted` rows of `source`. Never waits and never fails. */
  reserve(source: string, wanted: number): Grant
  /** Resolves when no count is under way. */
  idle(): Promise<void>
}

interface QueueBudgetOptions {
  readonly pool: Pool
  readonly clock: Clock
  /** Told when a count fails; the last one then holds on. */
  onError(error: unknown): void
  /** Queued and unfinished rows per source. */
  readonly queuedMax?: number
}

interface Tally {
  /** As the last count found it. */
  queued: number
  /** Granted and not known to be within `queued`. */
  granted: number
  /** Granted and not yet settled: a count may or may not see these. */
  unsettled: number
  countedAtMs: number
  isCounting: boolean
  counting: Promise<void>
}

interface Count {
  readonly open: number
  readonly queued: number
}

/**
 * Counts a source's queued rows in the background at most once a second, and its own grants in
 * between. A source not counted yet is taken for empty, so intake never waits for this.
 */
export function createQueueBudget(options: QueueBudgetOptions): QueueBudget {
  const { clock, queuedMax = QUEUED_PER_SOURCE_MAX } = options
  const tallies = new Map<string, Tally>()
  const tallyOf = (source: string): Tally => {
    const tally = tallies.get(source) ?? newTally()
    tallies.set(source, tally)
    return tally
  }

  return {
    reserve(source, wanted) {
      const tally = tallyOf(source)
      const nowMs = clock.now().getTime()
      if (!tally.isCounting && nowMs - tally.countedAtMs >= RECOUNT_MS) {
        tally.countedAtMs = nowMs
        tally.isCounting = true
        tally.counting = recount(source, tally, options)
      }
      const free = Math.max(0, queuedMax - tally.queued - tally.granted)
      const granted = Math.min(wanted, free)
      tally.granted += granted
      tally.unsettled += granted
      return {
        count: granted,
        settle: () => {
          tally.unsettled -= granted
        },
      }
    },
    async idle() {
      for (const tally of tallies.values()) await tally.counting
    },
  }
}

async function recount(
  source: string,
  tally: Tally,
  { pool, clock, onError, queuedMax = QUEUED_PER_SOURCE_MAX }: QueueBudgetOptions,
): Promise<void> {
  const scannedMax = 2 * queuedMax
  const grantedBefore = tally.granted
  const unsettledBefore = tally.unsettled
  try {
    const result = await pool.query<Count>(COUNT, [source, clock.now(), scannedMax])
    const { open = 0, queued = 0 } = result.rows[0] ?? {}
    tally.queued = open >= scannedMax ? queuedMax : queued
    // What was settled before the count is within it; what was not may be missing from it.
    tally.granted += unsettledBefore - grantedBefore
  } catch (error) {
    onError(error)
  } finally {
    tally.isCounting = false
  }
}

function newTally(): Tally {
  return {
    queued: 0,
    granted: 0,
    unsettled: 0,
    countedAtMs: Number.NEGATIVE_INFINITY,
    isCounting: false,
    counting: Promise.resolve(),
  }
}
