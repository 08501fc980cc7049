import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { AppError } from '../../src/core/app-error.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openUsersApi, type UsersApiOptions } from '../support/users-api.ts'

const TYPED = 'c4nary-typed-By-an-operator'
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(async () => {
  await store.pool.query(
    'TRUNCATE event, builtin_user, lease, suppression, audit, throttle CASCADE',
  )
})
afterAll(() => store.close())

/** Rows that a change would leave. */
async function countRows(): Promise<number> {
  const { rows } = await store.pool.query<{ count: number }>(
    `SELECT ((SELECT count(*) FROM event) + (SELECT count(*) FROM builtin_user)
      + (SELECT count(*) FROM credential) + (SELECT count(*) FROM message))::int AS count`,
  )
  return rows[0]?.count ?? -1
}

const auditRows = () => store.database.selectFrom('audit').selectAll().orderBy('number').execute()

const LASTS = { expiry: false } as const
const SHOWS = { maySeePasswords: true } as const

/** One ask for each refusal: what it asks, of which source, and what it is told. */
const REFUSED: readonly {
  readonly code: string
  readonly when: string
  readonly status?: number
  readonly field: string
  readonly ask: object
  readonly options?: UsersApiOptions
}[] = [
  {
    code: 'lasting_password_not_allowed',
    when: 'nothing would end the password',
    field: 'mustChange',
    ask: { mustChange: false },
    options: { capabilities: LASTS },
  },
  {
    code: 'password_would_be_lost',
    when: 'a generated password is neither sent nor shown',
    field: 'sendPassword',
    ask: { sendPassword: false },
  },
  {
    code: 'no_address',
    when: 'a user is to be made without an address',
    field: 'email',
    ask: { email: null },
  },
  {
    code: 'address_invalid',
    when: 'the address is two addresses',
    field: 'email',
    ask: { email: 'ada@example.com,eve@example.com' },
  },
  {
    code: 'policy_violated',
    when: 'the typed password breaks rules',
    field: 'password',
    ask: { password: 'ada' },
  },
  {
    code: 'password_absent',
    when: 'no password is to be sent',
    field: 'sendPassword',
    ask: { password: null, mustChange: false },
  },
  {
    code: 'password_absent',
    when: 'no password is to be changed',
    field: 'mustChange',
    ask: { password: null, sendPassword: false },
  },
  {
    code: 'must_change_not_supported',
    when: 'the directory cannot ask for a change',
    field: 'mustChange',
    ask: {},
    options: { capabilities: { mustChange: false } },
  },
  {
    code: 'validity_not_supported',
    when: 'the directory keeps no validity',
    field: 'validFrom',
    ask: { validUntil: '2027-01-01T00:00:00Z' },
    options: { without: ['validity'] },
  },
  {
    code: 'directory_cannot_create',
    when: 'the directory makes no users',
    field: 'source',
    ask: {},
    options: { capabilities: { createsUsers: false } },
  },
  {
    code: 'show_not_allowed',
    status: 403,
    when: 'the configuration lets nobody see passwords',
    field: 'showPassword',
    ask: { showPassword: true },
  },
  {
    code: 'delivery_not_allowed',
    when: 'the source mails no passwords in the clear',
    field: 'deliver',
    ask: { deliver: 'password' },
    options: { source: { deliver: 'reveal-link' } },
  },
  {
    code: 'delivery_not_allowed',
    when: 'a setup link comes with a password',
    field: 'deliver',
    ask: { deliver: 'setup-link' },
  },
  {
    code: 'delivery_not_allowed',
    when: 'a way of sending is named for what is not sent',
    field: 'deliver',
    ask: { deliver: 'reveal-link', sendPassword: false, showPassword: true },
    options: SHOWS,
  },
]

