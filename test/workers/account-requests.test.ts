import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { NewAccountRequest } from '../../src/accounts/account-request-store.ts'
import type { Source } from '../../src/config/doorkey-config.ts'
import { Secret } from '../../src/core/secret.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { DIRECTORY_IDS, openStandIn } from '../support/directory-contract.ts'
import { createIssueHarness } from '../support/issue-harness.ts'
import { insertEvent } from '../support/ledger-rows.ts'

const TYPED = 'typed-By-4n-operator'
let store: TestDatabase
let keys = 0

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(async () => {
  await store.pool.query('TRUNCATE event, builtin_user, lease CASCADE')
})
afterAll(() => store.close())

async function open(id: string, more: Partial<Source> = {}) {
  const at = await openStandIn(id, store.database)
  const tools = { ...at.tools, pool: store.pool }
  const source = { name: tools.source, directory: at.standIn.factory, ...more }
  const harness = createIssueHarness({ ...tools, clock: at.clock }, source)
  const ask = (request: Partial<NewAccountRequest>) =>
    harness.accountRequests.open({
      act: 'create-user',
      source: tools.source,
      key: `key-${(keys += 1)}`,
      requestedBy: 'admin',
      user: { id: null, email: `Grace.${keys}@example.com`, name: 'Grace Hopper' },
      delivery: 'password',
      ...request,
    })
  return { ...at, harness, ask, source: tools.source }
}

const credentialsOf = (eventId: string) =>
  store.database
    .selectFrom('credential')
    .selectAll()
    .where('event_id', '=', eventId)
    .orderBy('issued_at')
    .execute()

const messagesOf = (eventId: string) =>
  store.database.selectFrom('message').selectAll().where('event_id', '=', eventId).execute()

const requestOf = (eventId: string) =>
  store.database
    .selectFrom('account_request')
    .selectAll()
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()

const CREATING = await Promise.all(
  DIRECTORY_IDS.map(async (id) => {
    const probe = await createTestDatabase()
    const { standIn, directory } = await openStandIn(id, probe.database)
    await standIn.close()
    await probe.close()
    return directory.capabilities.createsUsers ? id : undefined
  }),
)
const CREATING_IDS = CREATING.filter((id) => id !== undefined)

test('most directories can make a user', () => {
  expect(CREATING_IDS.length).toBeGreaterThanOrEqual(10)
})

describe.each(CREATING_IDS)('a user created at %s on request', (id) => {
  test('is made there, mailed the password that opens, and not issued to by the provider’s event', async () => {
    const { standIn, harness, ask, source, clock } = await open(id)
    const { eventId, messageId } = await ask({ namesMessage: true })
    const event = await harness.turn(eventId)
    expect(event).toMatchObject({ state: 'done', code: null })
    expect(await standIn.opens(event.user_id ?? '', await harness.passwordOf(eventId))).toBe(true)
    expect(await messagesOf(eventId)).toMatchObject([
      { id: messageId, template: 'password-issued', to_address: event.email },
    ])
    const echo = await insertEvent(store.database, clock.now(), {
      source,
      type: 'user.created',
      origin: 'invited',
      user_id: event.user_id,
      email: null,
      state: 'received',
    })
    expect(await harness.turn(echo)).toMatchObject({ state: 'ignored', code: 'own_creation' })
    expect(await credentialsOf(echo)).toEqual([])
    await standIn.close()
  })
})

test('an own creation is told by the address while its id is not known yet', async () => {
  const { standIn, harness, ask, source, clock } = await open('builtin')
  await ask({ user: { id: null, email: 'Early@Example.com' } })
  const created = (more: object) =>
    insertEvent(store.database, clock.now(), {
      source,
      type: 'user.created',
      origin: 'invited',
      state: 'received',
      ...more,
    })
  const early = await created({ user_id: 'u_early', email: 'early@example.COM' })
  expect(await harness.turn(early)).toMatchObject({ state: 'ignored', code: 'own_creation' })
  const other = await created({ user_id: 'u_other', email: 'other@example.com' })
  expect(await harness.turn(other)).toMatchObject({ state: 'done' })
  clock.advance(25 * 3_600_000)
  const later = await created({ user_id: 'u_again', email: 'early@example.com' })
  expect(await harness.turn(later)).toMatchObject({ state: 'done' })
  await standIn.close()
})

