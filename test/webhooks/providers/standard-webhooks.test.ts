import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { standardWebhooks } from '../../../webhooks/providers/standard-webhooks.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const PROVIDER = standardWebhooks({
  secrets: [new Secret('whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=')],
})

function parse(body: unknown): ParsedEvent {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const [event] = PROVIDER.parse(signedRequest(text, { 'webhook-id': 'msg_1' }))
  if (!event) throw new Error('expected one event')
  return event
}

const USER = { id: 'u_1', email: 'ada@example.com', name: 'Ada', locale: 'de-AT' }

describe('reading', () => {
  test('reads a created user as the format is documented', () => {
    const body = {
      type: 'user.created',
      timestamp: '2026-11-23T12:00:00Z',
      data: { user: USER, self_registered: false, has_password: false },
    }
    expect(parse(body)).toEqual({
      type: 'user.created',
      providerType: 'user.created',
      dedupeKey: 'msg_1',
      occurredAt: new Date('2026-11-23T12:00:00Z'),
      origin: 'invited',
      hasPassword: false,
      user: USER,
    })
  })

  test('needs no more than the type and the user’s id', () => {
    for (const user of [{ id: 'u_1' }, { id: 'u_1', email: null, name: ' ', locale: null }]) {
      expect(parse({ type: 'user.created', data: { user } })).toEqual({
        type: 'user.created',
        providerType: 'user.created',
        dedupeKey: 'msg_1',
        origin: 'invited',
        hasPassword: false,
        user: { id: 'u_1' },
      })
    }
  })

  test('tells who registered alone and who has a password', () => {
    const data = { user: USER, self_registered: true, has_password: true }
    expect(parse({ type: 'user.created', data })).toMatchObject({
      origin: 'self',
      hasPassword: true,
    })
  })

  test('reads a reset request with the sender’s own link and code, as secrets', () => {
    const reset = { url: 'https://x.test/r', code: '123456', expires_at: '2026-11-23T12:20:00Z' }
    const event = parse({ type: 'password.reset_requested', data: { user: USER, reset } })
    if (event.type !== 'password.reset_requested') throw new Error('expected a reset request')
    expect(event.reset?.url?.reveal()).toBe('https://x.test/r')
    expect(event.reset?.code?.reveal()).toBe('123456')
    expect(event.reset?.expiresAt).toEqual(new Date('2026-11-23T12:20:00Z'))
    expect(JSON.stringify(event)).not.toMatch(/x\.test|123456/)
  })

  test.each([
    { requested_by_admin: true, origin: 'invited' },
    { requested_by_admin: false, origin: 'unknown' },
    { origin: 'unknown' },
  ])('a reset is an admin’s only where it says so: $requested_by_admin', ({ origin, ...by }) => {
    const event = parse({ type: 'password.reset_requested', data: { user: USER, ...by } })
    expect(event).toMatchObject({ type: 'password.reset_requested', origin })
  })

  test('a reset without link and code is none of the sender’s own', () => {
    const data = { user: USER, reset: { expires_at: '2026-11-23T12:20:00Z' } }
    expect(parse({ type: 'password.reset_requested', data })).not.toHaveProperty('reset')
  })

  test('ignores all other types, whatever they carry', () => {
    expect(parse({ type: 'user.deleted', data: 7 })).toEqual({
      type: 'ignored',
      providerType: 'user.deleted',
      dedupeKey: 'msg_1',
    })
  })
})

test.each([
  ['not JSON', 'canary', 'UTF-8 JSON'],
  ['null', null, '/ must be object'],
  ['no type', { data: { user: USER } }, '/ must have required properties type'],
  ['no data', { type: 'user.created' }, '/ must have required properties data'],
  ['no user', { type: 'user.created', data: {} }, '/data must have required properties user'],
  ['an empty user id', { type: 'user.created', data: { user: { id: '' } } }, '/data/user/id'],
  ['a number as id', { type: 'user.created', data: { user: { id: 5 } } }, '/data/user/id'],
  ['a time in words', { type: 'user.created', timestamp: 'canary' }, '/timestamp'],
  ['a leap second', { type: 'user.created', timestamp: '2016-12-31T23:59:60Z' }, '/timestamp'],
  [
    'a wrong flag',
    { type: 'user.created', data: { user: USER, self_registered: 'canary' } },
    '/data/self_registered',
  ],
])('refuses %s and names the place without the value', (_, body, place) => {
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).toThrow(place)
  expect(() => parse(body)).not.toThrow(/canary/)
})

test('refuses bytes that are not UTF-8', () => {
  const request = signedRequest(Buffer.from([0x22, 0xff, 0x22]), { 'webhook-id': 'msg_1' })
  expect(codeOf(() => PROVIDER.parse(request))).toBe('BODY_INVALID')
})
