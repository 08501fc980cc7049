import { afterAll, beforeAll, expect, test } from 'vitest'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { errorFrom } from '../support/error-of.ts'

const limit = { name: 'guess', max: 10, windowMs: 60_000 }
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

function throttleWithClock() {
  const clock = createTestClock()
  return { clock, throttle: createThrottle({ database: store.database, clock }) }
}

test('lets exactly the allowed tries of 30 at once pass', async () => {
  const { throttle } = throttleWithClock()
  const tries = Array.from({ length: 30 }, () => throttle.count(limit, 'race'))
  const outcomes = await Promise.allSettled(tries)
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(10)
})

test('says when to come back, and lets the subject try again then', async () => {
  const { clock, throttle } = throttleWithClock()
  const end = new Date(clock.now().getTime() + limit.windowMs)
  for (let tried = 0; tried < limit.max; tried += 1) await throttle.count(limit, 'later')
  clock.advance(limit.windowMs - 1)
  const error = await errorFrom(throttle.count(limit, 'later'))
  expect(error).toMatchObject({ code: 'CLIENT_THROTTLED', retryAt: end })
  expect((await errorFrom(throttle.check(limit, 'later'))).retryAt).toEqual(end)
  clock.advance(1)
  await throttle.check(limit, 'later')
  await throttle.count(limit, 'later')
})

test('forgets the tries of a subject who got it right', async () => {
  const { throttle } = throttleWithClock()
  for (let round = 0; round < 3; round += 1) {
    for (let tried = 0; tried < limit.max; tried += 1) await throttle.count(limit, 'right')
    await throttle.clear(limit, 'right')
  }
  await expect(throttle.check(limit, 'right')).resolves.toBeUndefined()
})

test('keeps subjects and limits apart and stores no subject in clear', async () => {
  const { throttle } = throttleWithClock()
  for (let tried = 0; tried < limit.max; tried += 1) await throttle.count(limit, 'ada@example.com')
  await throttle.count(limit, 'bob@example.com')
  await throttle.count({ ...limit, name: 'other' }, 'ada@example.com')
  const keys = await store.database.selectFrom('throttle').select('key').execute()
  expect(keys.length).toBeGreaterThan(2)
  expect(keys.filter(({ key }) => !/^[a-z]+:[0-9a-f]{64}$/.test(key))).toEqual([])
})
