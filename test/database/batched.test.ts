import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { batched } from '../../src/database/batched.ts'

/** Doubles numbers, in statements that end when told to. */
function doubling(faults: readonly (Error | undefined)[] = []) {
  const groups: (readonly number[])[] = []
  const gates: PromiseWithResolvers<void>[] = []
  const left = [...faults]
  const double = batched(async (items: readonly number[]) => {
    groups.push(items)
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    await gate.promise
    const fault = left.shift()
    if (fault) throw fault
    return items.map((item) => 2 * item)
  })
  const finishAll = async (): Promise<void> => {
    for (let index = 0; index < gates.length; index += 1) {
      gates[index]?.resolve()
      await new Promise(setImmediate)
    }
  }
  return { double, groups, finishAll }
}

function sqlError(code: string): Error {
  const error = new pg.DatabaseError('a fault of the test', 1, 'error')
  error.code = code
  return error
}

describe('calls of one turn', () => {
  test('are one statement, and each gets its own result', async () => {
    const { double, groups, finishAll } = doubling()
    const results = Promise.all([1, 2, 3].map(double))
    await new Promise(setImmediate)
    await finishAll()
    expect(await results).toEqual([2, 4, 6])
    expect(groups).toEqual([[1, 2, 3]])
  })

  test('are cut into statements of 64', async () => {
    const { double, groups, finishAll } = doubling()
    const results = Promise.all(Array.from({ length: 150 }, (_, index) => double(index)))
    await new Promise(setImmediate)
    await finishAll()
    expect(await results).toHaveLength(150)
    expect(groups.map((group) => group.length)).toEqual([64, 64, 22])
  })
})

test('calls that come while two statements are under way are the third', async () => {
  const { double, groups, finishAll } = doubling()
  const results: Promise<number>[] = []
  for (const item of [1, 2, 3, 4]) {
    results.push(double(item))
    await new Promise(setImmediate)
  }
  expect(groups).toEqual([[1], [2]])
  await finishAll()
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8])
  expect(groups).toEqual([[1], [2], [3, 4]])
})

describe('a statement that fails', () => {
  test('by a deadlock runs once more', async () => {
    const { double, groups, finishAll } = doubling([sqlError('40P01')])
    const results = Promise.all([1, 2].map(double))
    await new Promise(setImmediate)
    await finishAll()
    expect(await results).toEqual([2, 4])
    expect(groups).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  test('by a value runs item by item, so that only the poisoned one fails', async () => {
    const poison = sqlError('23505')
    const { double, groups, finishAll } = doubling([poison, undefined, poison, undefined])
    const results = Promise.allSettled([1, 2, 3].map(double))
    await new Promise(setImmediate)
    await finishAll()
    expect(await results).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: poison },
      { status: 'fulfilled', value: 6 },
    ])
    expect(groups).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  test('by a lost connection fails each call, since it may have been committed', async () => {
    const lost = new Error('Connection terminated unexpectedly')
    const { double, groups, finishAll } = doubling([lost])
    const results = Promise.allSettled([1, 2].map(double))
    await new Promise(setImmediate)
    await finishAll()
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(groups).toEqual([[1, 2]])
  })

  test('by giving too few results fails each call', async () => {
    const one = batched(async (items: readonly number[]) => items.slice(1))
    await expect(one(1)).rejects.toThrow('expected 1 results, got 0')
  })
})