test('a request that failed does not keep the provider’s own event from being issued to', async () => {
  const { standIn, harness, ask, source, clock } = await open('builtin')
  const { eventId } = await ask({ user: { id: null, email: 'failed@example.com' } })
  await store.database
    .updateTable('event')
    .set({ state: 'failed' })
    .where('id', '=', eventId)
    .execute()
  const created = await insertEvent(store.database, clock.now(), {
    source,
    type: 'user.created',
    origin: 'invited',
    email: 'failed@example.com',
    state: 'received',
  })
  expect(await harness.turn(created)).toMatchObject({ state: 'done' })
  await standIn.close()
})

test('a typed password is set as typed, and its second sealed copy is destroyed', async () => {
  const { standIn, harness, ask } = await open('builtin')
  const { eventId } = await ask({ password: new Secret(TYPED), mustChange: false })
  expect((await requestOf(eventId)).password).not.toBeNull()
  expect((await requestOf(eventId)).password).not.toContain(TYPED)
  const event = await harness.turn(eventId)
  expect(event.state).toBe('done')
  expect(await standIn.opens(event.user_id ?? '', TYPED)).toBe(true)
  expect((await requestOf(eventId)).password).toBeNull()
  await standIn.close()
})

test('nothing is mailed that was not asked for: a password without a mail, a user without a password', async () => {
  const { standIn, harness, ask } = await open('builtin')
  const typed = await ask({ password: new Secret(TYPED), delivery: 'none' })
  const withPassword = await harness.turn(typed.eventId)
  expect(withPassword).toMatchObject({ state: 'done', code: null })
  expect(await standIn.opens(withPassword.user_id ?? '', TYPED)).toBe(true)
  expect(await messagesOf(typed.eventId)).toEqual([])
  const bare = await ask({ delivery: 'none' })
  expect(await harness.turn(bare.eventId)).toMatchObject({ state: 'done', code: 'created' })
  expect(await credentialsOf(bare.eventId)).toEqual([])
  expect(await messagesOf(bare.eventId)).toEqual([])
  await standIn.close()
})

test('one key opens one request, also 20 times at once', async () => {
  const { standIn, ask } = await open('builtin')
  const opened = await Promise.all(
    Array.from({ length: 20 }, () => ask({ key: 'same', namesMessage: true })),
  )
  expect(opened).toHaveLength(20)
  expect(opened.filter((one) => one.isNew)).toHaveLength(1)
  expect(new Set(opened.map((one) => `${one.eventId} ${one.messageId}`)).size).toBe(1)
  await standIn.close()
})

test('a lost answer to creating makes no second user', async () => {
  const { standIn, harness, ask } = await open('authgear')
  const { eventId } = await ask({})
  await store.database
    .updateTable('account_request')
    .set({ user_id: null })
    .where('event_id', '=', eventId)
    .execute()
  const first = await harness.turn(eventId)
  expect(first.state).toBe('done')
  const again = await ask({ user: { id: null, email: first.email } })
  const second = await harness.turn(again.eventId)
  expect(second).toMatchObject({ user_id: first.user_id, code: 'already_issued' })
  await standIn.close()
})

test('an address that nobody goes by ends the reset, and a look-alike is mailed where the directory says', async () => {
  const { standIn, harness, ask } = await open('builtin')
  const { eventId: made } = await ask({ user: { id: null, email: 'Ada@Example.com' } })
  await harness.turn(made)
  const forgot = (email: string) =>
    ask({
      act: 'forgot-password',
      requestedBy: null,
      user: { id: null, email },
      delivery: 'reset-link',
    })
  const unknown = await forgot('nobody@example.com')
  expect(await harness.turn(unknown.eventId)).toMatchObject({
    state: 'ignored',
    code: 'user_unknown',
  })
  const known = await forgot('aDA@example.com')
  expect(await harness.turn(known.eventId)).toMatchObject({ state: 'done' })
  expect(await messagesOf(known.eventId)).toMatchObject([
    { template: 'password-reset', to_address: 'Ada@example.com' },
  ])
  await standIn.close()
})