describe('POST /v1/users refuses', () => {
  test.each(REFUSED)('$code: $when; and changes nothing', async (one) => {
    const { code, field, ask, options, status = 422 } = one
    const api = openUsersApi(store, options)
    const answer = await api.create(ask)
    expect(answer.status).toBe(status)
    expect(answer.body.error.code).toBe(code)
    expect(answer.body.error.refusals).toMatchObject([{ code, field }])
    expect(answer.body.error.message).toMatch(/^[A-Z].{20,}\.$/u)
    expect(await countRows()).toBe(0)
    expect(await auditRows()).toMatchObject([
      { outcome: 'refused', details: `{"codes":["${code}"]}` },
    ])
    await api.close()
  })

  test('user_exists, told in any case of the address', async () => {
    const api = openUsersApi(store)
    expect((await api.create({})).status).toBe(202)
    const rows = await countRows()
    const answer = await api.create({ email: 'ADA@example.com' })
    expect(answer.status).toBe(409)
    expect(answer.body.error.refusals).toMatchObject([{ code: 'user_exists', field: 'email' }])
    expect(await countRows()).toBe(rows)
    await api.close()
  })

  test('address_suppressed, but only where something is mailed', async () => {
    const api = openUsersApi(store)
    await store.database
      .insertInto('suppression')
      .values({ address: 'ada@example.com', reason: 'bounced', created_at: api.clock.now() })
      .execute()
    const refused = await api.create({})
    expect(refused.status).toBe(422)
    expect(refused.body.error.code).toBe('address_suppressed')
    expect(await countRows()).toBe(0)
    const silent = await api.create({ password: TYPED, sendPassword: false })
    expect(silent.status).toBe(202)
    expect(silent.body.messageId).toBeNull()
    await api.close()
  })

  test('everything that is wrong at once, with every rule that the password breaks', async () => {
    const api = openUsersApi(store, {
      capabilities: { mustChange: false },
      without: ['validity'],
      source: { policy: { minLength: 16, required: ['digit'] } },
    })
    const answer = await api.create({
      password: 'pw-only',
      showPassword: false,
      validFrom: '2027-01-01T00:00:00Z',
      email: 'not an address',
    })
    const { refusals } = answer.body.error
    expect(refusals.map(({ code }) => code)).toEqual([
      'must_change_not_supported',
      'validity_not_supported',
      'address_invalid',
      'policy_violated',
    ])
    const broken = refusals.find(({ code }) => code === 'policy_violated')?.violations
    expect(broken?.map(({ code }) => code)).toEqual(['too_short', 'class_missing'])
    expect(answer.text).not.toContain('pw-only')
    expect(await countRows()).toBe(0)
    await api.close()
  })

  test.each([
    ['an unknown field', { admin: true }],
    ['a time without a zone', { validFrom: '2027-01-01T00:00:00' }],
    [
      'an end before the beginning',
      { validFrom: '2027-02-01T00:00:00Z', validUntil: '2027-01-01T00:00:00Z' },
    ],
    ['a language that is none', { locale: '!!' }],
    ['a typed password that is to be shown', { password: TYPED, showPassword: true }],
    ['a name of two lines', { name: 'Ada\nBcc: eve@example.com' }],
    ['a box that is neither on nor off', { mustChange: 'yes' }],
  ])('%s with 400', async (_, ask) => {
    const api = openUsersApi(store, SHOWS)
    const answer = await api.create(ask)
    expect(answer.status).toBe(400)
    expect(answer.body.error.code).toBe('request_invalid')
    expect(answer.text).not.toContain(TYPED)
    expect(await countRows()).toBe(0)
    await api.close()
  })

  test('strangers and unknown sources', async () => {
    const api = openUsersApi(store)
    const stranger = await api.create({}, { authorization: 'Bearer dk_another' })
    expect(stranger.status).toBe(401)
    expect((await api.create({ source: 'nowhere' })).status).toBe(404)
    expect((await api.create({}, { 'idempotency-key': 'with space' })).status).toBe(400)
    expect(await countRows()).toBe(0)
    await api.close()
  })
})

