import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { keycloak } from '../../../webhooks/providers/keycloak.ts'
import { privateKeyPem } from '../../contracts/provider-secrets.ts'
import { createKeyServer, type KeyServer } from '../key-server.ts'
import { codeFrom, codeOf, signedRequest } from '../signed-request.ts'

const HMAC = keycloak({ secrets: [new Secret('s3cret')] })
const ADA = '3f0b8a52-0000-4000-8000-000000000001'
const SAMPLE: SampleEvent = {
  type: 'user.created',
  eventId: '6f2c',
  userId: ADA,
  email: 'ada@example.com',
  occurredAt: new Date('2026-11-23T12:00:00Z'),
}

// The extension's shapes (p2-inc/keycloak-events d287985), with invented values.
const BY_USER = {
  uid: '6f2c',
  id: null,
  time: 1_793_520_000_123,
  realmId: 'r1',
  realmName: 'acme',
  type: 'access.REGISTER',
  authDetails: { realmId: 'acme', clientId: 'account', userId: ADA, username: 'ada' },
  details: { username: 'ada', email: 'ada@example.com', first_name: 'Ada', last_name: 'L' },
}
const REPRESENTATION = {
  username: 'ada',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'L',
  enabled: true,
  attributes: { locale: ['en'] },
}
const BY_ADMIN = {
  uid: '7a10',
  time: 1_793_520_000_123,
  realmId: 'r1',
  realmName: 'acme',
  type: 'admin.USER-CREATE',
  resourceType: 'USER',
  operationType: 'CREATE',
  resourcePath: `users/${ADA}`,
  authDetails: { realmId: 'master', clientId: 'security-admin-console', userId: 'the-admin' },
  representation: JSON.stringify(REPRESENTATION),
  details: { userId: ADA },
}

function parse(body: unknown): ParsedEvent | undefined {
  return HMAC.parse(signedRequest(JSON.stringify(body), {}))[0]
}

describe('authType hmac', () => {
  test.each([
    ['sha256', '5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d'],
    ['sha1', '79999786a1bff10cd4d7dd0b0752574af76be0b5'],
  ] as const)('accepts the %s vector by openssl, where that is configured', (algorithm, mac) => {
    const provider = keycloak({ secrets: [new Secret('s3cret')], algorithm })
    const verdict = (value: string): string =>
      codeOf(() => provider.verify(signedRequest('{"a":1}', { 'X-Keycloak-Signature': value })))
    expect(verdict(mac)).toBe('nothing thrown')
    expect(verdict(mac.replace(/^./, '0'))).toBe('SIGNATURE_MISMATCH')
    expect(verdict(mac.length === 40 ? mac.padEnd(64, '0') : mac.slice(0, 40))).toBe(
      'SIGNATURE_MALFORMED',
    )
  })
})

