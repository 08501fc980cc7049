import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { authgearDirectory } from '../../src/directories/authgear.ts'
import { textAt } from '../../src/directories/http/answers.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openStandIn } from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'

const signal = new AbortController().signal
let store: TestDatabase
let at: Awaited<ReturnType<typeof openStandIn>>

beforeAll(async () => {
  store = await createTestDatabase()
  at = await openStandIn('authgear', store.database)
})
afterAll(async () => {
  await at.standIn.close()
  await store.close()
})

test('lists everybody who came, over pages, as the webhook would have told', async () => {
  const since = at.clock.now()
  const ids: string[] = []
  for (let index = 0; index < 120; index += 1) {
    at.clock.advance(1_000)
    ids.push((await at.addUser()).id)
  }
  await at.directory.setPassword({ id: ids[3] ?? '' }, at.password, at.options())
  const listed = []
  for await (const user of at.directory.usersSince?.(since, signal) ?? []) listed.push(user)
  expect(listed.map(({ id }) => id)).toEqual(ids)
  expect(listed[0]).toMatchObject({ origin: 'invited', dedupeKey: `event-${ids[0]}` })
  expect(listed.map(({ hasPassword }) => hasPassword).indexOf(true)).toBe(3)
})

test('refuses a typed password that was used before: it may not be the present one', async () => {
  const { http } = at.standIn
  if (!http?.reused) throw new Error('authgear: expected a stand-in that knows reused passwords')
  const user = await at.addUser()
  http.server.failNext(http.isSetPassword, { kind: 'answer', answer: http.reused })
  const typed = at.options({ chosenByUser: true, mustChange: false })
  const error = await errorFrom(at.directory.setPassword(user, at.password, typed))
  expect(error.code).toBe('DIRECTORY_REFUSED_PASSWORD')
  expect(error.message).toContain('PasswordReused')
})

test('gives a new user their name and language, and nobody else theirs', async () => {
  const email = 'grace@example.com'
  const made = await at.directory.createUser(
    { email, name: 'Grace Hopper', locale: 'pt-BR' },
    signal,
  )
  expect(made).toMatchObject({ email, name: 'Grace Hopper', locale: 'pt-BR' })
  expect(await at.directory.findUser({ id: made.id }, signal)).toEqual(made)
  // The same address again is the same user, as they are.
  const again = await at.directory.createUser({ email, name: 'Another', locale: 'en' }, signal)
  expect(again).toEqual(made)
})

test('a user whose name could not be set is there all the same, once', async () => {
  const { http } = at.standIn
  if (!http) throw new Error('authgear: expected a stand-in over HTTP')
  const email = 'ada@example.com'
  const isUpdate = ({ body }: { body?: unknown }) =>
    textAt(body, 'query')?.includes('updateUser(') === true
  http.server.failNext(isUpdate, { kind: 'answer', answer: { status: 500 } })
  const made = await at.directory.createUser({ email, name: 'Ada' }, signal)
  expect(made).toMatchObject({ email })
  expect(made.name).toBeUndefined()
  expect(await at.directory.createUser({ email, name: 'Ada' }, signal)).toEqual(made)
  expect(await at.standIn.countUsers(email)).toBe(1)
})

test('reports settings that cannot be used, without repeating them', () => {
  const { faults } = authgearDirectory({
    endpoint: 'http://acme.authgear.cloud',
    projectId: 'acme',
    keyId: 'key-1',
    privateKey: new Secret('c4nary'),
  })
  expect(faults).toEqual([
    { path: 'directory', expected: expect.stringContaining('https://'), got: 'another' },
  ])
})
