import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { logto } from '../../../webhooks/providers/logto.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const HEADER = 'Logto-Signature-Sha-256'
// HMAC-SHA256 of {"a":1} by s3cret, by openssl.
const SIGNATURE = '5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d'
const TOKEN = 'a token of 16 or more'
const WEBHOOKS = logto({ secrets: [new Secret('s3cret')] })
const BOTH = logto({ secrets: [new Secret('s3cret')], mailTokens: [new Secret(TOKEN)] })

// The vendor's shapes (logto-io/logto 1fbc554 and its documentation), with invented values.
const CREATED = {
  hookId: 'h1',
  event: 'User.Created',
  createdAt: '2026-11-01T08:00:00.000Z',
  userAgent: 'x',
  ip: '203.0.113.7',
  data: {
    id: 'u1',
    username: null,
    primaryEmail: 'ada@example.com',
    primaryPhone: null,
    name: 'Ada',
    avatar: null,
    customData: {},
    profile: { locale: 'en' },
    applicationId: 'app1',
    createdAt: 1_793_520_000_000,
  },
}
const MAIL = {
  to: 'ada@example.com',
  type: 'ForgotPassword',
  payload: { code: '123456', locale: 'de' },
  ip: '203.0.113.7',
}

function parse(body: unknown, headers: Record<string, string> = { [HEADER]: 'x' }): ParsedEvent {
  const [event] = BOTH.parse(signedRequest(JSON.stringify(body), headers))
  if (!event) throw new Error('expected one event')
  return event
}

describe('verifying', () => {
  test('accepts the vector by openssl', () => {
    const verdict = (body: string): string =>
      codeOf(() => WEBHOOKS.verify(signedRequest(body, { [HEADER]: SIGNATURE })))
    expect(verdict('{"a":1}')).toBe('nothing thrown')
    expect(verdict('{"a":2}')).toBe('SIGNATURE_MISMATCH')
  })

  test('accepts the mail connector’s token only where it is configured, and only for mails', () => {
    const authorization = `Bearer ${TOKEN}`
    const verdict = (provider: typeof BOTH, headers: Record<string, string>): string =>
      codeOf(() => provider.verify(signedRequest(JSON.stringify(MAIL), headers)))
    expect(verdict(BOTH, { authorization })).toBe('nothing thrown')
    expect(verdict(BOTH, { authorization: `${authorization}x` })).toBe('SIGNATURE_MISMATCH')
    expect(verdict(BOTH, {})).toBe('SIGNATURE_MISSING')
    expect(verdict(WEBHOOKS, { authorization })).toBe('SIGNATURE_MISSING')
    // A signature that is there must be right, whatever token comes with it.
    expect(verdict(BOTH, { authorization, [HEADER]: SIGNATURE })).toBe('SIGNATURE_MISMATCH')
  })

  test('whoever has the token only cannot tell of a new user, nor sign a mail', () => {
    const unsigned = (): unknown => parse(CREATED, { authorization: `Bearer ${TOKEN}` })
    expect(codeOf(unsigned)).toBe('BODY_INVALID')
    expect(codeOf(() => parse(MAIL))).toBe('BODY_INVALID')
  })

  test('nobody without the token can try codes against the key that tells repeats', () => {
    const request = signedRequest(JSON.stringify(MAIL), {})
    const other = logto({ secrets: [new Secret('s3cret')], mailTokens: [new Secret(`${TOKEN}2`)] })
    const keys = [BOTH, BOTH, other].map((one) => one.parse(request)[0]?.dedupeKey)
    expect(keys[0]).toMatch(/^hmac:[0-9a-f]{64}$/)
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).not.toBe(keys[2])
  })

  test('has a sample of a reset only where mails are taken over', () => {
    expect(WEBHOOKS.sampleTypes).toEqual(['user.created'])
    expect(BOTH.sampleTypes).toEqual(['user.created', 'password.reset_requested'])
  })

  test('each sample is an event of its own', async () => {
    const event: SampleEvent = {
      type: 'password.reset_requested',
      eventId: '1',
      userId: 'u1',
      email: 'ada@example.com',
      occurredAt: new Date('2026-11-23T12:00:00Z'),
    }
    const keys = []
    for (const type of BOTH.sampleTypes) {
      for (const eventId of ['1', '2', '1']) {
        const { headers, body } = await BOTH.sample({ ...event, type, eventId })
        keys.push(BOTH.parse(signedRequest(body, headers))[0]?.dedupeKey)
      }
    }
    expect(keys).toHaveLength(6)
    expect(new Set(keys).size).toBe(4)
  })
})

describe('reading', () => {
  test('reads a created user', () => {
    expect(parse({ ...CREATED, matchedRoute: '/users', path: '/users', method: 'POST' })).toEqual({
      type: 'user.created',
      providerType: 'User.Created',
      dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      occurredAt: new Date('2026-11-01T08:00:00Z'),
      origin: 'invited',
      hasPassword: false,
      user: { id: 'u1', email: 'ada@example.com', name: 'Ada', locale: 'en' },
    })
  })

  test.each([
    [{ matchedRoute: '/users' }, 'invited'],
    [{ interactionEvent: 'Register' }, 'self'],
    [{ interactionEvent: 'SignIn' }, 'self'],
    [{}, 'unknown'],
  ])('a user with %j is %s', (context, origin) => {
    expect(parse({ ...CREATED, ...context })).toMatchObject({ origin })
  })

  test('takes the parts of the name where there is no whole one', () => {
    const data = {
      ...CREATED.data,
      name: null,
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
    }
    expect(parse({ ...CREATED, data })).toMatchObject({ user: { name: 'Ada Lovelace' } })
  })

  test('ignores the other events, above all the reset that is over', () => {
    for (const event of ['PostRegister', 'PostResetPassword', 'User.Data.Updated']) {
      const ignored = parse({ ...CREATED, event, data: 7 })
      expect(ignored).toMatchObject({ type: 'ignored', providerType: event })
      expect(Object.keys(ignored)).toHaveLength(3)
    }
  })

  test('hands over Logto’s own code, as a secret, and no link; the address stands for the user', () => {
    const event = parse({ ...MAIL, payload: { ...MAIL.payload, link: 'https://l.test/r' } }, {})
    if (event.type !== 'password.reset_requested') throw new Error('expected a reset request')
    expect(event.user).toEqual({ id: 'ada@example.com', email: 'ada@example.com', locale: 'de' })
    expect(event.reset?.code?.reveal()).toBe('123456')
    expect(event.reset?.url).toBeUndefined()
    expect(JSON.stringify(event)).not.toMatch(/123456|l\.test/)
  })

  test.each(['SignIn', 'Register', 'Generic', 'OrganizationInvitation', 'MfaVerification'])(
    'ignores the mail %s, keeping nothing of it',
    (type) => {
      const ignored = parse({ ...MAIL, type }, {})
      expect(ignored).toMatchObject({ type: 'ignored', providerType: type })
      expect(Object.keys(ignored)).toHaveLength(3)
    },
  )

  test.each([
    ['no time', { ...CREATED, createdAt: undefined }, { [HEADER]: 'x' }],
    ['no user', { ...CREATED, data: undefined }, { [HEADER]: 'x' }],
    ['a mail to nobody', { ...MAIL, to: '' }, {}],
    ['a reset without a code', { ...MAIL, payload: { canary: 1 } }, {}],
  ])('refuses %s without quoting it', (_, body, headers) => {
    expect(codeOf(() => parse(body, headers))).toBe('BODY_INVALID')
    expect(() => parse(body, headers)).not.toThrow(/canary|ada@/)
  })
})
