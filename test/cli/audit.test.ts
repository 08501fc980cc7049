import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyedDigest } from '../../src/credentials/keyed-digest.ts'
import { createAuditLog } from '../../src/ops/audit-log.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { TEST_KEYS } from '../support/issue-harness.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const ENTRY = {
  operator: 'admin',
  clientIp: null,
  action: 'user.create',
  outcome: 'done',
  source: 'acme',
  subject: 'u_1',
  details: {},
} as const
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
  const digest = createKeyedDigest(TEST_KEYS)
  const log = createAuditLog({ database: store.database, clock: createTestClock(), digest })
  for (let count = 0; count < 3; count += 1) await log.record(ENTRY)
})
afterAll(() => store.close())

/** `doorkey audit …` with the address of the database and nothing else. */
function audit(...args: readonly string[]) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [MAIN, 'audit', ...args], {
      env: { DATABASE_URL: store.url },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

test('doorkey audit verify counts the entries, prints the last hash, and finds what was changed', async () => {
  const last = await store.pool.query('SELECT hash FROM audit ORDER BY number DESC LIMIT 1')
  const head: string = last.rows[0].hash
  const whole = await audit('verify')
  expect(whole).toEqual({
    code: 0,
    out: `whole: 3 entries, the last with the hash ${head}\n`,
    err: '',
  })
  const asJson = await audit('verify', '--json')
  expect(JSON.parse(asJson.out)).toEqual({ isWhole: true, entries: 3, head })

  await store.pool.query("UPDATE audit SET operator = 'nobody' WHERE number = 2")
  const broken = await audit('verify')
  expect(broken).toMatchObject({ code: 1, err: '' })
  expect(broken.out).toContain('broken at entry 2')
  expect(JSON.parse((await audit('verify', '--json')).out)).toMatchObject({
    isWhole: false,
    brokenAt: '2',
  })
})

test('doorkey audit says what it expected where it is called wrongly', async () => {
  const { code, err } = await audit('erase')
  expect(code).toBe(2)
  expect(err).toContain('expected verify, got erase')
})
