import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { descope } from '../../../webhooks/providers/descope.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const PROVIDER = descope({ secrets: [new Secret('s3cret')] })
const NOW = new Date('2026-11-23T12:00:00Z')

function parse(body: unknown, at: Date = NOW) {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), {}, at))
}

test('accepts the signature that openssl computes', () => {
  const signature = 'WRDmIBbvUDQnLJJsJwcZkqRlwjNc7PQYUb2gcVd/T20='
  const request = signedRequest('{"a":1}', { 'X-Descope-Webhook-S256': signature })
  expect(codeOf(() => PROVIDER.verify(request))).toBe('nothing thrown')
})

test('says so where something rewrote the signed JSON', () => {
  const signature = 'WRDmIBbvUDQnLJJsJwcZkqRlwjNc7PQYUb2gcVd/T20='
  const request = signedRequest('{ "a": 1 }', { 'x-descope-webhook-s256': signature })
  expect(() => PROVIDER.verify(request)).toThrow('something rewrites the body')
})

test('an audit event is the same in whatever batch it comes', () => {
  const event = { action: 'UserCreated', userId: 'U1', occurred: NOW.getTime() }
  const other = { ...event, userId: 'U2' }
  const [alone] = parse([event])
  const [first, second] = parse([other, event])
  expect(second?.dedupeKey).toBe(alone?.dedupeKey)
  expect(first?.dedupeKey).not.toBe(alone?.dedupeKey)
})

test('a reset asked for again later is another one, since a flow names no time', () => {
  const body = { action: 'PasswordResetRequested', userId: 'U1', email: 'ada@example.com' }
  const keyAt = (minutes: number): string | undefined =>
    parse(body, new Date(NOW.getTime() + minutes * 60_000))[0]?.dedupeKey
  expect(keyAt(9)).toBe(keyAt(0))
  expect(keyAt(10)).not.toBe(keyAt(0))
})

test.each([
  ['a text as time', [{ action: 'UserCreated', userId: 'U1', occurred: 'canary' }]],
  ['no user', [{ action: 'UserCreated', loginIds: ['canary@example.com'] }]],
  ['no action', [{ userId: 'canary' }]],
  ['more than a batch holds', Array.from({ length: 101 }, () => ({ action: 'canary' }))],
])('refuses %s without quoting it', (_, body) => {
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).not.toThrow(/canary/)
})

test.each([
  ['is no object', 'canary', 'unreadable'],
  ['has no action', { userId: 'canary' }, 'unreadable'],
  ['names no user', { action: 'UserCreated' }, 'UserCreated'],
  [
    'has half a surrogate pair in its id',
    { action: 'UserCreated', userId: '\ud800' },
    'UserCreated',
  ],
])('an entry that %s is ignored, and the others are handled', (_, bad, providerType) => {
  const good = (userId: string) => ({ action: 'UserCreated', userId, occurred: NOW.getTime() })
  const [first, second, third] = parse([good('U1'), bad, good('U2')])
  expect(first).toMatchObject({ type: 'user.created', user: { id: 'U1' } })
  expect(second).toEqual({
    type: 'ignored',
    providerType,
    dedupeKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    fault: expect.stringMatching(/^descope: expected /),
  })
  expect(third).toMatchObject({ type: 'user.created', user: { id: 'U2' } })
  expect(parse([bad, good('U1')])[0]).toEqual(second)
  expect(codeOf(() => parse([bad, bad]))).toBe('BODY_INVALID')
})
