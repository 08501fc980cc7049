import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '../../../src/events/provider.ts'
import { firebase } from '../../../webhooks/providers/firebase.ts'
import { publishedToken, textIn } from '../../contracts/jwt-signing.ts'
import { NOW } from '../../contracts/provider-fixture.ts'
import { type KeySets, privateKeyPem, startKeySets } from '../../contracts/provider-secrets.ts'
import { sampleEvent, verdict } from '../../contracts/provider-subjects.ts'
import { fixture } from '../../contracts/providers/firebase.ts'

const AUDIENCE = 'https://us-central1-acme-test.cloudfunctions.net/beforeCreate'
const IAT = Math.floor(NOW.getTime() / 1_000)
const CLAIMS = {
  iss: 'https://securetoken.google.com/acme-test',
  aud: AUDIENCE,
  iat: IAT,
  exp: IAT + 900,
  event_id: 'e1',
  event_type: 'beforeCreate',
  user_record: { uid: 'uid1' },
}

let keySets: KeySets
let provider: Provider
beforeAll(async () => {
  keySets = await startKeySets()
  provider = fixture.make({ secrets: ['current'], keySetUrl: keySets.url(['current']) })
})
afterAll(() => keySets.close())

async function outcome(claims: object): Promise<string> {
  const jwt = await publishedToken({ ...CLAIMS, ...claims })
  return verdict(provider, { headers: {}, body: JSON.stringify({ data: { jwt } }) })
}

test('refuses what Google signs with the same keys for other purposes', async () => {
  expect(await outcome({})).toBe('accepted')
  // A user's own ID token: the audience is the project.
  expect(await outcome({ aud: 'acme-test', sub: 'uid1' })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ iss: 'https://securetoken.google.com/other' })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ aud: `${AUDIENCE}2` })).toBe('SIGNATURE_MISMATCH')
  expect(await outcome({ exp: undefined })).toBe('SIGNATURE_MALFORMED')
})

test('refuses the unsigned tokens of the emulator', async () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const jwt = `${part({ alg: 'none', typ: 'JWT' })}.${part(CLAIMS)}.`
  const body = JSON.stringify({ data: { jwt } })
  expect(await verdict(provider, { headers: {}, body })).toBe('SIGNATURE_MALFORMED')
})

test('answers so that Firebase goes on', () => {
  expect([provider.successStatus, provider.successBody]).toEqual([200, {}])
})

test('names the setting at fault, and takes no project id for an audience', () => {
  const faults = (settings: { projectId: string; audience: string }) =>
    firebase(settings).faults?.map(({ expected }) => expected)
  expect(faults({ projectId: 'acme-test', audience: 'acme-test' })).toEqual([
    'an https:// URL as audience',
  ])
  expect(faults({ projectId: 'Acme', audience: AUDIENCE })).toEqual(['a project id'])
  expect(faults({ projectId: 'acme-test', audience: AUDIENCE })).toEqual([])
})

test('jose verifies the sample that we sign', async () => {
  const { body } = await provider.sample(sampleEvent())
  const { payload } = await jwtVerify(
    textIn(body, 'data', 'jwt'),
    createPublicKey(privateKeyPem('current')),
    {
      issuer: 'https://securetoken.google.com/acme-test',
      audience: AUDIENCE,
      currentDate: NOW,
    },
  )
  expect(payload).toMatchObject({ event_type: 'beforeCreate', sub: 'u_1' })
})