describe('onReset: password', () => {
  test('sets a new password where an admin asked, also over a chosen one, and mails a link to others', async () => {
    const { standIn, harness, addUser, directory, options, clock } = await open('builtin', {
      onReset: 'password',
    })
    const user = await addUser()
    await directory.setPassword(user, new Secret('chosen by Ada'), options({ chosenByUser: true }))
    const asked = await harness.reset(user, 'user')
    expect(await harness.turn(asked)).toMatchObject({ state: 'done' })
    expect(await credentialsOf(asked)).toMatchObject([{ kind: 'reset-link', purpose: 'reset' }])
    clock.advance(1_000)
    const byAdmin = await harness.reset(user, 'admin')
    expect(await harness.turn(byAdmin)).toMatchObject({ state: 'done' })
    expect(await standIn.opens(user.id, await harness.passwordOf(byAdmin))).toBe(true)
    expect(await messagesOf(byAdmin)).toMatchObject([{ template: 'password-reset-password' }])
    // A set password ends every link that is older.
    expect(await credentialsOf(asked)).toMatchObject([{ state: 'superseded', secret: null }])
    await standIn.close()
  })

  test('is set for the user whose address stands for an id', async () => {
    const { standIn, harness, addUser } = await open('builtin', { onReset: 'password' })
    const user = await addUser()
    const event = await harness.reset({ id: user.email.toUpperCase(), email: user.email }, 'admin')
    expect(await harness.turn(event)).toMatchObject({ state: 'done', user_id: user.id })
    expect(await standIn.opens(user.id, await harness.passwordOf(event))).toBe(true)
    await standIn.close()
  })
})

test('a code is six digits for five minutes, and a newer one leaves the older two minutes', async () => {
  const { standIn, harness, addUser, clock } = await open('builtin', { onReset: 'code' })
  const user = await addUser()
  const first = await harness.reset(user, 'user')
  await harness.turn(first)
  expect(await harness.passwordOf(first)).toMatch(/^\d{6}$/)
  const [older] = await credentialsOf(first)
  expect(older?.expires_at.getTime()).toBe(clock.now().getTime() + 5 * 60_000)
  clock.advance(1_000)
  const second = await harness.reset(user, 'user')
  await harness.turn(second)
  const [overlapped] = await credentialsOf(first)
  expect(overlapped?.state).toBe('set')
  expect(overlapped?.expires_at.getTime()).toBe(clock.now().getTime() + 2 * 60_000)
  expect(await messagesOf(first)).toMatchObject([{ state: 'superseded' }])
  await standIn.close()
})

test('deliver: setup-link generates no password', async () => {
  const setup = await open('builtin', { deliver: 'setup-link' })
  const event = await setup.harness.created(await setup.addUser())
  await setup.harness.turn(event)
  expect(await credentialsOf(event)).toMatchObject([
    { kind: 'setup-link', purpose: 'created', state: 'set' },
  ])
  expect(await messagesOf(event)).toMatchObject([{ template: 'setup-link' }])
  await setup.standIn.close()
})

test('a password that was begun is finished, though the source mails links by now', async () => {
  const before = await open('builtin')
  const user = await before.addUser()
  const event = await before.harness.created(user)
  await before.harness.turn(event)
  // As a worker leaves it that dies during the call.
  await store.database.deleteFrom('message').execute()
  await store.database.updateTable('credential').set({ state: 'setting', set_at: null }).execute()
  await store.database.updateTable('event').set({ state: 'received', settled_at: null }).execute()
  const after = createIssueHarness(
    { ...before.tools, clock: before.clock, pool: store.pool },
    { name: before.source, directory: before.standIn.factory, deliver: 'setup-link' },
  )
  expect(await after.turn(event)).toMatchObject({ state: 'done' })
  expect(await credentialsOf(event)).toMatchObject([{ kind: 'password', state: 'set' }])
  expect(await messagesOf(event)).toMatchObject([{ template: 'reveal-link' }])
  await before.standIn.close()
})

test('deliver: reveal-link sets a password and mails a link', async () => {
  const reveal = await open('builtin', { deliver: 'reveal-link' })
  const user = await reveal.addUser()
  const other = await reveal.harness.created(user)
  await reveal.harness.turn(other)
  expect(await reveal.standIn.opens(user.id, await reveal.harness.passwordOf(other))).toBe(true)
  expect(await messagesOf(other)).toMatchObject([{ template: 'reveal-link' }])
  await reveal.standIn.close()
})
