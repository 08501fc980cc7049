import { WorkOS } from '@workos-inc/node'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { workos } from '../../../webhooks/providers/workos.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const SECRET = 's3cret'
const PROVIDER = workos({ secrets: [new Secret(SECRET)] })
const VENDOR = new WorkOS('sk_test_1').webhooks

// The vendor's shapes (workos-node fd885bc and its documentation), with invented values.
const CREATED = {
  id: 'event_01J',
  event: 'user.created',
  created_at: '2026-11-01T08:00:00.000Z',
  data: {
    object: 'user',
    id: 'user_01J',
    email: 'ada@example.com',
    first_name: 'Ada',
    last_name: 'L',
    email_verified: false,
    locale: 'en-GB',
    metadata: {},
    created_at: '2026-11-01T08:00:00.000Z',
    updated_at: '2026-11-01T08:00:00.000Z',
  },
}
const RESET = {
  id: 'event_01K',
  event: 'password_reset.created',
  created_at: '2026-11-01T08:00:00.000Z',
  data: {
    object: 'password_reset',
    id: 'password_reset_01K',
    user_id: 'user_01J',
    email: 'ada@example.com',
    expires_at: '2026-11-01T09:00:00.000Z',
    created_at: '2026-11-01T08:00:00.000Z',
  },
}

function parse(body: unknown): readonly ParsedEvent[] {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), {}))
}

function verdict(header: string, body: string, receivedAt: Date): string {
  const request = signedRequest(body, { 'WorkOS-Signature': header }, receivedAt)
  return codeOf(() => PROVIDER.verify(request))
}

describe('signature', () => {
  const at = new Date(1_700_000_000_000)
  const vector =
    't=1700000000000, v1=8a6f992378d0d47b6fcdf1cc8d72e46ba5c789b2c9d3a538be31fe07d598ba6d'

  test('accepts the vector by openssl, with and without the blank', () => {
    expect(verdict(vector, '{"a":1}', at)).toBe('nothing thrown')
    expect(verdict(vector.replace(' ', ''), '{"a":1}', at)).toBe('nothing thrown')
    expect(verdict(vector, '{"a": 1}', at)).toBe('SIGNATURE_MISMATCH')
  })

  test('holds to 3 minutes, both ways, and to milliseconds', () => {
    const later = (seconds: number): Date => new Date(at.getTime() + seconds * 1_000)
    expect(verdict(vector, '{"a":1}', later(180))).toBe('nothing thrown')
    expect(verdict(vector, '{"a":1}', later(181))).toBe('SIGNATURE_TIMESTAMP')
    expect(verdict(vector, '{"a":1}', later(-181))).toBe('SIGNATURE_TIMESTAMP')
    const inSeconds = vector.replace('1700000000000', '1700000000')
    expect(verdict(inSeconds, '{"a":1}', at)).toBe('SIGNATURE_MALFORMED')
  })

  test('accepts what WorkOS’s library signs', async () => {
    const body = JSON.stringify(CREATED)
    const now = new Date()
    const mac = await VENDOR.computeSignature(now.getTime(), body, SECRET)
    expect(verdict(`t=${now.getTime()}, v1=${mac}`, body, now)).toBe('nothing thrown')
  })

  test('signs samples that WorkOS’s library accepts and reads', async () => {
    const types = []
    for (const type of PROVIDER.sampleTypes) {
      const { headers, body } = await PROVIDER.sample({
        type,
        eventId: 'event_1',
        userId: 'user_1',
        email: 'ada@example.com',
        occurredAt: new Date(),
      })
      const event = await VENDOR.constructEvent({
        payload: body.toString(),
        sigHeader: headers['workos-signature'] ?? '',
        secret: SECRET,
      })
      types.push(event.event)
      expect(event.id).toBe('event_1')
    }
    expect(types).toEqual(['user.created', 'password_reset.created'])
  })
})

test('reads a created user, whose maker WorkOS does not tell', () => {
  expect(parse(CREATED)).toEqual([
    {
      type: 'user.created',
      providerType: 'user.created',
      dedupeKey: 'event_01J',
      occurredAt: new Date('2026-11-01T08:00:00Z'),
      origin: 'unknown',
      hasPassword: false,
      user: { id: 'user_01J', email: 'ada@example.com', name: 'Ada L', locale: 'en-GB' },
    },
  ])
})

test('leaves out what is null', () => {
  const data = { ...CREATED.data, first_name: null, last_name: null, locale: null }
  expect(parse({ ...CREATED, data })).toMatchObject([
    { user: { id: 'user_01J', email: 'ada@example.com' } },
  ])
  expect(parse({ ...CREATED, data })[0]).not.toHaveProperty('user.name')
})

test('reads a requested reset, and ignores the one that is over', () => {
  expect(parse(RESET)).toEqual([
    {
      type: 'password.reset_requested',
      providerType: 'password_reset.created',
      dedupeKey: 'event_01K',
      occurredAt: new Date('2026-11-01T08:00:00Z'),
      origin: 'unknown',
      hasPassword: false,
      user: { id: 'user_01J', email: 'ada@example.com' },
    },
  ])
  for (const event of ['password_reset.succeeded', 'user.updated', 'anything.new']) {
    expect(parse({ ...RESET, event })).toEqual([
      { type: 'ignored', providerType: event, dedupeKey: 'event_01K' },
    ])
  }
})

test('wants exactly 200, as WorkOS does', () => {
  expect(PROVIDER.successStatus).toBe(200)
})
