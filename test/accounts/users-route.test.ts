import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { openUsersApi } from '../support/users-api.ts'
import { useUsersStore } from '../support/users-store.ts'

const TYPED = 'c4nary-typed-By-an-operator'
const LASTS = { expiry: false } as const
const SHOWS = { maySeePasswords: true } as const
const { store, countRows, rowsOf, auditRows } = useUsersStore()

describe('POST /v1/users/:id/password', () => {
  test('refuses nobody, no password, and mail to a user without an address', async () => {
    const api = openUsersApi(store())
    const nobody = await api.reset('nobody', {})
    expect(nobody.status).toBe(404)
    expect(nobody.body.error.code).toBe('user_not_found')
    expect((await api.reset('a\0b', {})).status).toBe(400)
    const { userId } = (await api.create({})).body
    const rows = await countRows()
    const none = await api.reset(userId, { password: null, sendPassword: false, mustChange: false })
    expect(none.status).toBe(422)
    expect(none.body.error.refusals).toMatchObject([{ code: 'password_absent', field: 'password' }])
    await store().pool.query('UPDATE builtin_user SET email = NULL')
    const unsent = await api.reset(userId, {})
    expect(unsent.status).toBe(422)
    expect(unsent.body.error.refusals).toMatchObject([
      { code: 'no_address', field: 'sendPassword' },
    ])
    expect(await countRows()).toBe(rows)
    await api.close()
  })

  test('refuses the present password aloud, or sets and mails it where the directory cannot tell', async () => {
    const api = openUsersApi(store())
    const { userId } = (await api.create({ password: TYPED })).body
    const refused = await api.reset(userId, { password: TYPED })
    expect(refused.body.error.refusals).toMatchObject([
      { code: 'policy_violated', violations: [{ code: 'reused' }] },
    ])
    expect(await rowsOf('message')).toHaveLength(1)
    const unsure = openUsersApi(store(), { directory: { hasUsed: async () => false } })
    unsure.clock.set(new Date(api.clock.now().getTime() + 1_000))
    expect((await unsure.reset(userId, { password: TYPED })).status).toBe(202)
    expect((await rowsOf('message')).map(({ template }) => template).toSorted()).toEqual([
      'password-issued',
      'password-reset-password',
    ])
    await api.close()
    await unsure.close()
  })

  test('asks for the change also where the user had no password yet', async () => {
    const api = openUsersApi(store())
    const none = { password: null, sendPassword: false, mustChange: false }
    const { userId } = (await api.create(none)).body
    expect((await api.reset(userId, { password: TYPED, sendPassword: false })).status).toBe(202)
    const login = { source: 'acme', userId, password: new Secret(TYPED) }
    expect(await api.login.verify(login)).toBe('must_change')
    await api.close()
  })

  test('sets what was typed over a chosen password, and refuses the user’s own name', async () => {
    const api = openUsersApi(store())
    const { userId } = (await api.create({ email: 'lovelace@example.com' })).body
    const named = await api.reset(userId, { password: 'xx-lovelace-1815-xx' })
    expect(named.body.error.refusals[0]?.violations).toEqual([{ code: 'own_name' }])
    const done = await api.reset(userId, {
      password: TYPED,
      sendPassword: false,
      mustChange: false,
    })
    expect(done).toMatchObject({ status: 202, body: { userId, messageId: null, state: 'done' } })
    const login = { source: 'acme', userId, password: new Secret(TYPED) }
    expect(await api.login.verify(login)).toBe('ok')
    // It was not asked to last, and this directory can end it.
    expect(done.body.expiresAt).toBe(
      new Date(api.clock.now().getTime() + 72 * 3_600_000).toISOString(),
    )
    await api.close()
  })
})

