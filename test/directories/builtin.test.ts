import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher, type PasswordHasher } from '../../src/credentials/password-hasher.ts'
import type { CredentialState } from '../../src/database/schema.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import { createBuiltinLogin } from '../../src/directories/builtin-login.ts'
import type { DirectoryUser } from '../../src/directories/directory.ts'
import { createTestClock } from '../support/clock.ts'
import { errorFrom } from '../support/error-of.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent } from '../support/ledger-rows.ts'

const HOUR_MS = 3_600_000
const password = new Secret('the right one')
const source = 'acme'
const hasher = createPasswordHasher(2)
const clock = createTestClock()
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

async function setPassword(user: DirectoryUser, more: object = {}): Promise<void> {
  const directory = builtinDirectory().create({ source, database: store.database, hasher, clock })
  await directory.setPassword(user, password, {
    mustChange: true,
    expiresAt: new Date(clock.now().getTime() + HOUR_MS),
    chosenByUser: false,
    mayReplaceChosen: true,
    signal: new AbortController().signal,
    ...more,
  })
}

function login() {
  return createBuiltinLogin({ database: store.database, hasher, clock })
}

async function credentialOf(userId: string, state: CredentialState, ageMs = 0): Promise<string> {
  const now = new Date(clock.now().getTime() - ageMs)
  const eventId = await insertEvent(store.database, now, { user_id: userId })
  return insertCredential(store.database, now, {
    event_id: eventId,
    user_id: userId,
    kind: 'password',
    state,
  })
}

async function stateOf(id: string) {
  return store.database
    .selectFrom('credential')
    .select(['state', 'used_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

describe('the built-in directory', () => {
  test('keeps a chosen password when a registration comes late', async () => {
    const user = { id: 'u_chosen', email: 'chosen@example.com' }
    await setPassword(user, { chosenByUser: true, mustChange: false, expiresAt: null })
    const late = setPassword(user, { mayReplaceChosen: false, mustChange: true })
    expect((await errorFrom(late)).code).toBe('PASSWORD_CHOSEN')
    expect(await login().verify({ source, userId: user.id, password })).toBe('ok')
    await setPassword({ id: 'u_given' }, { mayReplaceChosen: false })
    await setPassword({ id: 'u_given' }, { mayReplaceChosen: false })
  })

  test('creates a user it does not know, and keeps what a later event leaves out', async () => {
    await setPassword({ id: 'u_new', email: 'new@example.com', name: 'New', locale: 'ja' })
    await setPassword({ id: 'u_new', name: 'Newer' }, { mustChange: false, expiresAt: null })
    const users = store.database
      .selectFrom('builtin_user')
      .selectAll()
      .where('user_id', '=', 'u_new')
    expect(await users.execute()).toMatchObject([
      {
        email: 'new@example.com',
        name: 'Newer',
        locale: 'ja',
        must_change: false,
        expires_at: null,
        password_set_at: clock.now(),
        password_hash: expect.stringMatching(/^\$argon2id\$/),
      },
    ])
  })
})

describe('a login', () => {
  test('is `must_change` for an issued password, by id and by address in any case', async () => {
    await setPassword({ id: 'u_issued', email: 'Issued@Example.com' })
    const names = [{ userId: 'u_issued' }, { email: 'issued@example.COM' }]
    for (const name of names) {
      expect(await login().verify({ source, password, ...name })).toBe('must_change')
    }
  })

  test('is `ok` for a chosen password', async () => {
    await setPassword({ id: 'u_ok' }, { mustChange: false, expiresAt: null, chosenByUser: true })
    expect(await login().verify({ source, password, userId: 'u_ok' })).toBe('ok')
  })

  test('is `expired` from the moment that the password expires', async () => {
    const ownClock = createTestClock(clock.now())
    await setPassword({ id: 'u_expired' })
    const later = createBuiltinLogin({ database: store.database, hasher, clock: ownClock })
    ownClock.advance(HOUR_MS - 1)
    expect(await later.verify({ source, password, userId: 'u_expired' })).toBe('must_change')
    ownClock.advance(1)
    expect(await later.verify({ source, password, userId: 'u_expired' })).toBe('expired')
  })

  test('is `invalid` for a wrong password, also an expired one', async () => {
    await setPassword({ id: 'u_wrong' }, { expiresAt: clock.now() })
    const wrong = new Secret('the wrong one')
    expect(await login().verify({ source, password: wrong, userId: 'u_wrong' })).toBe('invalid')
  })

  test('is `invalid` for nobody, another source’s user and an address of two users', async () => {
    await setPassword({ id: 'u_twin_1', email: 'twin@example.com' })
    await setPassword({ id: 'u_twin_2', email: 'TWIN@example.com' })
    const answers = [
      await login().verify({ source, password, userId: 'u_nobody' }),
      await login().verify({ source: 'demo', password, userId: 'u_twin_1' }),
      await login().verify({ source, password, email: 'twin@example.com' }),
    ]
    expect(answers).toEqual(['invalid', 'invalid', 'invalid'])
    expect(await login().verify({ source, password, userId: 'u_twin_2' })).toBe('must_change')
  })

  test('costs one hash, whether the user exists or not', async () => {
    await setPassword({ id: 'u_cost' })
    const hashes: string[] = []
    const counting: PasswordHasher = {
      hash: async () => 'unused',
      verify: async (phc, typed) => {
        hashes.push(phc.split('$').slice(0, 4).join('$'))
        return hasher.verify(phc, typed)
      },
      waiting: () => 0,
    }
    const counted = createBuiltinLogin({ database: store.database, hasher: counting, clock })
    for (const userId of ['u_cost', 'u_nobody']) await counted.verify({ source, password, userId })
    expect(hashes).toHaveLength(2)
    expect(hashes[0]).toBe(hashes[1])
  })
})

describe('the first login with an issued password', () => {
  test('marks its credential used, once', async () => {
    await setPassword({ id: 'u_first' })
    const id = await credentialOf('u_first', 'set')
    await login().verify({ source, password, userId: 'u_first' })
    const used = { state: 'used', used_at: clock.now() }
    expect(await stateOf(id)).toEqual(used)
    clock.advance(1_000)
    await login().verify({ source, password, userId: 'u_first' })
    expect(await stateOf(id)).toEqual(used)
  })

  test('leaves the credential alone when the password is wrong', async () => {
    await setPassword({ id: 'u_guess' })
    const id = await credentialOf('u_guess', 'set')
    await login().verify({ source, password: new Secret('a guess'), userId: 'u_guess' })
    expect((await stateOf(id)).state).toBe('set')
  })

  test('leaves an older credential alone, and all while another is being set', async () => {
    await setPassword({ id: 'u_old' })
    const older = await credentialOf('u_old', 'set', HOUR_MS)
    const newer = await credentialOf('u_old', 'setting')
    await login().verify({ source, password, userId: 'u_old' })
    expect((await stateOf(older)).state).toBe('set')
    expect((await stateOf(newer)).state).toBe('setting')
  })

  test('leaves the credential alone when the user has chosen a password since', async () => {
    await setPassword({ id: 'u_chose' }, { chosenByUser: true })
    const id = await credentialOf('u_chose', 'set')
    await login().verify({ source, password, userId: 'u_chose' })
    expect((await stateOf(id)).state).toBe('set')
  })
})
