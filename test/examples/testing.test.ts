import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'

const EXAMPLE = fileURLToPath(new URL('../../examples/testing/new-user.ts', import.meta.url))

test('the example of a test passes, against a database and processes of its own', async () => {
  const store = await createTestDatabase()
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=tap', EXAMPLE],
    { env: { DATABASE_URL: store.url }, encoding: 'utf8', timeout: 60_000 },
  )
  const { rows } = await store.pool.query('SELECT state, code FROM message')
  const suppressed = await store.pool.query('SELECT address FROM suppression')
  await store.close()
  expect(stdout).toMatch(/^# pass 1$/m)
  expect(status).toBe(0)
  expect(rows).toEqual([{ state: 'bounced', code: 'bounce_permanent' }])
  expect(suppressed.rows).toEqual([{ address: 'ada@example.com' }])
}, 90_000)
