import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import { createUpkeep } from '../../workers/upkeep.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertEvent } from '../support/ledger-rows.ts'

const UNTIL = { timeout: 20_000, interval: 20 }

const NO_QUOTA = {
  transport: {
    id: 'test',
    send: () => Promise.reject(new Error('this test sends nothing')),
    close: async () => {},
  },
  pace: { set: async () => {} },
  circuits: { hold: async () => {} },
}

describe('upkeep', () => {
  const clock = createTestClock()
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.close())

  function upkeep(name: string, turns: string[], isUp: () => boolean = () => true) {
    return createUpkeep({
      ...NO_QUOTA,
      ids: systemIds,
      reconciled: [],
      subscribers: [],
      database: test.database,
      pool: test.pool,
      clock,
      resendsUnknown: true,
      unknown: { afterMs: 1, then: 'resend' },
      shredAfterMs: 1,
      enqueue: async () => {},
      queue: {
        async hasSentinel() {
          if (!isUp()) throw new Error('down')
          turns.push(name)
          return true
        },
        plantSentinel: async () => {},
      },
      log: { event() {}, message() {}, accepted() {}, failure() {} },
    })
  }

  it('runs in one process at a time, and in the next once that one has stopped', async () => {
    const turns: string[] = []
    const [one, two] = [upkeep('one', turns), upkeep('two', turns)]
    one.start()
    await expect.poll(() => turns.length, UNTIL).toBeGreaterThan(0)
    two.start()
    const before = turns.length
    await expect.poll(() => turns.length, UNTIL).toBeGreaterThan(before + 2)
    expect(new Set(turns)).toEqual(new Set(['one']))
    await one.stop()
    await expect.poll(() => turns.at(-1), UNTIL).toBe('two')
    await two.stop()
  })

  it('leaves the work to another process when it cannot reach the queue', async () => {
    const turns: string[] = []
    let isUp = true
    const [cutOff, other] = [upkeep('cut off', turns, () => isUp), upkeep('other', turns)]
    cutOff.start()
    await expect.poll(() => turns.length, UNTIL).toBeGreaterThan(0)
    isUp = false
    other.start()
    await expect.poll(() => turns.at(-1), UNTIL).toBe('other')
    await Promise.all([cutOff.stop(), other.stop()])
  })

  it('queues rows of a source that this process does not know', async () => {
    const queued: string[] = []
    const id = await insertEvent(test.database, clock.now(), { source: 'gone', state: 'received' })
    const one = createUpkeep({
      ...NO_QUOTA,
      ids: systemIds,
      reconciled: [],
      subscribers: [],
      database: test.database,
      pool: test.pool,
      clock,
      resendsUnknown: true,
      unknown: { afterMs: 1, then: 'resend' },
      shredAfterMs: 1,
      enqueue: async (_name, jobs) => void queued.push(...jobs.map((job) => job.id)),
      queue: { hasSentinel: async () => true, plantSentinel: async () => {} },
      log: { event() {}, message() {}, accepted() {}, failure() {} },
    })
    expect(await one.turn()).toBe(true)
    expect(queued).toEqual([id])
  })
})