describe('POST /v1/users/:id/password', () => {
  test('refuses nobody, no password, and mail to a user without an address', async () => {
    const api = openUsersApi(store)
    const nobody = await api.reset('nobody', {})
    expect(nobody.status).toBe(404)
    expect(nobody.body.error.code).toBe('user_not_found')
    expect((await api.reset('a\0b', {})).status).toBe(400)
    const { userId } = (await api.create({})).body
    const rows = await countRows()
    const none = await api.reset(userId, { password: null, sendPassword: false, mustChange: false })
    expect(none.status).toBe(422)
    expect(none.body.error.refusals).toMatchObject([{ code: 'password_absent', field: 'password' }])
    await store.pool.query('UPDATE builtin_user SET email = NULL')
    const unsent = await api.reset(userId, {})
    expect(unsent.status).toBe(422)
    expect(unsent.body.error.refusals).toMatchObject([
      { code: 'no_address', field: 'sendPassword' },
    ])
    expect(await countRows()).toBe(rows)
    await api.close()
  })

  test('sets what was typed over a chosen password, and refuses the user’s own name', async () => {
    const api = openUsersApi(store)
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
    const api = openUsersApi(store)
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
    const messages = await store.database.selectFrom('message').selectAll().execute()
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
    const api = openUsersApi(store, { source: { deliver } })
    const { status, body } = await api.create(ask)
    expect(status).toBe(202)
    const messages = await store.database.selectFrom('message').selectAll().execute()
    expect(messages).toMatchObject([{ id: body.messageId, template }])
    await api.close()
  })

  test('a user without a password and without a mail', async () => {
    const api = openUsersApi(store)
    const { status, body } = await api.create({
      password: null,
      sendPassword: false,
      mustChange: false,
    })
    expect(status).toBe(202)
    expect(body).toMatchObject({ state: 'done', messageId: null })
    expect(await store.database.selectFrom('credential').selectAll().execute()).toEqual([])
    const users = await store.database.selectFrom('builtin_user').selectAll().execute()
    expect(users).toMatchObject([{ user_id: body.userId, password_hash: null }])
    await api.close()
  })

  test('a shown password is the one that was set, and who saw it is audited', async () => {
    const api = openUsersApi(store, SHOWS)
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
    const api = openUsersApi(store, {
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

describe('Idempotency-Key', () => {
  const KEY = { 'idempotency-key': 'order-4711' }

  test('20 equal requests at once make one user, one password and one mail', async () => {
    const api = openUsersApi(store)
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.create({}, KEY)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ state: 'done' })
    for (const table of ['builtin_user', 'credential', 'message', 'event'] as const) {
      expect(await store.database.selectFrom(table).selectAll().execute()).toHaveLength(1)
    }
    expect(await auditRows()).toHaveLength(1)
    await api.close()
  })

  test('two processes that get the same request at once agree on one answer', async () => {
    const apis = Array.from({ length: 5 }, () => openUsersApi(store))
    const answers = await Promise.all(
      apis.flatMap((api) => [1, 2, 3, 4].map(() => api.create({}, KEY))),
    )
    expect(answers).toHaveLength(20)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ body }) => `${body.eventId} ${body.messageId}`)).size).toBe(1)
    expect(await store.database.selectFrom('builtin_user').selectAll().execute()).toHaveLength(1)
    expect(await store.database.selectFrom('credential').selectAll().execute()).toHaveLength(1)
    await Promise.all(apis.map((api) => api.close()))
  })

  test('20 different keys for one address make one user, and 19 are told', async () => {
    const api = openUsersApi(store)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => api.create({}, { 'idempotency-key': `k${index}` })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 202)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(19)
    expect(await store.database.selectFrom('credential').selectAll().execute()).toHaveLength(1)
    await api.close()
  })

  test.each([
    ['another address', { email: 'eve@example.com' }],
    ['another box', { mustChange: false }],
    ['a typed password', { password: TYPED }],
    ['another name', { name: 'Eve' }],
  ])('is refused with %s', async (_, more) => {
    const api = openUsersApi(store)
    expect((await api.create({}, KEY)).status).toBe(202)
    const rows = await countRows()
    const answer = await api.create(more, KEY)
    expect(answer.status).toBe(422)
    expect(answer.body.error.code).toBe('idempotency_key_reused')
    expect(await countRows()).toBe(rows)
    await api.close()
  })

  test('is refused with another typed password, before and after the credential has taken it over', async () => {
    const held = openUsersApi(store, { turn: async () => {} })
    const api = openUsersApi(store)
    const first = await held.create({ password: TYPED }, KEY)
    expect(first.body).toMatchObject({ state: 'working', userId: null })
    const other = { password: `${TYPED}-2` }
    expect((await api.create(other, KEY)).body.error.code).toBe('idempotency_key_reused')
    await held.harness.turn(first.body.eventId)
    expect((await api.create(other, KEY)).body.error.code).toBe('idempotency_key_reused')
    const same = await api.create({ password: TYPED }, KEY)
    expect(same.body).toMatchObject({ state: 'done', eventId: first.body.eventId })
    await held.close()
    await api.close()
  })

  test('is refused on the other route', async () => {
    const api = openUsersApi(store)
    const { userId } = (await api.create({}, KEY)).body
    const answer = await api.reset(userId, {}, KEY)
    expect(answer.body.error.code).toBe('idempotency_key_reused')
    await api.close()
  })
})

