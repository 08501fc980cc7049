import { Webhook } from 'svix'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import type { SignedSample } from '../../../src/events/provider.ts'
import { propelauth } from '../../../webhooks/providers/propelauth.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const PROVIDER = propelauth({ secrets: [new Secret(SECRET)] })

// `event_type` is documented by the vendor; the other fields are as its users read them.
const CREATED = { event_type: 'user.created', user_id: '31c41c16-1', email: 'ada@example.com' }

function parse(body: unknown): readonly ParsedEvent[] {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), { 'svix-id': 'msg_1' }))
}

test('accepts what Svix signs, and signs what Svix accepts', async () => {
  const now = new Date()
  const body = JSON.stringify(CREATED)
  const headers = {
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'svix-signature': new Webhook(SECRET).sign('msg_1', now, body),
  }
  expect(codeOf(() => PROVIDER.verify(signedRequest(body, headers, now)))).toBe('nothing thrown')

  const sample = await PROVIDER.sample({
    type: 'user.created',
    eventId: 'msg_2',
    userId: 'u_1',
    email: 'ada@example.com',
    occurredAt: now,
  })
  expect(svixVerdict(sample)).toBe('verified')
  const changed = Buffer.concat([sample.body, Buffer.from(' ')])
  expect(svixVerdict({ ...sample, body: changed })).toBe('refused')
})

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

/** Svix's library only says whether it throws. */
function svixVerdict({ headers, body }: SignedSample): string {
  try {
    new Webhook(SECRET).verify(body.toString(), { ...headers })
    return 'verified'
  } catch {
    return 'refused'
  }
}