describe('what is asked for happens', () => {
  test('a typed password, mailed, to be changed, in a period', async () => {
    const api = openUsersApi(store())
    const start = api.clock.now()
    const day = (days: number) => new Date(start.getTime() + days * 86_400_000)
    const { status, body, text } = await api.create({
      name: 'Ada',
      locale: 'de-AT',
      password: TYPED,
      validFrom: day(1).toISOString(),
      validUntil: day(2).toISOString(),
    })
    expect(status).toBe(202)
    expect(text).not.toContain(TYPED)
    const event = await api.harness.eventOf(body.eventId)
    expect(event).toMatchObject({
      state: 'done',
      user_id: body.userId,
      name: 'Ada',
      locale: 'de-AT',
    })
    const messages = await rowsOf('message')
    expect(messages).toMatchObject([{ id: body.messageId, template: 'password-issued' }])
    const login = { source: 'acme', userId: body.userId, password: new Secret(TYPED) }
    expect(await api.login.verify(login)).toBe('invalid')
    api.clock.set(day(1))
    expect(await api.login.verify(login)).toBe('must_change')
    api.clock.set(day(2))
    expect(await api.login.verify(login)).toBe('expired')
    await api.close()
  })

  test.each([
    [{ password: 'generate', sendPassword: true }, 'password', 'password-issued'],
    [{ password: 'generate', sendPassword: true }, 'reveal-link', 'reveal-link'],
    [{ password: 'generate', sendPassword: true }, 'setup-link', 'reveal-link'],
    [
      { password: 'generate', sendPassword: true, deliver: 'reveal-link' },
      'password',
      'reveal-link',
    ],
    [
      { password: null, mustChange: false, sendPassword: false, deliver: 'setup-link' },
      'password',
      'setup-link',
    ],
  ] as const)('%j where the source delivers %s is mailed as %s', async (ask, deliver, template) => {
    const api = openUsersApi(store(), { source: { deliver } })
    const { status, body } = await api.create(ask)
    expect(status).toBe(202)
    const messages = await rowsOf('message')
    expect(messages).toMatchObject([{ id: body.messageId, template }])
    await api.close()
  })

  test('a user without a password and without a mail', async () => {
    const api = openUsersApi(store())
    const { status, body } = await api.create({
      password: null,
      sendPassword: false,
      mustChange: false,
    })
    expect(status).toBe(202)
    expect(body).toMatchObject({ state: 'done', messageId: null })
    expect(await rowsOf('credential')).toEqual([])
    const users = await rowsOf('builtin_user')
    expect(users).toMatchObject([{ user_id: body.userId, password_hash: null }])
    await api.close()
  })

  test('a shown password is the one that was set, and who saw it is audited', async () => {
    const api = openUsersApi(store(), SHOWS)
    const asked = { sendPassword: false, showPassword: true }
    const { status, body } = await api.create(asked, { 'idempotency-key': 'k' })
    expect(status).toBe(202)
    const password = body.password ?? ''
    expect(password).toHaveLength(20)
    const login = { source: 'acme', userId: body.userId, password: new Secret(password) }
    expect(await api.login.verify(login)).toBe('must_change')
    // Whoever lost the answer asks again with the same key, and is audited again.
    const again = await api.create(asked, { 'idempotency-key': 'k' })
    expect(again.body).toEqual(body)
    const rows = await auditRows()
    expect(rows).toMatchObject([
      { action: 'user.create', outcome: 'done' },
      {
        action: 'user.show_password',
        subject: body.userId,
        operator: 'admin',
        client_ip: '127.0.0.1',
      },
      { action: 'user.show_password', subject: body.userId },
    ])
    expect(JSON.stringify([rows, api.logLines])).not.toContain(password)
    await api.close()
  })

  test('a lasting password, where the source allows one', async () => {
    const api = openUsersApi(store(), {
      capabilities: LASTS,
      source: { allowLastingPassword: true },
    })
    const { status, body } = await api.create({ password: TYPED, mustChange: false })
    expect(status).toBe(202)
    expect(body.expiresAt).toBeNull()
    const login = { source: 'acme', userId: body.userId, password: new Secret(TYPED) }
    expect(await api.login.verify(login)).toBe('ok')
    await api.close()
  })
})
