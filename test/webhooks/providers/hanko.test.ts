import { createPublicKey } from 'node:crypto'
import { decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '../../../src/events/provider.ts'
import { publishedToken } from '../../contracts/jwt-signing.ts'
import { NOW } from '../../contracts/provider-fixture.ts'
import { type KeySets, privateKeyPem, startKeySets } from '../../contracts/provider-secrets.ts'
import { sampleEvent, verdict } from '../../contracts/provider-subjects.ts'
import { fixture } from '../../contracts/providers/hanko.ts'
import { hanko } from '../../../webhooks/providers/hanko.ts'
import { codeFrom, codeOf, signedRequest } from '../signed-request.ts'

const IAT = Math.floor(NOW.getTime() / 1_000)
const CLAIMS = {
  sub: 'hanko webhooks',
  aud: ['app.example'],
  iat: IAT,
  exp: IAT + 300,
  evt: 'user.create',
  data: { id: 'u1' },
}

let keySets: KeySets
let provider: Provider
beforeAll(async () => {
  keySets = await startKeySets()
  provider = fixture.make({ secrets: ['current'], keySetUrl: keySets.url(['current']) })
})
afterAll(() => keySets.close())

async function outcome(claims: object, event = 'user.create'): Promise<string> {
  const token = await publishedToken({ ...CLAIMS, ...claims })
  return verdict(provider, { headers: {}, body: JSON.stringify({ token, event }) })
}

test('refuses what Hanko signs with the same keys for other purposes', async () => {
  expect(await outcome({})).toBe('accepted')
  // A user's own session: the subject is the user.
  expect(await outcome({ sub: 'c339547d' })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ aud: ['other.example'] })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ exp: undefined })).toBe('SIGNATURE_MALFORMED')
})

test('refuses an outer event that is not the signed one', async () => {
  expect(await outcome({}, 'email.send')).toBe('SIGNATURE_MISMATCH')
  const token = await publishedToken(CLAIMS)
  for (const body of [{ token }, { token, event: '' }, { token, event: 'user.create', more: 1 }]) {
    const result = await verdict(provider, { headers: {}, body: JSON.stringify(body) })
    expect(result).toBe('SIGNATURE_MALFORMED')
  }
})

test.each([
  [{ ip_address: '203.0.113.7' }, 'self'],
  [{ identities: [{ provider: 'google' }] }, 'self'],
  [{ identities: [] }, 'invited'],
  [{ identities: null }, 'invited'],
  [{}, 'invited'],
])('a user with %j is %s', async (more, origin) => {
  const token = await publishedToken({ ...CLAIMS, data: { id: 'u1', ...more } })
  const body = JSON.stringify({ token, event: 'user.create' })
  expect(provider.parse(signedRequest(body, {}))).toMatchObject([{ origin }])
})

test('takes a token once, however its signature is spelled', async () => {
  const token = await publishedToken(CLAIMS)
  const keyOf = (text: string): string | undefined => {
    const body = JSON.stringify({ token: text, event: 'user.create' })
    return provider.parse(signedRequest(body, {}))[0]?.dedupeKey
  }
  expect(keyOf(`${token}==`)).toBe(keyOf(token))
  expect(keyOf(await publishedToken({ ...CLAIMS, iat: IAT + 1 }))).not.toBe(keyOf(token))
})

test('leaves a recovery code to Hanko where Hanko delivers it, and hides it where not', async () => {
  const mail = {
    type: 'recovery',
    to_email_address: 'ada@example.com',
    language: 'de',
    data: { otp_code: '123456' },
  }
  const parse = async (delivered_by_hanko: boolean) => {
    const data = { ...mail, delivered_by_hanko }
    const token = await publishedToken({ ...CLAIMS, evt: 'email.send', data })
    return provider.parse(signedRequest(JSON.stringify({ token, event: 'email.send' }), {}))
  }
  expect(await parse(true)).toMatchObject([{ type: 'ignored' }])
  const [event] = await parse(false)
  expect(JSON.stringify(event)).not.toContain('123456')
  const reset = event?.type === 'password.reset_requested' ? event.reset : undefined
  expect(reset?.code?.reveal()).toBe('123456')
})

test('jose verifies the sample that we sign', async () => {
  const { body } = await provider.sample(sampleEvent())
  const { token, event } = JSON.parse(body.toString())
  const key = createPublicKey(privateKeyPem('current'))
  const { payload } = await jwtVerify(token, key, {
    audience: 'app.example',
    subject: 'hanko webhooks',
    currentDate: NOW,
  })
  expect([payload['evt'], event]).toEqual(['user.create', 'user.create'])
  expect(decodeJwt(token).exp).toBe(IAT + 300)
})

test('reads the keys below its URL, and makes no sample without a key of its own', async () => {
  const plain = hanko({ url: keySets.url(['current']), audience: 'app.example' })
  expect([plain.faults, plain.sampleTypes]).toEqual([[], []])
  expect(await codeFrom(() => plain.sample(sampleEvent()))).toBe('CONFIG_INVALID')
  const token = await publishedToken(CLAIMS)
  const body = JSON.stringify({ token, event: 'user.create' })
  // The stand-in serves keys by path, and there are none at this one.
  expect(await verdict(plain, { headers: {}, body })).toBe('SIGNATURE_MISMATCH')
})

test('does not quote what it cannot read', () => {
  const parse = (): unknown =>
    provider.parse(signedRequest('{"token":"canary","event":"canary"}', {}))
  expect(codeOf(parse)).toBe('BODY_INVALID')
  expect(parse).not.toThrow(/canary/)
})
