import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createKeyedDigest } from '../../src/credentials/keyed-digest.ts'
import { type AuditEntry, createAuditLog } from '../../src/ops/audit-log.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { TEST_KEYS } from '../support/issue-harness.ts'

const ENTRY: AuditEntry = {
  operator: 'admin',
  clientIp: '203.0.113.7',
  action: 'user.create',
  outcome: 'done',
  source: 'acme',
  subject: 'Ada.Lovelace@Example.com',
  details: { mustChange: true, delivery: 'password', codes: ['a', 'b'] },
}
const digest = createKeyedDigest(TEST_KEYS)
const clock = createTestClock()
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(() => store.pool.query('TRUNCATE audit'))
afterAll(() => store.close())

const open = () => createAuditLog({ database: store.database, clock, digest })
const rows = () => store.database.selectFrom('audit').selectAll().orderBy('number').execute()

test('an empty log is whole', async () => {
  expect(await open().verify()).toMatchObject({ isWhole: true, rows: 0 })
})

test('20 writers at once, each with a transaction of its own, make one chain', async () => {
  const [log, other] = [open(), open()]
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const entry = { ...ENTRY, subject: `user-${index}` }
      if (index % 2 === 0) return log.record(entry)
      return store.database.transaction().execute((own) => other.record(entry, own))
    }),
  )
  const written = await rows()
  expect(written.map(({ number }) => Number(number))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  )
  expect(new Set(written.map(({ subject }) => subject)).size).toBe(20)
  const head = written.at(-1)?.hash
  expect(await log.verify()).toEqual({ isWhole: true, rows: 20, head })
})

test('a row is gone with the transaction that it tells of', async () => {
  const log = open()
  const failing = store.database.transaction().execute(async (own) => {
    await log.record(ENTRY, own)
    throw new Error('the change came to nothing')
  })
  await expect(failing).rejects.toThrow('came to nothing')
  expect(await rows()).toEqual([])
})

test('an address is kept masked, with a digest that is the same in any case', async () => {
  const log = open()
  await log.record(ENTRY)
  await log.record({ ...ENTRY, subject: 'ada.lovelace@example.com' })
  await log.record({ ...ENTRY, subject: 'amy@example.com' })
  const subjects = (await rows()).map(({ subject }) => subject)
  expect(subjects[0]).toMatch(/^A…@Example\.com k1\.[0-9a-f]{64}$/)
  const digests = subjects.map((subject) => subject?.split(' ')[1])
  expect(digests[1]).toBe(digests[0])
  expect(digests[2]).not.toBe(digests[0])
  expect(JSON.stringify(await rows()).toLowerCase()).not.toContain('lovelace')
})

describe('verify names the first broken row when', () => {
  const FIELDS = [
    ['at', `at + interval '1 second'`],
    ['operator', `'eve'`],
    ['client_ip', 'NULL'],
    ['action', `'nothing'`],
    ['outcome', `'refused'`],
    ['source', `'other'`],
    ['subject', `'somebody'`],
    ['details', `'{}'`],
    ['previous_hash', `repeat('1', 64)`],
    ['hash', `repeat('1', 64)`],
  ] as const

  beforeEach(async () => {
    const log = open()
    for (const subject of ['one', 'two', 'three', 'four']) await log.record({ ...ENTRY, subject })
  })

  test.each(FIELDS)('%s is changed', async (field, value) => {
    await store.pool.query(`UPDATE audit SET ${field} = ${value} WHERE number = 3`)
    expect(await open().verify()).toMatchObject({ isWhole: false, brokenAt: '3' })
  })

  test('a row is missing', async () => {
    await store.pool.query('DELETE FROM audit WHERE number = 2')
    expect(await open().verify()).toMatchObject({
      isWhole: false,
      brokenAt: '3',
      cause: 'expected row 2 before it, got none',
    })
  })

  test('two rows have changed places', async () => {
    await store.pool.query(`UPDATE audit SET number = CASE number WHEN 2 THEN 30 ELSE 20 END
      WHERE number IN (2, 3)`)
    await store.pool.query('UPDATE audit SET number = number / 10 WHERE number >= 20')
    expect(await open().verify()).toMatchObject({ isWhole: false, brokenAt: '2' })
  })
})
