import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import type { SendQuota } from '../../src/core/transport.ts'
import {
  createQuotaReader,
  QUOTA_EVERY_MS,
  type QuotaParts,
} from '../../workers/upkeep/read-quota.ts'
import { createTestClock, type TestClock } from '../support/clock.ts'

const QUOTA: SendQuota = { perSecond: 12, perDay: 50_000, sentInDay: 7 }

describe('reading the quota', () => {
  let clock: TestClock
  let told: string[]
  beforeEach(() => {
    clock = createTestClock()
    told = []
  })

  function reader(sendQuota?: (signal: AbortSignal) => Promise<SendQuota>) {
    const parts: QuotaParts = {
      transport: {
        id: 'ses',
        send: () => Promise.reject(new Error('unasked')),
        close: async () => {},
        ...(sendQuota && { sendQuota }),
      },
      pace: { set: async (id, { perSecond }) => void told.push(`${id} ${perSecond}/s`) },
      circuits: {
        hold: async (key, kind, until, { code }) => {
          const ms = until.getTime() - clock.now().getTime()
          told.push(`${key} ${kind} ${ms} ${code}`)
        },
      },
      clock,
      log: { failure: (_, { code }) => void told.push(code) },
    }
    return createQuotaReader(parts)
  }

  test('asks at once, then every five minutes', async () => {
    const quotas = reader(async () => QUOTA)
    const turn = async (): Promise<number> => {
      await quotas.turn()
      await quotas.idle()
      return told.length
    }
    expect([await turn(), await turn()]).toEqual([1, 1])
    clock.advance(QUOTA_EVERY_MS)
    expect(await turn()).toBe(2)
    expect(told).toEqual(['ses 12/s', 'ses 12/s'])
  })

  test('sends nothing until the next question once the day is used up', async () => {
    const quotas = reader(async () => ({ ...QUOTA, sentInDay: 50_000 }))
    await quotas.turn()
    await quotas.idle()
    expect(told).toEqual(['ses 12/s', `transport:ses wait ${QUOTA_EVERY_MS} TRANSPORT_QUOTA`])
  })

  test('an account without a daily limit is never used up', async () => {
    const quotas = reader(async () => ({ ...QUOTA, perDay: null, sentInDay: 1_000_000 }))
    await quotas.turn()
    await quotas.idle()
    expect(told).toEqual(['ses 12/s'])
  })

  test('says once that it may not ask, and again when that has changed', async () => {
    const answers = [false, false, true, false]
    const quotas = reader(async () => {
      if (answers.shift()) return QUOTA
      throw new AppError('QUOTA_UNREADABLE', 'ses: denied')
    })
    for (let turns = 0; turns < 4; turns += 1) {
      await quotas.turn()
      await quotas.idle()
      clock.advance(QUOTA_EVERY_MS)
    }
    expect(told).toEqual(['QUOTA_UNREADABLE', 'ses 12/s', 'QUOTA_UNREADABLE'])
  })

  test('holds nobody up while it hangs, and ends with the process', async () => {
    const quotas = reader(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
    )
    await quotas.turn()
    await quotas.turn()
    await quotas.stop()
    expect(told).toEqual([])
  })

  test('asks no transport that cannot say', async () => {
    const quotas = reader()
    await quotas.turn()
    await quotas.idle()
    expect(told).toEqual([])
  })
})
