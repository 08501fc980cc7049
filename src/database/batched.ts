import { setTimeout as sleep } from 'node:timers/promises'
import { createGather } from '../core/gather.ts'
import { statementFault } from './statement-fault.ts'

const ITEMS_MAX = 64
const WAITING_MAX = 100_000
const IN_FLIGHT_MAX = 2

interface BatchOptions {
  /** How long the next calls are left to gather once a statement has ended. Default 0. */
  restMs?(): number
}

interface Call<T, R> {
  readonly item: T
  resolve(result: R): void
  reject(error: unknown): void
}

/**
 * Makes one statement of the calls that come in one turn of the event loop, or while two such
 * statements are under way; a call alone goes at once. `run` gives a result for each item, in their
 * order, and commits all of them or none.
 *
 * | `run` ends with | then |
 * | --- | --- |
 * | a deadlock or serialization failure | the same once more |
 * | a value or constraint that Postgres refuses | item by item, so that only the poisoned one fails |
 * | anything else | each call fails with it |
 */
export function batched<T, R>(
  run: (items: readonly T[]) => Promise<readonly R[]>,
  { restMs }: BatchOptions = {},
): (item: T) => Promise<R> {
  const gather = createGather<Call<T, R>>({
    async run(calls) {
      await answer(calls, run)
      const ms = restMs?.() ?? 0
      if (ms > 0) await sleep(ms)
    },
    weigh: () => 1,
    groupWeightMax: ITEMS_MAX,
    waitingWeightMax: WAITING_MAX,
    startsAt: 'tick',
    inFlightMax: restMs ? 1 : IN_FLIGHT_MAX,
  })
  return (item) =>
    new Promise((resolve, reject) => {
      const isTaken = gather.add({ item, resolve, reject })
      if (!isTaken) reject(new Error(`database: expected at most ${WAITING_MAX} calls to wait`))
    })
}

async function answer<T, R>(
  calls: readonly Call<T, R>[],
  run: (items: readonly T[]) => Promise<readonly R[]>,
): Promise<void> {
  const items = calls.map((call) => call.item)
  try {
    const results = await runTwice(items, run)
    if (results.length !== items.length) {
      throw new Error(`database: expected ${items.length} results, got ${results.length}`)
    }
    for (const [index, result] of results.entries()) calls[index]?.resolve(result)
  } catch (error) {
    if (calls.length > 1 && statementFault(error) === 'data') {
      for (const call of calls) await answer([call], run)
    } else {
      for (const call of calls) call.reject(error)
    }
  }
}

async function runTwice<T, R>(
  items: readonly T[],
  run: (items: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  try {
    return await run(items)
  } catch (error) {
    if (statementFault(error) !== 'conflict') throw error
    return run(items)
  }
}
