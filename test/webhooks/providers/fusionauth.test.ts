import { createSecretKey } from 'node:crypto'
import { decodeJwt, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { fusionauth } from '../../../webhooks/providers/fusionauth.ts'
import { textSecret } from '../../contracts/provider-secrets.ts'
import { createKeyServer, type KeyServer } from '../key-server.ts'
import { codeFrom, codeOf, signedRequest } from '../signed-request.ts'

const HEADER = 'X-FusionAuth-Signature-JWT'
const PROVIDER = fusionauth({ secrets: [textSecret('current')] })
const KEY = createSecretKey(textSecret('current').reveal(), 'utf8')
// SHA-256 of {"a":1} as base64, by openssl.
const HASH = 'AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI='

// The vendor's shape (its documentation), with invented values.
const CREATED = {
  event: {
    id: 'e502168a-1',
    type: 'user.create.complete',
    createInstant: 1_793_520_000_123,
    tenantId: '30303030-1',
    info: { ipAddress: '203.0.113.7' },
    user: {
      id: '00000000-2',
      email: 'ada@example.com',
      firstName: 'Ada',
      lastName: 'L',
      preferredLanguages: ['en', 'de'],
      verified: true,
      passwordChangeRequired: false,
    },
  },
}
const SAMPLE: SampleEvent = {
  type: 'user.created',
  eventId: 'e1',
  userId: 'u1',
  email: 'ada@example.com',
  occurredAt: new Date('2026-11-23T12:00:00Z'),
}

function parse(body: unknown): ParsedEvent | undefined {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), {}))[0]
}

describe('signature by an HMAC key', () => {
  const verdict = async (claims: Record<string, string>, alg = 'HS256'): Promise<string> => {
    const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: 'k' }).sign(KEY)
    return codeFrom(() => PROVIDER.verify(signedRequest('{"a":1}', { [HEADER]: token })))
  }

  test('accepts what jose signs over the hash by openssl, whenever that was', async () => {
    expect(await verdict({ request_body_sha256: HASH })).toBe('nothing thrown')
  })

  test('refuses another hash, one in hex, none, and an expired token', async () => {
    expect(await verdict({ request_body_sha256: HASH.replace('AVq', 'BVq') })).toBe(
      'SIGNATURE_MISMATCH',
    )
    const hex = Buffer.from(HASH, 'base64').toString('hex')
    expect(await verdict({ request_body_sha256: hex })).toBe('SIGNATURE_MISMATCH')
    expect(await verdict({})).toBe('SIGNATURE_MALFORMED')
    const expired = await new SignJWT({ request_body_sha256: HASH, exp: 1_700_000_000 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(KEY)
    const request = signedRequest('{"a":1}', { [HEADER]: expired })
    expect(await codeFrom(() => PROVIDER.verify(request))).toBe('SIGNATURE_TIMESTAMP')
  })

  test('signs samples that jose verifies', async () => {
    const { headers } = await PROVIDER.sample(SAMPLE)
    const token = headers[HEADER.toLowerCase()] ?? ''
    const { protectedHeader } = await jwtVerify(token, KEY, { algorithms: ['HS256'] })
    expect(protectedHeader.alg).toBe('HS256')
    expect(Object.keys(decodeJwt(token))).toEqual(['request_body_sha256'])
  })
})

describe('signature by a key pair', () => {
  let keys: KeyServer
  beforeAll(async () => {
    keys = await createKeyServer()
  })
  afterAll(() => keys.close())

  test('accepts what jose signs, by the published keys', async () => {
    const provider = fusionauth({ baseUrl: keys.url })
    const token = await keys.sign({ request_body_sha256: HASH })
    const request = signedRequest('{"a":1}', { [HEADER]: token })
    expect(await codeFrom(() => provider.verify(request))).toBe('nothing thrown')
    expect(keys.asked).toEqual(['/.well-known/jwks.json'])
  })

  test('the two ways are never mixed', async () => {
    const byPair = await keys.sign({ request_body_sha256: HASH })
    const bySecret = await new SignJWT({ request_body_sha256: HASH })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(KEY)
    const pair = fusionauth({ baseUrl: keys.url })
    const verdicts = await Promise.all(
      [
        { provider: PROVIDER, token: byPair },
        { provider: pair, token: bySecret },
      ].map(({ provider, token }) =>
        codeFrom(() => provider.verify(signedRequest('{"a":1}', { [HEADER]: token }))),
      ),
    )
    expect(verdicts).toEqual(['SIGNATURE_MALFORMED', 'SIGNATURE_MALFORMED'])
  })
})

describe('reading', () => {
  test('reads a created user, whose maker FusionAuth does not tell', () => {
    expect(parse(CREATED)).toEqual({
      type: 'user.created',
      providerType: 'user.create.complete',
      dedupeKey: 'e502168a-1',
      occurredAt: new Date(1_793_520_000_123),
      origin: 'unknown',
      hasPassword: false,
      user: { id: '00000000-2', email: 'ada@example.com', name: 'Ada L', locale: 'en' },
    })
  })

  test('prefers the full name', () => {
    const user = { ...CREATED.event.user, fullName: 'Ada Lovelace' }
    expect(parse({ event: { ...CREATED.event, user } })).toMatchObject({
      user: { name: 'Ada Lovelace' },
    })
  })

  test('reads a requested reset', () => {
    const type = 'user.password.reset.send'
    expect(parse({ event: { ...CREATED.event, type } })).toMatchObject({
      type: 'password.reset_requested',
      providerType: type,
      user: { id: '00000000-2', email: 'ada@example.com' },
    })
  })

  test.each(['user.create', 'user.password.reset.start', 'user.password.reset.success', 'x'])(
    'ignores %s',
    (type) => {
      expect(parse({ event: { ...CREATED.event, type, user: 7 } })).toEqual({
        type: 'ignored',
        providerType: type,
        dedupeKey: 'e502168a-1',
      })
    },
  )

  test.each([
    ['no event', {}],
    ['no id', { event: { ...CREATED.event, id: undefined } }],
    ['no user', { event: { ...CREATED.event, user: undefined } }],
    ['a time in words', { event: { ...CREATED.event, createInstant: 'canary' } }],
  ])('refuses %s', (_, body) => {
    expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
    expect(() => parse(body)).not.toThrow(/canary|ada@/)
  })
})

test('an HMAC key that cannot be used is a fault', () => {
  expect(fusionauth({ secrets: [new Secret(' ')] }).faults).toHaveLength(1)
})
