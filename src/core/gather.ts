/** Runs items in groups: at once when idle, and gathering what comes while groups are in flight. */
export interface Gather<T> {
  /** False, and nothing added, when too much is waiting already. */
  add(item: T): boolean
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
}

interface GatherOptions<T> {
  /** Handles one group; it must not reject. */
  run(items: readonly T[]): Promise<void>
  /** What one item counts against the two limits below. */
  weigh(item: T): number
  /** A group that weighs this much starts within the turn. Default: none does. */
  readonly readyWeight?: number
  /** A group ends before it passes this; an item that is heavier alone is a group of its own. */
  readonly groupWeightMax: number
  readonly waitingWeightMax: number
  readonly inFlightMax: number
  /**
   * When the first group of an idle gather starts: at the end of the event loop's turn (`turn`, the
   * default), which takes together what came from several sockets, or once nothing is left to do
   * without waiting (`tick`), which is sooner, and takes together what one answer set going.
   */
  readonly startsAt?: 'turn' | 'tick'
}

/**
 * No timer is involved: what arrives in one turn of the event loop goes together, or as soon as it is
 * a large enough group. (Measured: waiting even 2 ms for
 * more makes intake slower, and so does doing nothing meanwhile when all clients wait for one group.)
 */
export function createGather<T>(options: GatherOptions<T>): Gather<T> {
  const { run, weigh, groupWeightMax, waitingWeightMax, inFlightMax } = options
  const { readyWeight = Number.POSITIVE_INFINITY, startsAt = 'turn' } = options
  const later = startsAt === 'turn' ? setImmediate : process.nextTick
  const waiting: T[] = []
  const watchers: (() => void)[] = []
  let waitingWeight = 0
  let inFlight = 0
  let isScheduled = false

  // No start is awaited: a group reports to its own callers, and `idle` waits for all of them.
  const schedule = (): void => {
    if (inFlight >= inFlightMax || waiting.length === 0) return
    if (waitingWeight >= readyWeight) {
      void start()
      return
    }
    if (isScheduled) return
    isScheduled = true
    later(() => {
      isScheduled = false
      if (inFlight < inFlightMax && waiting.length > 0) void start()
    })
  }

  const start = async (): Promise<void> => {
    inFlight += 1
    const group = waiting.splice(0, groupLength(waiting, weigh, groupWeightMax))
    waitingWeight -= group.reduce((sum, item) => sum + weigh(item), 0)
    schedule()
    try {
      await run(group)
    } finally {
      inFlight -= 1
      schedule()
      if (inFlight === 0 && waiting.length === 0) for (const wake of watchers.splice(0)) wake()
    }
  }

  return {
    add(item) {
      const weight = weigh(item)
      if (waiting.length > 0 && waitingWeight + weight > waitingWeightMax) return false
      waiting.push(item)
      waitingWeight += weight
      schedule()
      return true
    },
    async idle() {
      if (inFlight === 0 && waiting.length === 0) return
      await new Promise<void>((resolve) => watchers.push(resolve))
    },
  }
}

function groupLength<T>(
  items: readonly T[],
  weigh: (item: T) => number,
  weightMax: number,
): number {
  let weight = 0
  for (const [index, item] of items.entries()) {
    weight += weigh(item)
    if (weight > weightMax) return Math.max(index, 1)
  }
  return items.length
}
