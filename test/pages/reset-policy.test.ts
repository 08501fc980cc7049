import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createResetHarness } from './reset-harness.ts'

const ISSUED = 'HU6YXxNHVtim35mjfje7'
let store: TestDatabase
let page: ReturnType<typeof createResetHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  page = createResetHarness(store, { policy: { required: [['digit', 'symbol']] } })
})
afterAll(async () => {
  await page.app.close()
  await store.close()
})

test('the form tells password managers the rules', async () => {
  const { body } = await page.open('cred_x')
  expect(body).toContain(
    'passwordrules="minlength: 12; maxlength: 128; required: digit, special; allowed: unicode;"',
  )
})

test.each([
  ['password1234', 'It is too easy to guess.'],
  ['plinthquarrelosmosis', 'It needs one of these: 0–9, !–~'],
  [ISSUED, 'You have used it before.'],
])('`%s` is refused in words, and the link still works', async (password, words) => {
  const link = await page.link()
  const tools = { database: store.database, hasher: createPasswordHasher(1), clock: page.clock }
  const directory = builtinDirectory().create({ ...tools, source: 'acme' })
  await directory.setPassword({ id: link.userId }, new Secret(ISSUED), {
    mustChange: true,
    expiresAt: null,
    chosenByUser: false,
    mayReplaceChosen: true,
    signal: new AbortController().signal,
  })
  const answer = await page.post(link.id, link.token, password)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain(words)
  expect(answer.body).not.toContain(password)
  expect([await page.stateOf(link.id), await page.attemptsOf(link.id)]).toEqual(['set', []])
  const right = 'plinth quarrel osmosis'
  expect((await page.post(link.id, link.token, right)).statusCode).toBe(200)
  const login = { source: 'acme', userId: link.userId, password: new Secret(right) }
  expect(await page.login.verify(login)).toBe('ok')
})
