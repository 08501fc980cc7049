import { describe, expect, test } from 'vitest'
import { openUsersApi, type UsersApiOptions } from '../support/users-api.ts'
import { useUsersStore } from '../support/users-store.ts'

const TYPED = 'c4nary-typed-By-an-operator'
const LASTS = { expiry: false } as const
const SHOWS = { maySeePasswords: true } as const
const { store, countRows, auditRows } = useUsersStore()

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
    const api = openUsersApi(store(), options)
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
    const api = openUsersApi(store())
    expect((await api.create({})).status).toBe(202)
    const rows = await countRows()
    const answer = await api.create({ email: 'ADA@example.com' })
    expect(answer.status).toBe(409)
    expect(answer.body.error.refusals).toMatchObject([{ code: 'user_exists', field: 'email' }])
    expect(await countRows()).toBe(rows)
    await api.close()
  })

  test('address_suppressed, but only where something is mailed', async () => {
    const api = openUsersApi(store())
    await store()
      .database.insertInto('suppression')
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
    const api = openUsersApi(store(), {
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
    const api = openUsersApi(store(), SHOWS)
    const answer = await api.create(ask)
    expect(answer.status).toBe(400)
    expect(answer.body.error.code).toBe('request_invalid')
    expect(answer.text).not.toContain(TYPED)
    expect(await countRows()).toBe(0)
    await api.close()
  })

  test('strangers and unknown sources', async () => {
    const api = openUsersApi(store())
    const stranger = await api.create({}, { authorization: 'Bearer dk_another' })
    expect(stranger.status).toBe(401)
    expect((await api.create({ source: 'nowhere' })).status).toBe(404)
    expect((await api.create({}, { 'idempotency-key': 'with space' })).status).toBe(400)
    expect(await countRows()).toBe(0)
    await api.close()
  })
})
