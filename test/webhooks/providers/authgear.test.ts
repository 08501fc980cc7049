import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { authgear } from '../../../webhooks/providers/authgear.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const PROVIDER = authgear({ secrets: [new Secret('secret')] })

// The vendor's shape as its server writes it (authgear-server fa7a7d55), with invented values.
const CREATED = {
  id: '0000000000001a2b',
  seq: 6699,
  type: 'user.created',
  payload: {
    user: {
      id: '3f0b8a52-0000-4000-8000-000000000001',
      created_at: '2026-11-01T08:00:00Z',
      updated_at: '2026-11-01T08:00:00Z',
      is_anonymous: false,
      is_verified: true,
      is_disabled: false,
      standard_attributes: {
        email: 'ada@example.com',
        email_verified: true,
        name: 'Ada',
        locale: 'en-GB',
      },
      custom_attributes: {},
    },
    identities: [{ id: '9c', type: 'login_id', claims: { email: 'login@example.com' } }],
  },
  context: {
    timestamp: 1_793_520_000,
    user_id: '3f0b8a52-0000-4000-8000-000000000001',
    triggered_by: 'user',
    preferred_languages: ['fr-FR'],
    language: 'en',
    audit_context: {},
  },
}

function parse(body: unknown): ParsedEvent {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const [event] = PROVIDER.parse(signedRequest(text, {}))
  if (!event) throw new Error('expected one event')
  return event
}

function withUser(user: Record<string, unknown>, context: Record<string, unknown> = {}): unknown {
  return {
    ...CREATED,
    payload: { ...CREATED.payload, user: { ...CREATED.payload.user, ...user } },
    context: { ...CREATED.context, ...context },
  }
}

test('accepts the vendor’s own signature vector', () => {
  const signature = 'dc46983557fea127b43af721467eb9b3fde2338fe3e14f51952aa8478c13d355'
  const request = signedRequest('body', { 'X-Authgear-Body-Signature': signature })
  expect(codeOf(() => PROVIDER.verify(request))).toBe('nothing thrown')
})

describe('reading', () => {
  test('reads a created user', () => {
    expect(parse(CREATED)).toEqual({
      type: 'user.created',
      providerType: 'user.created',
      dedupeKey: '0000000000001a2b',
      occurredAt: new Date('2026-11-01T08:00:00Z'),
      origin: 'self',
      hasPassword: false,
      user: {
        id: '3f0b8a52-0000-4000-8000-000000000001',
        email: 'ada@example.com',
        name: 'Ada',
        locale: 'en-GB',
      },
    })
  })

  test.each([
    ['admin_api', 'invited'],
    ['portal', 'invited'],
    ['site_admin', 'invited'],
    ['user', 'self'],
    ['system', 'unknown'],
    ['something new', 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown'],
  ])('a user made by %s is %s', (triggered_by, origin) => {
    expect(parse(withUser({}, { triggered_by }))).toMatchObject({ origin })
  })

  test('falls back to the identity’s address, the parts of the name and the request’s language', () => {
    const attributes = { given_name: 'Ada', family_name: 'Lovelace' }
    const user = (context: Record<string, unknown>): unknown =>
      parse(withUser({ standard_attributes: attributes }, context))
    expect(user({})).toMatchObject({
      user: { email: 'login@example.com', name: 'Ada Lovelace', locale: 'en' },
    })
    expect(user({ language: '' })).toMatchObject({ user: { locale: 'fr-FR' } })
  })

  test('leaves out what is blank, null or absent', () => {
    const body = {
      ...CREATED,
      payload: { user: { id: 'u_1', standard_attributes: { email: ' ', name: null } } },
      context: { timestamp: 1_793_520_000, language: '', preferred_languages: null },
    }
    expect(parse(body)).toMatchObject({ user: { id: 'u_1' } })
    expect(parse(body)).not.toHaveProperty('user.email')
    expect(parse(body)).not.toHaveProperty('user.name')
    expect(parse(body)).not.toHaveProperty('user.locale')
  })

  test('reads a reset request that a backend posts in the same shape', () => {
    expect(parse({ ...CREATED, type: 'password.reset_requested' })).toMatchObject({
      type: 'password.reset_requested',
      user: { email: 'ada@example.com' },
    })
  })

  test('ignores anonymous users and all other types, keeping nothing of the user', () => {
    const anonymous = parse(withUser({ is_anonymous: true }))
    expect(anonymous).toEqual({
      type: 'ignored',
      providerType: 'user.created',
      dedupeKey: '0000000000001a2b',
    })
    for (const type of [
      'user.profile.updated',
      'user.anonymous.promoted',
      'usage.alert.triggered',
    ]) {
      expect(parse({ ...CREATED, type, payload: { odd: 1 } })).toEqual({
        type: 'ignored',
        providerType: type,
        dedupeKey: '0000000000001a2b',
      })
    }
  })
})

test.each([
  ['not JSON', 'canary{'],
  ['an array', []],
  ['no id', { ...CREATED, id: undefined }],
  ['an empty id', { ...CREATED, id: '' }],
  ['no context', { ...CREATED, context: undefined }],
  ['a time in words', withUser({}, { timestamp: 'canary' })],
  ['no payload', { ...CREATED, payload: undefined }],
  ['no user id', withUser({ id: undefined })],
  ['a number as address', withUser({ standard_attributes: { email: 5 } })],
])('refuses %s without quoting it', (_, body) => {
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).toThrow(/^authgear( payload)?: expected/)
  expect(() => parse(body)).not.toThrow(/canary|ada@/)
})