describe('authType bearer', () => {
  const body = JSON.stringify(BY_USER)
  const hash = createHash('sha256').update(body).digest('hex')
  const at = new Date('2026-11-23T12:00:00Z')
  const iat = at.getTime() / 1_000
  let keys: KeyServer
  let claims: Record<string, unknown>
  beforeAll(async () => {
    keys = await createKeyServer()
    const iss = `${keys.url}/realms/acme`
    claims = { iss, aud: 'doorkey', iat, exp: iat + 300, jti: 'j1', request_body_sha256: hash }
  })
  afterAll(() => keys.close())

  const verdict = async (changes: Record<string, unknown>, later = 0): Promise<string> => {
    const provider = keycloak({ realmUrl: `${keys.url}/realms/acme`, audience: 'doorkey' })
    const authorization = `Bearer ${await keys.sign({ ...claims, ...changes })}`
    const receivedAt = new Date(at.getTime() + later * 1_000)
    return codeFrom(() => provider.verify(signedRequest(body, { authorization }, receivedAt)))
  }

  test('accepts what jose signs by the realm’s keys', async () => {
    expect(await verdict({})).toBe('nothing thrown')
    expect(keys.asked).toEqual(['/realms/acme/protocol/openid-connect/certs'])
  })

  test('accepts the body’s hash by openssl', async () => {
    const provider = keycloak({ realmUrl: `${keys.url}/realms/acme` })
    const openssl = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862'
    const token = await keys.sign({ ...claims, request_body_sha256: openssl })
    const request = signedRequest('{"a":1}', { authorization: `Bearer ${token}` }, at)
    expect(await codeFrom(() => provider.verify(request))).toBe('nothing thrown')
  })

  test('refuses another body, realm or audience, and an old token', async () => {
    const base64 = Buffer.from(hash, 'hex').toString('base64')
    expect(await verdict({ request_body_sha256: '0'.repeat(64) })).toBe('SIGNATURE_MISMATCH')
    expect(await verdict({ request_body_sha256: base64 })).toBe('SIGNATURE_MISMATCH')
    expect(await verdict({ iss: `${keys.url}/realms/other` })).toBe('SIGNATURE_MISMATCH')
    expect(await verdict({ aud: 'account' })).toBe('SIGNATURE_MISMATCH')
    expect(await verdict({}, 300 + 61)).toBe('SIGNATURE_TIMESTAMP')
  })

  test('refuses an access token of the realm’s, which has no hash, and one that never expires', async () => {
    expect(await verdict({ request_body_sha256: undefined })).toBe('SIGNATURE_MALFORMED')
    expect(await verdict({ exp: undefined })).toBe('SIGNATURE_MALFORMED')
  })

  test('refuses an HMAC in place of a token', async () => {
    const provider = keycloak({ realmUrl: `${keys.url}/realms/acme` })
    const { headers, body: signed } = await HMAC.sample(SAMPLE)
    expect(await codeFrom(() => provider.verify(signedRequest(signed, headers)))).toBe(
      'SIGNATURE_MISSING',
    )
    const authorization = `Basic ${hash}`
    expect(await codeFrom(() => provider.verify(signedRequest(body, { authorization })))).toBe(
      'SIGNATURE_MALFORMED',
    )
  })

  test('signs samples by the sample key, in the extension’s form', async () => {
    const provider = keycloak({
      realmUrl: `${keys.url}/realms/acme`,
      audience: 'doorkey',
      sampleKey: new Secret(privateKeyPem('current')),
    })
    const sample = await provider.sample(SAMPLE)
    const request = signedRequest(sample.body, sample.headers, SAMPLE.occurredAt)
    expect(await codeFrom(() => provider.verify(request))).toBe('nothing thrown')
    const token = sample.headers['authorization']?.slice('Bearer '.length) ?? ''
    expect(decodeJwt(token)).toEqual({
      iss: `${keys.url}/realms/acme`,
      aud: 'doorkey',
      iat,
      exp: iat + 300,
      request_body_sha256: createHash('sha256').update(sample.body).digest('hex'),
    })
    expect(keycloak({ realmUrl: keys.url }).sampleTypes).toEqual([])
  })
})

describe('reading', () => {
  test('reads a user whom an admin made: the path names the user, authDetails the admin', () => {
    expect(parse(BY_ADMIN)).toEqual({
      type: 'user.created',
      providerType: 'admin.USER-CREATE',
      dedupeKey: '7a10',
      occurredAt: new Date(1_793_520_000_123),
      origin: 'invited',
      hasPassword: false,
      user: { id: ADA, email: 'ada@example.com', name: 'Ada L', locale: 'en' },
    })
  })

  test('tells where the admin gave a password', () => {
    const credentials = [{ type: 'password', value: '**********', temporary: false }]
    const representation = JSON.stringify({ ...REPRESENTATION, credentials })
    expect(parse({ ...BY_ADMIN, representation })).toMatchObject({ hasPassword: true })
  })

  test('knows only the id where the representation is not included', () => {
    expect(parse({ ...BY_ADMIN, representation: null })).toMatchObject({ user: { id: ADA } })
    expect(parse({ ...BY_ADMIN, representation: null })).not.toHaveProperty('user.email')
  })

  test('reads a user who registered', () => {
    expect(parse(BY_USER)).toMatchObject({
      type: 'user.created',
      dedupeKey: '6f2c',
      origin: 'self',
      user: { id: ADA, email: 'ada@example.com', name: 'Ada L' },
    })
  })

  test('reads a requested reset', () => {
    const details = { username: 'ada', email: 'ada@example.com', code_id: 'c1' }
    expect(parse({ ...BY_USER, type: 'access.SEND_RESET_PASSWORD', details })).toMatchObject({
      type: 'password.reset_requested',
      origin: 'unknown',
      user: { id: ADA, email: 'ada@example.com' },
    })
  })

  test.each([
    'access.SEND_RESET_PASSWORD_ERROR',
    'access.RESET_PASSWORD',
    'access.UPDATE_PASSWORD',
    'admin.USER-UPDATE',
    'admin.USER-ACTION',
  ])('ignores %s', (type) => {
    expect(parse({ ...BY_USER, type, authDetails: null })).toEqual({
      type: 'ignored',
      providerType: type,
      dedupeKey: '6f2c',
    })
  })

  test.each([
    ['no uid', { ...BY_USER, uid: undefined }],
    ['no user', { ...BY_USER, authDetails: {} }],
    ['a path to something else', { ...BY_ADMIN, resourcePath: 'users/canary/groups/1' }],
    ['a representation that is no JSON', { ...BY_ADMIN, representation: 'canary' }],
    ['a time in words', { ...BY_USER, time: 'canary' }],
  ])('refuses %s without quoting it', (_, body) => {
    expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
    expect(() => parse(body)).not.toThrow(/canary|ada@/)
  })
})
