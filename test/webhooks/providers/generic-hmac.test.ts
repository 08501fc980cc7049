import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { GenericHmacSettings } from '../../../webhooks/generic-settings.ts'
import { genericHmac } from '../../../webhooks/providers/generic-hmac.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const SETTINGS: GenericHmacSettings = {
  secrets: [new Secret('s3cret')],
  header: 'x-signature',
  paths: { type: '/type', userId: '/user/id', email: '/user/email', time: '/at' },
  created: ['created'],
  resetRequested: ['reset'],
}

function parse(body: unknown, changes: Partial<GenericHmacSettings> = {}) {
  return genericHmac({ ...SETTINGS, ...changes }).parse(signedRequest(JSON.stringify(body), {}))
}

// Computed with openssl over {"a":1} and the key s3cret.
test.each([
  [{}, '5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d'],
  [{ algorithm: 'sha1' }, '79999786a1bff10cd4d7dd0b0752574af76be0b5'],
  [{ encoding: 'base64' }, 'WRDmIBbvUDQnLJJsJwcZkqRlwjNc7PQYUb2gcVd/T20='],
  [
    { prefix: 'sha256=' },
    'sha256=5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d',
  ],
] as const)('accepts what openssl computes with %j', (changes, signature) => {
  const provider = genericHmac({ ...SETTINGS, ...changes })
  const request = signedRequest('{"a":1}', { 'X-Signature': signature })
  expect(provider.faults).toEqual([])
  expect(codeOf(() => provider.verify(request))).toBe('nothing thrown')
  const other = signedRequest('{"a":2}', { 'X-Signature': signature })
  expect(codeOf(() => provider.verify(other))).toBe('SIGNATURE_MISMATCH')
})

describe('settings are checked at the start', () => {
  const paths = (changes: Record<string, string>) => ({ paths: { ...SETTINGS.paths, ...changes } })
  test.each([
    ['header', { header: 'x signature' }],
    ['header', { header: '' }],
    ['prefix', { prefix: 'a b' }],
    ['paths/type', paths({ type: '' })],
    ['paths/userId', paths({ userId: 'user.id' })],
    ['paths/email', paths({ email: '/user/~email' })],
    ['created', { created: [], resetRequested: [] }],
    ['created', { created: [''] }],
    ['resetRequested', { resetRequested: ['reset', 'created'] }],
    ['secrets/0', { secrets: [new Secret('')] }],
  ])('and a fault names %s', (path, changes) => {
    const { faults = [] } = genericHmac({ ...SETTINGS, ...changes })
    expect(faults).toHaveLength(1)
    expect(`${faults[0]?.expected} ${faults[0]?.got}`).toContain(path)
  })
})

describe('reading', () => {
  test.each([
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
    [1_795_435_200, '2026-11-23T12:00:00.000Z'],
    [1_795_435_200_123, '2026-11-23T12:00:00.123Z'],
  ])('takes the time %j', (at, iso) => {
    const body = { type: 'created', user: { id: 17 }, at }
    expect(parse(body)).toMatchObject([{ user: { id: '17' }, occurredAt: new Date(iso) }])
  })

  test('ignores what is not listed, and never takes a finished reset for a requested one', () => {
    expect(parse({ type: 'reset.done', user: { id: 'u' } })).toMatchObject([{ type: 'ignored' }])
    expect(parse({ type: 'reset', user: { id: 'u' } })).toMatchObject([
      { type: 'password.reset_requested', origin: 'unknown' },
    ])
  })

  test('tells repeats by the body where no event id is named', () => {
    const keyOf = (at: string) => parse({ type: 'reset', user: { id: 'u' }, at })[0]?.dedupeKey
    expect(keyOf('2026-11-23T12:00:00Z')).toBe(keyOf('2026-11-23T12:00:00Z'))
    expect(keyOf('2026-11-23T12:00:00Z')).not.toBe(keyOf('2026-11-23T12:00:01Z'))
  })

  test('finds own members only', () => {
    const paths = { ...SETTINGS.paths, email: '/constructor/name' }
    const [event] = parse({ type: 'created', user: { id: 'u' } }, { paths })
    expect(event).not.toHaveProperty('user.email')
  })

  test.each([
    ['no type', { user: { id: 'canary' } }],
    ['no user id', { type: 'created', user: { email: 'canary@example.com' } }],
    ['a list as address', { type: 'created', user: { id: 'u', email: ['canary'] } }],
    ['words as time', { type: 'created', user: { id: 'u' }, at: 'canary' }],
    ['a time before 1970', { type: 'created', user: { id: 'u' }, at: -1 }],
  ])('refuses %s without quoting it', (_, body) => {
    expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
    expect(() => parse(body)).not.toThrow(/canary/)
  })
})
