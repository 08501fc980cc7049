import { jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { frontegg } from '../../../webhooks/providers/frontegg.ts'
import { sampleEvent, verdict } from '../../contracts/provider-subjects.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const SECRET = 'a-webhook-secret-of-the-portal'
const KEY = new TextEncoder().encode(SECRET)
const PROVIDER = frontegg({ secrets: [new Secret(SECRET)] })
const NOW = new Date('2026-11-23T12:00:00Z')
const IAT = NOW.getTime() / 1_000

async function outcome(claims: Record<string, number>): Promise<string> {
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(KEY)
  return verdict(PROVIDER, { headers: { 'x-webhook-secret': token }, body: '{}' }, NOW)
}

test('accepts a token as jose signs it, while it lives', async () => {
  expect(await outcome({ iat: IAT, exp: IAT + 300 })).toBe('accepted')
  expect(await outcome({ iat: IAT - 700, exp: IAT - 400 })).toBe('SIGNATURE_TIMESTAMP')
  expect(await outcome({ iat: IAT })).toBe('SIGNATURE_MALFORMED')
})

test('does not take the secret itself for a token', async () => {
  const result = await verdict(PROVIDER, { headers: { 'x-webhook-secret': SECRET }, body: '{}' })
  expect(result).toBe('SIGNATURE_MALFORMED')
})

test('jose verifies the sample that we sign', async () => {
  const { headers } = await PROVIDER.sample({ ...sampleEvent(), occurredAt: NOW })
  const { payload } = await jwtVerify(headers['x-webhook-secret'] ?? '', KEY, { currentDate: NOW })
  expect(payload).toEqual({ iat: IAT, exp: IAT + 300 })
})

test('a reset asked for again later is another one, since its body has no time', () => {
  const body = JSON.stringify({ eventKey: 'frontegg.user.forgotPassword', user: { id: 'u1' } })
  const keyAt = (minutes: number): string | undefined => {
    const at = new Date(NOW.getTime() + minutes * 60_000)
    return PROVIDER.parse(signedRequest(body, {}, at))[0]?.dedupeKey
  }
  expect(keyAt(9)).toBe(keyAt(0))
  expect(keyAt(10)).not.toBe(keyAt(0))
})

test.each([
  ['no user', { eventKey: 'frontegg.user.created', eventContext: { userId: 'canary' } }],
  ['no id', { eventKey: 'frontegg.user.forgotPassword', user: { email: 'canary@example.com' } }],
])('refuses %s without quoting it', (_, body) => {
  const parse = (): unknown => PROVIDER.parse(signedRequest(JSON.stringify(body), {}))
  expect(codeOf(parse)).toBe('BODY_INVALID')
  expect(parse).not.toThrow(/canary/)
})
