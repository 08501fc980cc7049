import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { changePassword } from '../../src/directories/builtin/change-password.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { dumpPostgres, findNeedles } from '../support/canary.ts'
import { errorFrom } from '../support/error-of.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'
import { CHOSEN, createChangeHarness, ISSUED, NEXT } from './change-harness.ts'

const DAY_MS = 86_400_000
let store: TestDatabase
let plain: ReturnType<typeof createChangeHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  plain = createChangeHarness(store)
})
afterAll(() => store.close())

async function credentialOf(userId: string, more: object = {}): Promise<string> {
  const now = plain.clock.now()
  const eventId = await insertEvent(store.database, now, { user_id: userId })
  return insertCredential(store.database, now, { event_id: eventId, user_id: userId, ...more })
}

async function stateOf(id: string) {
  const rows = store.database.selectFrom('credential').select(['state', 'used_at', 'secret'])
  return rows.where('id', '=', id).executeTakeFirstOrThrow()
}

const eventsOf = (userId: string) =>
  store.database
    .selectFrom('event')
    .selectAll()
    .where('user_id', '=', userId)
    .where('type', '=', 'password.changed')
    .execute()

async function opened(userId: string) {
  const open = await plain.login.open({ source: 'acme', userId, password: new Secret(ISSUED) })
  if (open.status === 'invalid') throw new Error('expected an account, got none')
  return open
}

const codesOf = (outcome: Awaited<ReturnType<typeof plain.to>>) =>
  outcome.outcome === 'refused' ? outcome.violations.map(({ code }) => code) : outcome.outcome

describe('a change', () => {
  test('replaces an issued password that must be changed, and records that the user chose it', async () => {
    await plain.set('u_first', ISSUED, {
      expiresAt: new Date(plain.clock.now().getTime() + DAY_MS),
    })
    const issued = await credentialOf('u_first', {
      kind: 'password',
      state: 'set',
      secret: 'sealed',
    })
    expect(await plain.statusOf('u_first', ISSUED)).toBe('must_change')
    expect(await plain.to('u_first', ISSUED, CHOSEN)).toEqual({ outcome: 'changed' })
    expect(await plain.statusOf('u_first', ISSUED)).toBe('invalid')
    expect(await plain.statusOf('u_first', CHOSEN)).toBe('ok')
    expect(await plain.userRow('u_first')).toMatchObject({
      must_change: false,
      chosen_by_user: true,
      expires_at: null,
      password_set_at: plain.clock.now(),
    })
    expect(await stateOf(issued)).toMatchObject({ state: 'used', used_at: plain.clock.now() })
    const late = plain.set('u_first', 'another', { mayReplaceChosen: false })
    expect((await errorFrom(late)).code).toBe('PASSWORD_CHOSEN')
  })

  test('ends every open link and code of the user with its mail, and nobody else’s', async () => {
    await plain.set('u_links', ISSUED)
    const link = await credentialOf('u_links')
    const code = await credentialOf('u_links', { kind: 'reset-code' })
    const named = await credentialOf('u_links@example.com')
    const other = await credentialOf('u_other')
    const { event_id: eventId } = await store.database
      .selectFrom('credential')
      .select('event_id')
      .where('id', '=', link)
      .executeTakeFirstOrThrow()
    const message = await insertMessage(store.database, plain.clock.now(), {
      event_id: eventId,
      credential_id: link,
      state: 'planned',
    })
    await plain.to('u_links', ISSUED, CHOSEN)
    for (const id of [link, code, named]) {
      expect(await stateOf(id)).toMatchObject({ state: 'superseded', secret: null })
    }
    expect((await stateOf(other)).state).toBe('set')
    const { state } = await store.database
      .selectFrom('message')
      .select('state')
      .where('id', '=', message)
      .executeTakeFirstOrThrow()
    expect(state).toBe('superseded')
  })

  test('tells the user by mail each time, in an event of its own that nobody works on', async () => {
    await plain.set('u_mailed', ISSUED)
    plain.enqueued.length = 0
    await plain.to('u_mailed', ISSUED, CHOSEN)
    await plain.to('u_mailed', CHOSEN, NEXT)
    const events = await eventsOf('u_mailed')
    expect(events).toHaveLength(2)
    for (const event of events) {
      expect(event).toMatchObject({ state: 'done', body: null, settled_at: plain.clock.now() })
    }
    const messages = await store.database
      .selectFrom('message')
      .selectAll()
      .where(
        'event_id',
        'in',
        events.map(({ id }) => id),
      )
      .execute()
    expect(messages).toHaveLength(2)
    expect(messages[0]).toMatchObject({
      template: 'password-changed',
      state: 'planned',
      to_address: 'u_mailed@example.com',
      credential_id: null,
      locale: 'en',
      locale_rule: 'source',
    })
    expect(plain.enqueued.map(({ id }) => id).toSorted()).toEqual(
      messages.map(({ id }) => id).toSorted(),
    )
  })

  test.each([null, 'nobody', 'two@example.com, three@example.com'])(
    'is done without a mail for the address %s',
    async (email) => {
      const userId = `u_${String(email).length}`
      await plain.set(userId, ISSUED)
      await store.database
        .updateTable('builtin_user')
        .set({ email })
        .where('user_id', '=', userId)
        .execute()
      plain.enqueued.length = 0
      expect(await plain.to(userId, ISSUED, CHOSEN)).toEqual({ outcome: 'changed' })
      expect(await eventsOf(userId)).toHaveLength(1)
      expect(plain.enqueued).toEqual([])
    },
  )

  test.each([
    ['a wrong password', 'u_kept', 'wrong', CHOSEN, 'invalid'],
    ['an unknown user', 'u_nobody', ISSUED, CHOSEN, 'invalid'],
    ['a name that Postgres cannot hold', 'u\0x', ISSUED, CHOSEN, 'invalid'],
    ['the same password', 'u_kept', ISSUED, ISSUED, ['reused']],
    ['a short password', 'u_kept', ISSUED, 'short', ['too_short']],
    ['a weak password', 'u_kept', ISSUED, 'password1234', ['too_weak']],
    ['one with the own name', 'u_kept', ISSUED, 'plinth u_kept osmosis', ['own_name']],
  ])('changes nothing with %s', async (_, userId, password, newPassword, expected) => {
    await plain.set('u_kept', ISSUED)
    const before = await plain.userRow('u_kept')
    expect(codesOf(await plain.to(userId, password, newPassword))).toEqual(expected)
    expect(await plain.userRow('u_kept')).toEqual(before)
    expect(await eventsOf(userId.replace('\0', ''))).toEqual([])
  })

  test('is refused once an issued password has expired', async () => {
    await plain.set('u_expired', ISSUED, { expiresAt: plain.clock.now() })
    const issued = await credentialOf('u_expired', { kind: 'password', state: 'set' })
    const before = await plain.userRow('u_expired')
    expect(await plain.to('u_expired', ISSUED, CHOSEN)).toEqual({ outcome: 'expired' })
    expect(await plain.userRow('u_expired')).toEqual(before)
    expect((await stateOf(issued)).state).toBe('set')
  })
})

