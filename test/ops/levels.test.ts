import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLevels } from '../../src/ops/levels.ts'
import { createMetrics } from '../../src/ops/metrics.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertEvent, insertMessage } from '../support/ledger-rows.ts'

const COUNTS = { waiting: 3, active: 1, delayed: 0 }
const LATE_MS = 90_000

describe('readLevels', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.close())

  it('shows how full the queues are and how long the oldest due row of each stage has waited', async () => {
    const clock = createTestClock()
    const late = new Date(clock.now().getTime() - LATE_MS)
    const { database } = test
    await insertEvent(database, clock.now(), { state: 'received', due_at: late })
    const eventId = await insertEvent(database, clock.now())
    await insertMessage(database, clock.now(), {
      event_id: eventId,
      state: 'planned',
      due_at: late,
    })
    const metrics = createMetrics()
    const queue = {
      counts: async () => ({
        passwords: COUNTS,
        renders: COUNTS,
        sends: COUNTS,
        automations: COUNTS,
      }),
    }
    await readLevels({ database, queue, sources: ['acme', 'demo'], metrics, clock })
    const text = await metrics.text()
    expect(text).toContain('doorkey_queue_jobs{queue="sends",state="waiting"} 3')
    expect(text).toContain('doorkey_oldest_due_seconds{stage="passwords"} 90')
    expect(text).toContain('doorkey_oldest_due_seconds{stage="renders"} 90')
    expect(text).toContain('doorkey_oldest_due_seconds{stage="sends"} 0')
  })

  it('gives up on a queue that is down, and keeps the rest', async () => {
    const metrics = createMetrics()
    const queue = { counts: () => Promise.reject(new Error('down')) }
    const clock = createTestClock()
    await readLevels({ database: test.database, queue, sources: ['acme'], metrics, clock })
    expect(await metrics.text()).toContain('doorkey_oldest_due_seconds{stage="sends"} 0')
  })
})
