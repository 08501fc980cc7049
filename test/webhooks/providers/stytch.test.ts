import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { stytch } from '../../../webhooks/providers/stytch.ts'
import { signedRequest } from '../signed-request.ts'
import { expectSvixAgrees } from '../svix.ts'

const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const PROVIDER = stytch({ secrets: [new Secret(SECRET)] })

// The vendor's shapes (its documentation and Svix event catalogue), with invented values.
const CREATED = {
  action: 'CREATE',
  event_id: 'event-live-1',
  id: 'user-live-1',
  object_type: 'user',
  project_id: 'project-live-1',
  source: 'DASHBOARD',
  timestamp: '2026-11-01T08:00:00.123456789Z',
  vertical: 'CONSUMER',
  user: {
    user_id: 'user-live-1',
    emails: [{ email_id: 'email-live-1', email: 'ada@example.com', verified: true }],
    name: { first_name: 'Ada', middle_name: '', last_name: 'L' },
    password: null,
  },
}
const MEMBER = {
  action: 'CREATE',
  event_id: 'event-live-2',
  id: 'member-live-1',
  object_type: 'member',
  project_id: 'project-live-1',
  source: 'DIRECT',
  timestamp: '2026-11-01T08:00:00Z',
  vertical: 'B2B',
  member: {
    member_id: 'member-live-1',
    organization_id: 'organization-live-1',
    email_address: 'ada@example.com',
    name: 'Ada L',
    status: 'active',
    member_password_id: '',
  },
}

function parse(body: unknown): ParsedEvent | undefined {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), {}))[0]
}

test('accepts what Svix signs, and signs what Svix accepts', () =>
  expectSvixAgrees(PROVIDER, SECRET, CREATED))

test('reads a user', () => {
  expect(parse(CREATED)).toEqual({
    type: 'user.created',
    providerType: 'dashboard.user.create',
    dedupeKey: 'event-live-1',
    occurredAt: new Date('2026-11-01T08:00:00.123Z'),
    origin: 'invited',
    hasPassword: false,
    user: { id: 'user-live-1', email: 'ada@example.com', name: 'Ada L' },
  })
})

test('reads a member', () => {
  expect(parse(MEMBER)).toEqual({
    type: 'user.created',
    providerType: 'direct.member.create',
    dedupeKey: 'event-live-2',
    occurredAt: new Date('2026-11-01T08:00:00Z'),
    origin: 'unknown',
    hasPassword: false,
    user: { id: 'member-live-1', email: 'ada@example.com', name: 'Ada L' },
  })
})

test.each([
  ['DASHBOARD', 'invited'],
  ['SCIM', 'invited'],
  ['DIRECT', 'unknown'],
  ['SOMETHING_NEW', 'unknown'],
])('a user from %s is %s', (source, origin) => {
  expect(parse({ ...CREATED, source })).toMatchObject({ origin })
})

test('an invited member is invited, whoever called', () => {
  const member = { ...MEMBER.member, status: 'invited' }
  expect(parse({ ...MEMBER, member })).toMatchObject({ origin: 'invited' })
})

test('tells who has a password', () => {
  const user = { ...CREATED.user, password: { password_id: 'password-live-1' } }
  expect(parse({ ...CREATED, user })).toMatchObject({ hasPassword: true })
  const member = { ...MEMBER.member, member_password_id: 'member-password-live-1' }
  expect(parse({ ...MEMBER, member })).toMatchObject({ hasPassword: true })
})

test('needs no address and no name', () => {
  const user = { user_id: 'user-live-1', emails: null, name: null }
  expect(parse({ ...CREATED, user })).toMatchObject({ user: { id: 'user-live-1' } })
  expect(parse({ ...CREATED, user })).not.toHaveProperty('user.email')
})

test('ignores all other objects and actions', () => {
  for (const changes of [{ action: 'UPDATE' }, { object_type: 'session' }]) {
    expect(parse({ ...CREATED, ...changes })).toEqual({
      type: 'ignored',
      providerType: `dashboard.${changes.object_type ?? 'user'}.${(changes.action ?? 'create').toLowerCase()}`,
      dedupeKey: 'event-live-1',
    })
  }
})