describe('at the same time', () => {
  test('of twenty changes with one old password exactly one wins', async () => {
    await plain.set('u_race', ISSUED)
    plain.enqueued.length = 0
    const words = Array.from({ length: 20 }, (_, place) => `plinth quarrel ${place} osmosis`)
    const results = await Promise.allSettled(words.map((one) => plain.to('u_race', ISSUED, one)))
    const ends = results.map((result) =>
      result.status === 'fulfilled' ? result.value.outcome : result.reason.code,
    )
    expect(ends.filter((end) => end === 'changed')).toHaveLength(1)
    expect(ends.filter((end) => !['changed', 'invalid', 'ACCOUNT_BUSY'].includes(end))).toEqual([])
    const winner = words[ends.indexOf('changed')] ?? ''
    expect(await plain.statusOf('u_race', winner)).toBe('ok')
    expect([await eventsOf('u_race'), plain.enqueued].map(({ length }) => length)).toEqual([1, 1])
  })

  test('whoever was let in with the old password before another change is told that it is wrong', async () => {
    await plain.set('u_late', ISSUED)
    const { account } = await opened('u_late')
    expect((await plain.to('u_late', ISSUED, CHOSEN)).outcome).toBe('changed')
    const before = await plain.userRow('u_late')
    const values = { hash: before.password_hash ?? '', now: plain.clock.now(), policy: {} }
    expect(await changePassword(store.database, account, values)).toBe(false)
    expect(await plain.userRow('u_late')).toEqual(before)
  })

  test('a password that is being issued comes first', async () => {
    await plain.set('u_busy', ISSUED)
    expect(await plain.lease.acquire('acme', 'u_busy', 'evt_1-1', 60_000)).toBe(true)
    expect((await errorFrom(plain.to('u_busy', ISSUED, CHOSEN))).code).toBe('ACCOUNT_BUSY')
    await plain.lease.release('acme', 'u_busy', 'evt_1-1')
    const open = await credentialOf('u_busy', { kind: 'password', state: 'setting' })
    expect((await errorFrom(plain.to('u_busy', ISSUED, CHOSEN))).code).toBe('ACCOUNT_BUSY')
    expect(await plain.statusOf('u_busy', ISSUED)).toBe('must_change')
    await store.database
      .updateTable('credential')
      .set({ state: 'set' })
      .where('id', '=', open)
      .execute()
    expect((await plain.to('u_busy', ISSUED, CHOSEN)).outcome).toBe('changed')
    expect((await stateOf(open)).state).toBe('used')
  })
})

test('no password is in any table', async () => {
  const needles = [ISSUED, CHOSEN, NEXT].map((value, place) => ({
    what: `password ${place}`,
    value,
  }))
  const text = await dumpPostgres(store.pool)
  expect(text).toContain('builtin_user')
  expect(findNeedles([{ where: 'Postgres', text }], needles)).toEqual([])
})
