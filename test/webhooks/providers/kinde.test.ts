import { createPublicKey } from 'node:crypto'
import { decodeWebhook } from '@kinde/webhooks'
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { kinde } from '../../../webhooks/providers/kinde.ts'
import { privateKeyPem } from '../../contracts/provider-secrets.ts'
import { createKeyServer, type KeyServer } from '../key-server.ts'
import { codeFrom, codeOf, signedRequest } from '../signed-request.ts'

// The vendor's shape (@kinde/webhooks 1.0.0 and its documentation), with invented values.
const CREATED = {
  type: 'user.created',
  event_id: 'event_0192',
  event_timestamp: '2026-11-01T08:00:00.000000+00:00',
  timestamp: '2026-11-01T08:00:01.000Z',
  source: 'user',
  data: {
    user: {
      id: 'kp_1',
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'L',
      username: null,
      phone: null,
      is_password_reset_requested: false,
      is_suspended: false,
      organizations: [],
    },
  },
}
const SAMPLE: SampleEvent = {
  type: 'user.created',
  eventId: 'event_1',
  userId: 'kp_2',
  email: 'ada@example.com',
  occurredAt: new Date('2026-11-23T12:00:00Z'),
}

let keys: KeyServer
let sampleKeys: KeyServer
beforeAll(async () => {
  keys = await createKeyServer()
  sampleKeys = await createKeyServer('current')
})
afterAll(() => Promise.all([keys.close(), sampleKeys.close()]))

test('verifies what jose signs, by the keys of the domain', async () => {
  const provider = kinde({ domain: keys.url })
  const request = signedRequest(await keys.sign(CREATED), {})
  expect(await codeFrom(() => provider.verify(request))).toBe('nothing thrown')
  expect(keys.asked).toEqual(['/.well-known/jwks'])
  expect(provider.parse(request)).toEqual([
    {
      type: 'user.created',
      providerType: 'user.created',
      dedupeKey: 'event_0192',
      occurredAt: new Date('2026-11-01T08:00:01Z'),
      origin: 'self',
      hasPassword: false,
      user: { id: 'kp_1', email: 'ada@example.com', name: 'Ada L' },
    },
  ])
})

test.each([
  ['admin', 'invited'],
  ['api', 'invited'],
  ['user', 'self'],
  ['something new', 'unknown'],
  [undefined, 'unknown'],
])('a user made by %s is %s', async (source, origin) => {
  const request = signedRequest(await keys.sign({ ...CREATED, source }), {})
  expect(kinde({ domain: keys.url }).parse(request)).toMatchObject([{ origin }])
})

test('verifies the tokens that Kinde’s own library verifies', async () => {
  const token = await keys.sign(CREATED)
  expect(await decodeWebhook(token, keys.url)).toMatchObject({ event_id: 'event_0192' })
  const forged = `${token.slice(0, -4)}AAAA`
  expect(await decodeWebhook(forged, keys.url)).toBeNull()
  const request = signedRequest(forged, {})
  expect(await codeFrom(() => kinde({ domain: keys.url }).verify(request))).toBe(
    'SIGNATURE_MISMATCH',
  )
})

test('signs samples that jose and Kinde’s own library verify', async () => {
  const domain = sampleKeys.url
  const provider = kinde({ domain, sampleKey: new Secret(privateKeyPem('current')) })
  const { headers, body } = await provider.sample(SAMPLE)
  expect(headers['content-type']).toBe('application/jwt')
  const publicKey = createPublicKey(privateKeyPem('current'))
  const { payload } = await jwtVerify(body.toString(), publicKey, { algorithms: ['RS256'] })
  expect(payload).toMatchObject({ type: 'user.created', event_id: 'event_1', source: 'admin' })
  expect(await decodeWebhook(body.toString(), domain)).toMatchObject({ event_id: 'event_1' })
})

test('without a sample key it has no samples, and says what is missing', async () => {
  const provider = kinde({ domain: keys.url })
  expect(provider.sampleTypes).toEqual([])
  expect(await codeFrom(() => provider.sample(SAMPLE))).toBe('CONFIG_INVALID')
})

test('asks to be sent again where the keys cannot be had', async () => {
  const request = signedRequest(await keys.sign(CREATED), {})
  const gone = kinde({ domain: 'http://127.0.0.1:9' })
  expect(await codeFrom(() => gone.verify(request))).toBe('KEY_SET_UNAVAILABLE')
})

test.each([
  { sub: 'kp_1' },
  { azp: 'a-client' },
  { scp: ['openid'] },
  { client_id: 'a-client' },
  { scope: 'openid' },
])('a token of Kinde’s for a session is refused, whatever else it claims: %j', async (claims) => {
  const provider = kinde({ domain: keys.url })
  const request = signedRequest(await keys.sign({ ...CREATED, ...claims }), {})
  expect(await codeFrom(() => provider.verify(request))).toBe('SIGNATURE_MISMATCH')
})

test('a token of Kinde’s for something else is no event', async () => {
  const provider = kinde({ domain: keys.url })
  const request = signedRequest(await keys.sign({ sub: 'kp_1', scp: ['openid'] }), {})
  expect(codeOf(() => provider.parse(request))).toBe('BODY_INVALID')
})

test('wants exactly 200 and a JWT, as Kinde does', () => {
  const { successStatus, contentTypes } = kinde({ domain: keys.url })
  expect([successStatus, contentTypes]).toEqual([200, ['application/jwt']])
})
