import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { zitadel } from '../../../webhooks/providers/zitadel.ts'
import { privateKeyPem } from '../../contracts/provider-secrets.ts'
import { createKeyServer, type KeyServer } from '../key-server.ts'
import { codeFrom, codeOf, signedRequest } from '../signed-request.ts'

const SECRET = 's3cret'
const PROVIDER = zitadel({ secrets: [new Secret(SECRET)], loginClients: ['login-client'] })
const SAMPLE: SampleEvent = {
  type: 'user.created',
  eventId: 'sample-1',
  userId: '283',
  email: 'ada@example.com',
  occurredAt: new Date('2026-11-23T12:00:00Z'),
}

// The vendor's shape (`internal/execution`), with invented values; the payload is base64 of JSON.
const HUMAN = { userName: 'ada', displayName: 'Ada L', preferredLanguage: 'en', email: 'a@b.test' }
const ADDED = {
  aggregateID: '283',
  aggregateType: 'user',
  resourceOwner: '271',
  instanceID: '270',
  version: 'v2',
  sequence: 7,
  event_type: 'user.human.added',
  created_at: '2026-11-01T08:00:00.123Z',
  userID: 'an-admin',
  event_payload: asBytes(HUMAN),
}

function asBytes(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}

function parse(body: unknown): ParsedEvent | undefined {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), {}))[0]
}

describe('signature', () => {
  const at = new Date(1_700_000_000_000)

  test('accepts the vector by openssl, and one of several v1 items', () => {
    const mac = '1698a50bc74d1ff1db85c4e0a5297c2ad9fdba245d5737cdb789e4cc6e098940'
    const verdict = (header: string, body = '{"a":1}'): string =>
      codeOf(() => PROVIDER.verify(signedRequest(body, { 'ZITADEL-Signature': header }, at)))
    expect(verdict(`t=1700000000,v1=${mac}`)).toBe('nothing thrown')
    expect(verdict(`t=1700000000,v1=${'0'.repeat(64)},v1=${mac}`)).toBe('nothing thrown')
    expect(verdict(`t=1700000000,v1=${mac}`, '{"a":2}')).toBe('SIGNATURE_MISMATCH')
    expect(verdict(`t=1700000001,v1=${mac}`)).toBe('SIGNATURE_MISMATCH')
  })

  test('accepts what Stripe’s library signs, whose header is the same', () => {
    const payload = JSON.stringify(ADDED)
    const header = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: SECRET,
      timestamp: 1_700_000_000,
    })
    const request = signedRequest(payload, { 'zitadel-signature': header }, at)
    expect(codeOf(() => PROVIDER.verify(request))).toBe('nothing thrown')
  })

  test('signs samples that Stripe’s library accepts', async () => {
    const read = []
    for (const type of PROVIDER.sampleTypes) {
      const { headers, body } = await PROVIDER.sample({ ...SAMPLE, type, occurredAt: new Date() })
      const header = headers['zitadel-signature'] ?? ''
      read.push(Stripe.webhooks.constructEvent(body.toString(), header, SECRET))
    }
    expect(read).toMatchObject([
      { event_type: 'user.human.added' },
      { contextInfo: { eventType: 'user.human.password.code.added' } },
    ])
  })
})

describe('payload type JWT', () => {
  let keys: KeyServer
  beforeAll(async () => {
    keys = await createKeyServer()
  })
  afterAll(() => keys.close())

  test('verifies by the instance’s web keys, and reads the event in the token', async () => {
    const provider = zitadel({ issuer: keys.url, loginClients: [] })
    const token = await keys.sign(ADDED)
    expect(await codeFrom(() => provider.verify(signedRequest(token, {})))).toBe('nothing thrown')
    expect(keys.asked).toEqual(['/oauth/v2/keys'])
    expect(provider.parse(signedRequest(token, {}))).toMatchObject([
      { dedupeKey: '270:283:7', user: { id: '283', email: 'a@b.test' } },
    ])
    expect(provider.sampleTypes).toEqual([])
  })

  test('refuses the plain event, whatever header comes with it, and a token of the instance that is none', async () => {
    const provider = zitadel({ issuer: keys.url, loginClients: [] })
    const { headers, body } = await PROVIDER.sample({ ...SAMPLE, occurredAt: new Date() })
    expect(await codeFrom(() => provider.verify(signedRequest(body, headers)))).toBe(
      'SIGNATURE_MALFORMED',
    )
    const idToken = await keys.sign({ sub: '283', email: 'a@b.test' })
    expect(await codeFrom(() => provider.verify(signedRequest(idToken, {})))).toBe(
      'SIGNATURE_MISMATCH',
    )
    expect(codeOf(() => provider.parse(signedRequest(idToken, {})))).toBe('BODY_INVALID')
  })

  test('signs samples by the sample key', async () => {
    const sampleKey = new Secret(privateKeyPem('current'))
    const provider = zitadel({ issuer: keys.url, loginClients: [], sampleKey })
    expect(provider.sampleTypes).toEqual(['user.created'])
    const { body } = await provider.sample(SAMPLE)
    const request = signedRequest(body, {}, SAMPLE.occurredAt)
    expect(await codeFrom(() => provider.verify(request))).toBe('nothing thrown')
    expect(provider.parse(request)).toMatchObject([{ user: { id: '283' } }])
    const other = zitadel({ issuer: keys.url, loginClients: [] })
    expect(await codeFrom(() => other.verify(request))).toBe('SIGNATURE_MISMATCH')
  })
})

