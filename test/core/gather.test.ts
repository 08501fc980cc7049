import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createGather, type Gather } from '../../src/core/gather.ts'

interface Run {
  readonly items: readonly number[]
  finish(): void
}

/** A gather of numbers, which weigh what they are; each group runs until told to finish. */
function startGather(
  limits: Partial<Record<'readyWeight' | 'groupWeightMax' | 'waitingWeightMax', number>> = {},
): {
  gather: Gather<number>
  runs: Run[]
} {
  const runs: Run[] = []
  const gather = createGather<number>({
    inFlightMax: 2,
    groupWeightMax: 100,
    waitingWeightMax: 100,
    ...limits,
    weigh: (item) => item,
    run(items) {
      const { promise, resolve } = Promise.withResolvers<void>()
      runs.push({ items, finish: resolve })
      return promise
    },
  })
  return { gather, runs }
}

/** Lets everything that is due in the event loop happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate()
}

describe('gather', () => {
  test('starts at once when idle, with all that came in the same turn', async () => {
    const { gather, runs } = startGather()
    gather.add(1)
    gather.add(2)
    await settle()
    expect(runs.map(({ items }) => items)).toEqual([[1, 2]])
  })

  test('gathers while two groups are in flight, and goes on when one ends', async () => {
    const { gather, runs } = startGather()
    for (const item of [1, 2, 3, 4]) {
      gather.add(item)
      await settle()
    }
    expect(runs.map(({ items }) => items)).toEqual([[1], [2]])
    runs[1]?.finish()
    await settle()
    expect(runs.map(({ items }) => items)).toEqual([[1], [2], [3, 4]])
  })

  test('starts within the turn with a group that is large enough', async () => {
    const { gather, runs } = startGather({ readyWeight: 3 })
    for (const item of [1, 1]) gather.add(item)
    expect(runs).toEqual([])
    for (const item of [1, 1]) gather.add(item)
    expect(runs.map(({ items }) => items)).toEqual([[1, 1, 1]])
    await settle()
    expect(runs.map(({ items }) => items)).toEqual([[1, 1, 1], [1]])
  })

  test('bounds a group, keeps the order, and gives a heavy item a group of its own', async () => {
    const { gather, runs } = startGather({ groupWeightMax: 5 })
    for (const item of [2, 3, 1, 50, 2]) gather.add(item)
    await settle()
    for (const run of runs) run.finish()
    await settle()
    for (const run of runs) run.finish()
    await settle()
    expect(runs.map(({ items }) => items)).toEqual([[2, 3], [1], [50], [2]])
  })

  test('refuses what would wait beyond the bound, and takes more once that is gone', async () => {
    const { gather, runs } = startGather({ waitingWeightMax: 10 })
    expect(gather.add(6)).toBe(true)
    expect(gather.add(5)).toBe(false)
    expect(gather.add(4)).toBe(true)
    await settle()
    expect(runs.map(({ items }) => items)).toEqual([[6, 4]])
    expect(gather.add(5)).toBe(true)
  })

  test('is idle only when nothing waits or runs', async () => {
    const { gather, runs } = startGather({ groupWeightMax: 1 })
    await gather.idle()
    for (const item of [1, 1, 1]) gather.add(item)
    let isIdle = false
    const idle = gather.idle().then(() => {
      isIdle = true
    })
    for (let done = 0; done < 3; done += 1) {
      await settle()
      expect(isIdle).toBe(false)
      runs[done]?.finish()
    }
    await idle
    expect(runs).toHaveLength(3)
  })
})
