import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { textAt } from '../../src/directories/http/answers.ts'
import { kindeDirectory } from '../../src/directories/kinde.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('kinde')

const SETTINGS = { domain: 'acme.kinde.com', clientId: 'c', clientSecret: new Secret('s') }

/** What Kinde was sent last. */
const hashSent = () => textAt(at().http.server.calls.at(-1)?.body, 'hashed_password') ?? ''

test('a hash that was made here opens by the bcrypt of Postgres, and no other password does', async () => {
  const { directory, password, tools, options, addUser } = at()
  await directory.setPassword(await addUser(), password, options())
  await sql`create extension if not exists pgcrypto`.execute(tools.database)
  // Both are the same algorithm; Postgres knows its older name only, as Kinde stores it.
  const hashed = hashSent().replace('$2b$', '$2a$')
  const opens = async (text: string) => {
    const query = sql<{ hashed: string }>`select crypt(${text}, ${hashed}) as hashed`
    return (await query.execute(tools.database)).rows[0]?.hashed === hashed
  }
  expect(await opens(password.reveal())).toBe(true)
  expect(await opens(`${password.reveal()}!`)).toBe(false)
})

test('the password itself is not sent, and no two hashes are the same', async () => {
  const { directory, http, password, options, addUser } = at()
  const user = await addUser()
  const before = http.server.calls.length
  await directory.setPassword(user, password, options())
  const first = hashSent()
  await directory.setPassword(user, password, options())
  expect(hashSent()).not.toBe(first)
  expect(http.server.calls.at(-1)?.body).toEqual({
    hashed_password: expect.stringMatching(/^\$2[ab]\$10\$.{53}$/),
    hashing_method: 'bcrypt',
    is_temporary_password: true,
  })
  expect(JSON.stringify(http.server.calls.slice(before))).not.toContain(password.reveal())
})

test.each([
  ['a letter', 'x'.repeat(72)],
  ['letters of two bytes', 'é'.repeat(36)],
])('72 bytes of %s are set, and one more is refused before anything is sent', async (_, text) => {
  const { directory, standIn, http, options, addUser } = at()
  const user = await addUser()
  await directory.setPassword(user, new Secret(text), options())
  expect(await standIn.opens(user.id, text)).toBe(true)
  const before = http.server.calls.length
  const error = await errorFrom(directory.setPassword(user, new Secret(`${text}x`), options()))
  expect(error.code).toBe('DIRECTORY_REFUSED_PASSWORD')
  expect(error.message).toBe(
    'kinde: expected a password that its policy allows, got more than 72 bytes',
  )
  expect(http.server.calls.length).toBe(before)
})

test('a password with a NUL is refused, since others would end it there', async () => {
  const { directory, options, addUser } = at()
  const setting = directory.setPassword(await addUser(), new Secret('begins\0ends'), options())
  expect((await errorFrom(setting)).code).toBe('DIRECTORY_REFUSED_PASSWORD')
})

test('without a setting a hash costs 12, and other work goes on while it is made', async () => {
  const { http, standIn, tools, password, options, addUser } = at()
  const clientSecret = new Secret('s3cret-of-client-1')
  const factory = kindeDirectory({ domain: http.server.url, clientId: 'client-1', clientSecret })
  const user = await addUser()
  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  await factory.create(tools).setPassword(user, password, options())
  clearInterval(timer)
  expect(turns).toBeGreaterThan(1)
  expect(hashSent()).toMatch(/^\$2[ab]\$12\$/)
  expect(await standIn.opens(user.id, password.reveal())).toBe(true)
})

test('a user is made with an address that counts as verified, and a name in two parts', async () => {
  const { directory, http, options } = at()
  const user = { email: 'quiet@example.com', name: 'Ada King Lovelace' }
  const made = await directory.createUser(user, options().signal)
  expect(http.server.calls.at(-1)?.body).toEqual({
    profile: { given_name: 'Ada', family_name: 'King Lovelace' },
    identities: [{ type: 'email', is_verified: true, details: { email: user.email } }],
  })
  expect(made).toMatchObject({ id: expect.stringMatching(/^kp_/), ...user })
})

test.each([
  [400, 'USER_NOT_FOUND', 'DIRECTORY_USER_NOT_FOUND'],
  [400, 'ANOTHER_CODE', 'DIRECTORY_REFUSED_PASSWORD'],
  [403, 'INSUFFICIENT_SCOPE', 'DIRECTORY_CREDENTIALS'],
])('%i with %s is %s', async (status, code, expected) => {
  const { directory, http, password, options, addUser } = at()
  const answer = { status, json: { errors: [{ code, message: 'ada.canary@example.com' }] } }
  const fault = { kind: 'answer', answer } as const
  const user = await addUser()
  http.server.failNext(http.isSetPassword, ...(status === 403 ? [fault, fault] : [fault]))
  const error = await errorFrom(directory.setPassword(user, password, options()))
  expect(error.code).toBe(expected)
  expect(error.message).not.toContain('canary')
})

test('an answer without users finds nobody', async () => {
  const { directory, http, options } = at()
  const answer = { status: 200, json: { code: 'OK', users: null } }
  http.server.failNext(({ method }) => method === 'GET', { kind: 'answer', answer })
  expect(await directory.findUser({ id: 'kp_none' }, options().signal)).toBeUndefined()
})

test('settings that cannot work are reported at the start', () => {
  const faultsOf = (more: object) =>
    (kindeDirectory({ ...SETTINGS, ...more }).faults ?? []).map(({ path }) => path)
  expect(faultsOf({})).toEqual([])
  expect(faultsOf({ domain: 'http://acme.kinde.com' })).toHaveLength(1)
  expect(faultsOf({ clientSecret: new Secret(' ') })).toHaveLength(1)
  for (const cost of [9, 16, 10.5]) expect(faultsOf({ cost })).toHaveLength(1)
})
