import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '../../../src/events/provider.ts'
import { publishedToken } from '../../contracts/jwt-signing.ts'
import { NOW } from '../../contracts/provider-fixture.ts'
import { type KeySets, privateKeyPem, startKeySets } from '../../contracts/provider-secrets.ts'
import { sampleEvent, verdict } from '../../contracts/provider-subjects.ts'
import { fixture } from '../../contracts/providers/entra.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const TENANT = '11111111-2222-4333-8444-555555555555'
const APP = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const CALLER = '99045fe1-7639-4a75-9d4a-577b6ca3810f'
const IAT = Math.floor(NOW.getTime() / 1_000)
const CLAIMS = {
  iss: `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`,
  aud: APP,
  azp: CALLER,
  iat: IAT,
  exp: IAT + 3_600,
}

let keySets: KeySets
let provider: Provider
beforeAll(async () => {
  keySets = await startKeySets()
  provider = fixture.make({ secrets: ['current'], keySetUrl: keySets.url(['current']) })
})
afterAll(() => keySets.close())

async function outcome(claims: object, word = 'Bearer'): Promise<string> {
  const token = await publishedToken({ ...CLAIMS, ...claims })
  return verdict(provider, { headers: { authorization: `${word} ${token}` }, body: '{}' })
}

function otpSend(requestType: string | undefined, code = '12345678') {
  return signedRequest(
    JSON.stringify({
      type: 'microsoft.graph.authenticationEvent.emailOtpSend',
      data: {
        otpContext: { identifier: 'ada@example.com', oneTimeCode: code },
        authenticationContext: { correlationId: 'c1', requestType },
      },
    }),
    {},
  )
}

test('believes Microsoft’s extension service only, in both versions of its token', async () => {
  expect(await outcome({})).toBe('accepted')
  expect(await outcome({ azp: undefined, appid: CALLER })).toBe('accepted')
  expect(await outcome({ aud: `api://${APP}` })).toBe('accepted')
  // Any application of the tenant gets such a token.
  expect(await outcome({ azp: APP })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ azp: APP, appid: CALLER })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ azp: undefined })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ aud: CALLER })).toBe('SIGNATURE_MISMATCH')
  const other = '99999999-2222-4333-8444-555555555555'
  const iss = `https://${other}.ciamlogin.com/${other}/v2.0`
  expect(await outcome({ iss })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({}, 'Basic')).toBe('SIGNATURE_MALFORMED')
})

test('answers exactly what Entra wants', () => {
  expect([provider.successStatus, provider.successBody]).toEqual([
    200,
    {
      data: {
        '@odata.type': 'microsoft.graph.OnOtpSendResponseData',
        actions: [{ '@odata.type': 'microsoft.graph.OtpSend.continueWithDefaultBehavior' }],
      },
    },
  ])
})

test('refuses codes for anything but a reset, naming what they are for, so that Entra sends them', () => {
  const parse = (type: string | undefined) => (): unknown => provider.parse(otpSend(type))
  for (const [type, got] of [
    ['signUp', 'requestType signUp'],
    ['two words', 'requestType of other text'],
  ] as const) {
    expect(codeOf(parse(type))).toBe('BODY_INVALID')
    expect(parse(type)).toThrow(`got ${got}`)
    expect(parse(type)).not.toThrow(/12345678|ada@/)
  }
  expect(codeOf(() => provider.parse(otpSend('passwordReset', '')))).toBe('BODY_INVALID')
})

test('delivers the code, hides it, and takes another code for another mail', () => {
  const [first] = provider.parse(otpSend('passwordReset'))
  const [second] = provider.parse(otpSend('passwordReset', '87654321'))
  const reset = first?.type === 'password.reset_requested' ? first.reset : undefined
  expect(reset?.code?.reveal()).toBe('12345678')
  expect(JSON.stringify(first)).not.toContain('12345678')
  expect(second?.dedupeKey).not.toBe(first?.dedupeKey)
})

test('jose verifies the sample that we sign', async () => {
  const { headers } = await provider.sample(sampleEvent())
  const { payload } = await jwtVerify(
    headers['authorization']?.slice('Bearer '.length) ?? '',
    createPublicKey(privateKeyPem('current')),
    { issuer: CLAIMS.iss, audience: APP, currentDate: NOW },
  )
  expect(payload['azp']).toBe(CALLER)
})
