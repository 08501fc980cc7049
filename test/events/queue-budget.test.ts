import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import { createQueueBudget, type QueueBudget } from '../../src/events/queue-budget.ts'
import { createTestClock, type TestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const LATER = new Date('2026-11-23T12:00:20Z')

let db: TestDatabase
let clock: TestClock
let budget: QueueBudget
let errors: unknown[]

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.pool.query('TRUNCATE event CASCADE')
  clock = createTestClock(NOW)
  budget = budgetOn(db.pool)
})

function budgetOn(pool: pg.Pool): QueueBudget {
  errors = []
  return createQueueBudget({ pool, clock, onError: (error) => errors.push(error), queuedMax: 5 })
}

async function insertRows(
  count: number,
  changes: { source?: string; state?: 'received' | 'done'; queued?: boolean; dueAt?: Date } = {},
): Promise<void> {
  const { source = 'acme', state = 'received', queued = true, dueAt = NOW } = changes
  const rows = Array.from({ length: count }, () => ({
    id: systemIds.next('event'),
    source,
    provider: 'authgear',
    dedupe_key: systemIds.next('event'),
    type: 'user.created' as const,
    provider_type: 'user.created',
    origin: 'invited' as const,
    has_password: false,
    occurred_at: NOW,
    received_at: NOW,
    due_at: dueAt,
    queued_until: queued ? LATER : null,
    state,
  }))
  await db.database.insertInto('event').values(rows).execute()
}

/** What the budget grants once it has counted. */
async function granted(wanted: number, source = 'acme'): Promise<number> {
  clock.advance(1_000)
  budget.reserve(source, 0).settle()
  await budget.idle()
  const grant = budget.reserve(source, wanted)
  grant.settle()
  return grant.count
}

describe('what counts', () => {
  test('queued rows of the source that are open and due', async () => {
    await insertRows(3)
    await insertRows(1, { state: 'done' })
    await insertRows(1, { queued: false })
    await insertRows(1, { dueAt: LATER })
    await insertRows(2, { source: 'other' })
    expect(await granted(5)).toBe(2)
    expect(await granted(5, 'other')).toBe(3)
    expect(await granted(9, 'new')).toBe(5)
    expect(errors).toEqual([])
  })

  test('a long line of waiting rows makes new ones wait behind it', async () => {
    await insertRows(10, { queued: false })
    expect(await granted(1)).toBe(0)
  })

  test('the count reads the index and stops at its bound', async () => {
    await db.pool.query(`INSERT INTO event (id, source, provider, dedupe_key, type, provider_type,
        origin, has_password, occurred_at, received_at, due_at, queued_until, state)
      SELECT 'evt_' || n, 'acme', 'authgear', n::text, 'user.created', 'user.created', 'invited',
        false, now(), now(), now(), now(), CASE WHEN n % 10 = 0 THEN 'received' ELSE 'done' END
      FROM generate_series(1, 20000) AS n`)
    await db.pool.query('ANALYZE event')
    const { rows } = await db.pool.query(
      `EXPLAIN SELECT queued_until FROM event WHERE source = 'acme'
       AND state IN ('received', 'working') AND due_at <= now() ORDER BY due_at LIMIT 10`,
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('Index Scan using event_open')
    expect(plan).not.toContain('Sort')
  })
})

describe('between counts', () => {
  test('its own grants count, and a later count replaces them', async () => {
    expect(await granted(2)).toBe(2)
    expect(budget.reserve('acme', 9).count).toBe(3)
    expect(budget.reserve('acme', 1).count).toBe(0)
    // Nothing was stored in the end, and none of it is known to be settled but the first two.
    expect(await granted(9)).toBe(2)
  })

  test('it asks at most once a second', async () => {
    await insertRows(5)
    expect(await granted(1)).toBe(0)
    await db.pool.query('TRUNCATE event CASCADE')
    clock.advance(999)
    expect(budget.reserve('acme', 1).count).toBe(0)
    await budget.idle()
    expect(budget.reserve('acme', 1).count).toBe(0)
    clock.advance(1)
    budget.reserve('acme', 0)
    await budget.idle()
    expect(budget.reserve('acme', 9).count).toBe(5)
  })

  test('a source not counted yet is taken for empty, and never over its bound', () => {
    const counts = [3, 3, 3].map((wanted) => budget.reserve('acme', wanted).count)
    expect(counts).toEqual([3, 2, 0])
  })
})

test('when Postgres is away it grants by what it knows, and reports', async () => {
  const pool = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/none' })
  budget = budgetOn(pool)
  expect(budget.reserve('acme', 9).count).toBe(5)
  await budget.idle()
  expect(errors).toHaveLength(1)
  await pool.end()
})
