import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { propelauth } from '../../../webhooks/providers/propelauth.ts'
import { signedRequest } from '../signed-request.ts'
import { expectSvixAgrees } from '../svix.ts'

const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const PROVIDER = propelauth({ secrets: [new Secret(SECRET)] })

// `event_type` is documented by the vendor; the other fields are as its users read them.
const CREATED = { event_type: 'user.created', user_id: '31c41c16-1', email: 'ada@example.com' }

function parse(body: unknown): readonly ParsedEvent[] {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), { 'svix-id': 'msg_1' }))
}

test('accepts what Svix signs, and signs what Svix accepts', () =>
  expectSvixAgrees(PROVIDER, SECRET, CREATED))

test('reads a created user; the header tells a repeat', () => {
  expect(parse(CREATED)).toEqual([
    {
      type: 'user.created',
      providerType: 'user.created',
      dedupeKey: 'msg_1',
      origin: 'unknown',
      hasPassword: false,
      user: { id: '31c41c16-1', email: 'ada@example.com' },
    },
  ])
  expect(parse({ ...CREATED, first_name: 'Ada', last_name: 'L' })).toMatchObject([
    { user: { name: 'Ada L' } },
  ])
})

test('ignores all other types', () => {
  for (const event_type of ['user.updated', 'user.added_to_org', 'org.created']) {
    expect(parse({ event_type, user_id: 7 })).toEqual([
      { type: 'ignored', providerType: event_type, dedupeKey: 'msg_1' },
    ])
  }
})