describe('reading', () => {
  test('reads the payload as bytes and as JSON', () => {
    expect(parse(ADDED)).toEqual({
      type: 'user.created',
      providerType: 'user.human.added',
      dedupeKey: '270:283:7',
      occurredAt: new Date('2026-11-01T08:00:00.123Z'),
      origin: 'invited',
      hasPassword: false,
      user: { id: '283', email: 'a@b.test', name: 'Ada L', locale: 'en' },
    })
    expect(parse({ ...ADDED, event_payload: HUMAN })).toEqual(parse(ADDED))
  })

  test('a user whom a login client adds registered alone', () => {
    expect(parse({ ...ADDED, userID: 'login-client' })).toMatchObject({ origin: 'self' })
    const event_type = 'user.human.selfregistered'
    expect(parse({ ...ADDED, event_type })).toMatchObject({ origin: 'self' })
  })

  test('a user who comes with a password has one', () => {
    for (const password of [{ encodedHash: '$2a$10$x' }, { secret: { crypted: 'x' } }]) {
      const event_payload = asBytes({ ...HUMAN, ...password })
      expect(parse({ ...ADDED, event_payload })).toMatchObject({ hasPassword: true })
    }
  })

  test('takes no language where ZITADEL knows none', () => {
    const event_payload = asBytes({ ...HUMAN, preferredLanguage: 'und' })
    expect(parse({ ...ADDED, event_payload })).not.toHaveProperty('user.locale')
  })

  test('reads a requested reset, of which only the user is known', () => {
    const event = { ...ADDED, event_type: 'user.human.password.code.added' }
    expect(parse({ ...event, event_payload: asBytes({ code: { crypted: 'x' } }) })).toEqual({
      type: 'password.reset_requested',
      providerType: 'user.human.password.code.added',
      dedupeKey: '270:283:7',
      occurredAt: new Date('2026-11-01T08:00:00.123Z'),
      origin: 'unknown',
      hasPassword: false,
      user: { id: '283' },
    })
  })
})

describe('the HTTP email provider', () => {
  const MAIL = {
    contextInfo: {
      eventType: 'user.human.password.code.added',
      provider: { id: 'p1', description: 'x' },
      recipientEmailAddress: 'ada@example.com',
    },
    templateData: { url: 'https://z.example/ui/login/password/init?userID=283&code=ABC&orgID=271' },
    args: { code: 'ABC', displayName: 'Ada L' },
  }

  test('hands over ZITADEL’s own link and code, as secrets', () => {
    const event = parse(MAIL)
    if (event?.type !== 'password.reset_requested') throw new Error('expected a reset request')
    expect(event.user).toEqual({ id: '283', email: 'ada@example.com', name: 'Ada L' })
    expect(event.reset?.url?.reveal()).toBe(MAIL.templateData.url)
    expect(event.reset?.code?.reveal()).toBe('ABC')
    expect(JSON.stringify(event)).not.toContain('ABC')
  })

  test('takes the address for the user where the link names none', () => {
    const templateData = { url: 'https://z.example/reset' }
    expect(parse({ ...MAIL, templateData })).toMatchObject({ user: { id: 'ada@example.com' } })
    expect(parse({ ...MAIL, templateData: {}, args: {} })).not.toHaveProperty('reset')
  })

  test('ignores every other mail, keeping nothing of it', () => {
    const contextInfo = { ...MAIL.contextInfo, eventType: 'user.human.email.code.added' }
    expect(parse({ ...MAIL, contextInfo })).toEqual({
      type: 'ignored',
      providerType: 'user.human.email.code.added',
      dedupeKey: expect.stringMatching(/^hmac:[0-9a-f]{64}$/),
    })
  })

  test('nobody without the secret can try codes against the key that tells repeats', () => {
    const request = signedRequest(JSON.stringify(MAIL), {})
    const other = zitadel({ secrets: [new Secret('another')], loginClients: [] })
    const keys = [PROVIDER, PROVIDER, other].map((one) => one.parse(request)[0]?.dedupeKey)
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).not.toBe(keys[2])
  })
})

test.each([
  ['no instance', { ...ADDED, instanceID: undefined }],
  ['a sequence in words', { ...ADDED, sequence: 'canary' }],
  ['a payload that is no JSON', { ...ADDED, event_payload: 'canary' }],
  ['a number as address', { ...ADDED, event_payload: { email: 5 } }],
])('refuses %s without quoting it', (_, body) => {
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).not.toThrow(/canary|a@b/)
})
