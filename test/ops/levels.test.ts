import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSendPace } from '../../src/messages/send-pace.ts'
import { readLevels } from '../../src/ops/levels.ts'
import { createMetrics } from '../../src/ops/metrics.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertEvent, insertMessage } from '../support/ledger-rows.ts'

const COUNTS = { waiting: 3, active: 1, delayed: 0 }
const hasher = { waiting: () => 4 }
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
    await readLevels({ database, queue, hasher, sources: ['acme', 'demo'], metrics, clock })
    const text = await metrics.text()
    expect(text).toContain('doorkey_queue_jobs{queue="sends",state="waiting"} 3')
    expect(text).toContain('doorkey_oldest_due_seconds{stage="passwords",source="acme"} 90')
    expect(text).toContain('doorkey_due_rows{stage="passwords",source="acme"} 1')
    expect(text).toContain('doorkey_due_rows{stage="passwords",source="demo"} 0')
    expect(text).toContain('doorkey_oldest_due_seconds{stage="renders",source="acme"} 90')
    expect(text).toContain('doorkey_oldest_due_seconds{stage="sends",source="acme"} 0')
  })

  it('shows circuits while they are open, what may be sent, and who is not mailed', async () => {
    const clock = createTestClock()
    const { database } = test
    const [past, later] = [-LATE_MS, LATE_MS].map((ms) => new Date(clock.now().getTime() + ms))
    await sql`INSERT INTO circuit (key, kind, until, code, cause, opened_at) VALUES
      ('directory:acme', 'circuit', ${past}, 'DIRECTORY_CREDENTIALS', 'refused', ${past}),
      ('transport:ses', 'wait', ${later}, 'TRANSPORT_QUOTA', 'used up', ${past}),
      ('transport:ses/acme', 'wait', ${past}, 'TRANSPORT_THROTTLED', 'over', ${past})`.execute(
      database,
    )
    await sql`INSERT INTO suppression (address, reason, created_at, expires_at) VALUES
      ('a@example.com', 'bounced', ${past}, NULL), ('b@example.com', 'bounced', ${past}, ${later}),
      ('c@example.com', 'bounced', ${past}, ${past})`.execute(database)
    const pace = createSendPace({ database, pool: test.pool, clock })
    await pace.set('ses', { perSecond: 12, perDay: 500, sentInDay: 400 })
    const metrics = createMetrics()
    const queue = { counts: () => Promise.reject(new Error('down')) }
    const read = () => readLevels({ database, queue, hasher, sources: ['acme'], metrics, clock })
    await read()
    const lines = (await metrics.text()).split('\n')
    expect(lines.filter((line) => line.startsWith('doorkey_circuits_open{')).toSorted()).toEqual([
      'doorkey_circuits_open{kind="directory",code="DIRECTORY_CREDENTIALS"} 1',
      'doorkey_circuits_open{kind="transport",code="TRANSPORT_QUOTA"} 1',
    ])
    expect(lines).toEqual(
      expect.arrayContaining([
        'doorkey_send_rate_limit{transport="ses"} 12',
        'doorkey_send_quota{transport="ses"} 500',
        'doorkey_send_quota_used{transport="ses"} 400',
        'doorkey_suppressions 2',
        'doorkey_hashes_waiting 4',
      ]),
    )
    await sql`DELETE FROM circuit`.execute(database)
    await read()
    expect(await metrics.text()).not.toContain('doorkey_circuits_open{')
  })

  it('gives up on a queue that is down, and keeps the rest', async () => {
    const metrics = createMetrics()
    const queue = { counts: () => Promise.reject(new Error('down')) }
    const clock = createTestClock()
    const { database } = test
    await readLevels({ database, queue, hasher, sources: ['acme'], metrics, clock })
    expect(await metrics.text()).toContain(
      'doorkey_oldest_due_seconds{stage="sends",source="acme"} 0',
    )
  })
})
