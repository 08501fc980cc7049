import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { okta } from '../../../webhooks/providers/okta.ts'
import { codeFrom, codeOf, getRequest, signedRequest } from '../signed-request.ts'

const SECRET = 'a-secret-of-32-characters-or-so-x'
const PROVIDER = okta({ secrets: [new Secret(SECRET)] })
const PATH = '/webhooks/okta'

describe('the check of the URL', () => {
  test('answers a GET with the value it carries', () => {
    const request = getRequest(PATH, { 'X-Okta-Verification-Challenge': 'a"b_1.2=' })
    expect(PROVIDER.handshake?.(request)).toEqual({
      status: 200,
      contentType: 'application/json',
      body: '{"verification":"a\\"b_1.2="}',
    })
  })

  test.each([
    ['none', {}, 'SIGNATURE_MISSING'],
    ['an empty one', { 'x-okta-verification-challenge': '' }, 'SIGNATURE_MISSING'],
    ['one with blanks', { 'x-okta-verification-challenge': 'a b' }, 'SIGNATURE_MALFORMED'],
    ['a long one', { 'x-okta-verification-challenge': 'x'.repeat(1_025) }, 'SIGNATURE_MALFORMED'],
  ])('refuses %s', (_, headers: Record<string, string>, expected) => {
    expect(codeOf(() => PROVIDER.handshake?.(getRequest(PATH, headers)))).toBe(expected)
  })

  test('leaves a post to the secret', () => {
    const request = signedRequest('{}', { 'x-okta-verification-challenge': 'x' })
    expect(PROVIDER.handshake?.(request)).toBeUndefined()
  })
})

test('takes the secret in the header that was named at Okta', async () => {
  const provider = okta({ secrets: [new Secret(SECRET)], header: 'X-Doorkey-Secret' })
  const verdict = (headers: Record<string, string>): Promise<string> =>
    codeFrom(() => provider.verify(signedRequest('{}', headers)))
  expect(await verdict({ 'x-doorkey-secret': SECRET })).toBe('nothing thrown')
  expect(await verdict({ authorization: SECRET })).toBe('SIGNATURE_MISSING')
})

test.each([
  ['no events', { data: {} }],
  ['an event without uuid', { data: { events: [{ eventType: 'canary' }] } }],
  [
    'too many events',
    { data: { events: Array.from({ length: 501 }, () => ({ uuid: 'u', eventType: 'x' })) } },
  ],
  [
    'a time in words',
    { data: { events: [{ uuid: 'u', eventType: 'canary', published: 'canary' }] } },
  ],
])('refuses %s without quoting it', (_, body) => {
  const parse = (): unknown => PROVIDER.parse(signedRequest(JSON.stringify(body), {}))
  expect(parse).toThrow(/^okta: expected/)
  expect(parse).not.toThrow(/canary/)
})

const ADA = { id: '00u1', type: 'User', alternateId: 'ada@example.com' }
const event = (uuid: string, changes: object = {}): object => ({
  uuid,
  eventType: 'user.lifecycle.create',
  published: '2026-11-01T08:00:00.000Z',
  actor: { id: '00uadmin', type: 'User', alternateId: 'admin@example.com' },
  outcome: { result: 'SUCCESS' },
  target: [ADA],
  ...changes,
})
const parseHook = (...events: readonly unknown[]) =>
  PROVIDER.parse(signedRequest(JSON.stringify({ data: { events } }), {}))

test.each([
  ['is no object', null, 'unreadable', /^sha256:[0-9a-f]{64}$/],
  ['has no uuid', event(''), 'user.lifecycle.create', /^sha256:/],
  ['has no usable type', event('e2', { eventType: 7 }), 'unreadable', /^e2$/],
  ['has a time in words', event('e2', { published: 'x' }), 'user.lifecycle.create', /^e2$/],
  [
    'has a NUL in its address',
    event('e2', { target: [{ ...ADA, alternateId: 'a\0@example.com' }] }),
    'user.lifecycle.create',
    /^e2$/,
  ],
])('an event that %s is ignored, and the others are handled', (_, bad, providerType, key) => {
  const [first, second, third] = parseHook(event('e1'), bad, event('e3'))
  expect(first).toMatchObject({ type: 'user.created', dedupeKey: 'e1' })
  expect(second).toEqual({
    type: 'ignored',
    providerType,
    dedupeKey: expect.stringMatching(key),
    fault: expect.stringMatching(/^okta: expected /),
  })
  expect(third).toMatchObject({ type: 'user.created', dedupeKey: 'e3' })
  expect(parseHook(bad, event('e1'))[0]).toEqual(second)
  expect(codeOf(() => parseHook(bad, bad))).toBe('BODY_INVALID')
})

test.each([
  ['unknown', { id: 'unknown', alternateId: 'admin@example.com' }],
  ['unknown', { id: 'unknown', alternateId: 'ada@example.com' }],
  ['self', { id: '00uother', alternateId: 'ada@example.com' }],
  ['self', { id: '00u1', alternateId: 'admin@example.com' }],
  ['invited', { id: '00uadmin', alternateId: 'admin@example.com' }],
  ['invited', { id: '00uadmin' }],
])('origin is %s where the actor is %o', (origin, actor) => {
  const events = parseHook(event('e1', { actor: { ...actor, type: 'User' } }))
  expect(events).toMatchObject([{ type: 'user.created', origin }])
})

test('a login that Okta does not know makes no two users the same', () => {
  const nobody = { type: 'User', alternateId: 'unknown' }
  const changes = { actor: { ...nobody, id: '00uadmin' }, target: [{ ...nobody, id: '00u1' }] }
  expect(parseHook(event('e1', changes))).toMatchObject([{ origin: 'invited' }])
})