describe('what the directory says', () => {
  const failing = (
    code: 'DIRECTORY_REFUSED_PASSWORD' | 'DIRECTORY_UNREACHABLE',
    reason: string,
  ) => ({
    setPassword: async () => {
      throw new AppError(code, `acme: expected the password to be taken, got ${reason}`)
    },
  })

  test('about a password it refuses is answered 422, with the event and the user who was made', async () => {
    const api = openUsersApi(store, {
      directory: failing('DIRECTORY_REFUSED_PASSWORD', 'TooShort'),
    })
    const { status, body } = await api.create({ password: TYPED })
    expect(status).toBe(422)
    expect(body.error).toMatchObject({ code: 'policy_violated', eventId: expect.any(String) })
    expect(body.error.message).toContain('TooShort')
    const event = await api.harness.eventOf(body.error.eventId ?? '')
    expect(event).toMatchObject({ state: 'failed', user_id: body.error.userId })
    expect(await store.database.selectFrom('message').selectAll().execute()).toEqual([])
    await api.close()
  })

  test('for now is answered 202, and the same password is set later', async () => {
    const directory = failing('DIRECTORY_UNREACHABLE', 'no answer')
    const api = openUsersApi(store, { directory })
    const { status, body } = await api.create({ password: TYPED, sendPassword: false })
    expect(status).toBe(202)
    expect(body).toMatchObject({ state: 'working', reason: { code: 'DIRECTORY_UNREACHABLE' } })
    const later = openUsersApi(store)
    later.clock.set(new Date(api.clock.now().getTime() + 60_000))
    expect(await later.harness.turn(body.eventId)).toMatchObject({ state: 'done', code: null })
    const login = { source: 'acme', userId: body.userId, password: new Secret(TYPED) }
    expect(await later.login.verify(login)).toBe('must_change')
    await api.close()
    await later.close()
  })

  test('while it cannot say who is there, nothing is changed', async () => {
    const findUser = async () => {
      throw new AppError('DIRECTORY_UNREACHABLE', 'acme: expected an answer, got none')
    }
    const api = openUsersApi(store, { directory: { findUser } })
    const { status, body } = await api.create({})
    expect(status).toBe(502)
    expect(body.error.code).toBe('directory_unavailable')
    expect(await countRows()).toBe(0)
    await api.close()
  })
})
