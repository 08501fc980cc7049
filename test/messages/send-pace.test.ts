import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import { createSendPace } from '../../src/messages/send-pace.ts'
import { createTestClock, type TestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const SES = 'ses'
const PER_SECOND = 20
/** Turns that lie within the five seconds which a send waits. */
const WITHIN_WAIT = 5 * PER_SECOND + 1

describe('the pace of sends', () => {
  let store: TestDatabase
  let clock: TestClock
  let waits: number[]
  beforeAll(async () => {
    store = await createTestDatabase()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    await store.pool.query('DELETE FROM send_pace')
    clock = createTestClock()
    waits = []
  })

  /** One process' worth. */
  const createPace = () =>
    createSendPace({ ...store, clock, sleep: async (ms) => void waits.push(ms) })
  const quota = (perSecond: number) => ({ perSecond, perDay: null, sentInDay: 0 })

  test('gives each send of all processes a turn of its own, and none that is far away', async () => {
    const paces = [createPace(), createPace(), createPace()]
    await paces[0]?.set(SES, quota(PER_SECOND))
    const sends = paces.flatMap((pace) => Array.from({ length: 50 }, () => pace.awaitTurn(SES)))
    const outcomes = await Promise.allSettled(sends)
    const late = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(late).toHaveLength(150 - WITHIN_WAIT)
    // The first turn is now, so it waits for nothing.
    const expected = Array.from({ length: WITHIN_WAIT - 1 }, (_, index) => (index + 1) * 50)
    expect(waits.toSorted((one, other) => one - other)).toEqual(expected)
    for (const error of late) {
      expect(error).toMatchObject({ code: 'SEND_PACED', retry: 'wait' })
      const at = error instanceof AppError ? error.retryAt : undefined
      expect(at?.getTime()).toBeGreaterThan(clock.now().getTime() + 5_000)
    }
  })

  test('uses up no turn for a send that was put back', async () => {
    const pace = createPace()
    await pace.set(SES, quota(0.1))
    await pace.awaitTurn(SES)
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(pace.awaitTurn(SES)).rejects.toMatchObject({ code: 'SEND_PACED' })
    }
    clock.advance(10_000)
    await pace.awaitTurn(SES)
    expect(waits).toEqual([])
  })

  test('gives no turns for the time when nobody sent', async () => {
    const pace = createPace()
    await pace.set(SES, quota(1))
    clock.advance(60_000)
    await Promise.all([pace.awaitTurn(SES), pace.awaitTurn(SES), pace.awaitTurn(SES)])
    expect(waits).toEqual([1_000, 2_000])
  })

  test('keeps the turns that were given when the rate changes', async () => {
    const pace = createPace()
    await pace.set(SES, quota(1))
    await Promise.all([pace.awaitTurn(SES), pace.awaitTurn(SES)])
    await pace.set(SES, quota(2))
    await Promise.all([pace.awaitTurn(SES), pace.awaitTurn(SES)])
    expect(waits).toEqual([1_000, 2_000, 2_500])
  })

  test('holds nobody up where the transport has no pace, and asks no more for a while', async () => {
    const pace = createPace()
    await pace.awaitTurn(SES)
    await createPace().set(SES, quota(0.1))
    await Promise.all([pace.awaitTurn(SES), pace.awaitTurn(SES)])
    clock.advance(10_001)
    await pace.awaitTurn(SES)
    await expect(pace.awaitTurn(SES)).rejects.toMatchObject({ code: 'SEND_PACED' })
    expect(waits).toEqual([])
  })
})
