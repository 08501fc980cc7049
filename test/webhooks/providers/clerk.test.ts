import { verifyWebhook } from '@clerk/backend/webhooks'
import { Webhook } from 'svix'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { clerk } from '../../../webhooks/providers/clerk.ts'
import { codeFrom, signedRequest } from '../signed-request.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const PROVIDER = clerk({ secrets: [new Secret(SECRET)] })
const HEADERS = { 'svix-id': 'msg_1' }

function event(type: SampleEvent['type']): SampleEvent {
  const occurredAt = new Date()
  return { type, eventId: 'msg_1', userId: 'user_1', email: 'ada@example.com', occurredAt }
}

function parse(body: unknown, provider = PROVIDER) {
  return provider.parse(signedRequest(JSON.stringify(body), HEADERS))[0]
}

describe.each(['user.created', 'password.reset_requested'] as const)('a sample of %s', (type) => {
  test('is accepted by the vendor’s library and by Svix’s', async () => {
    const { headers, body } = await PROVIDER.sample(event(type))
    const expected = type === 'user.created' ? type : 'email.created'
    // Gives nothing back; it throws where it refuses.
    expect(() => new Webhook(SECRET).verify(body.toString(), { ...headers })).not.toThrow()
    const request = new Request('https://doorkey.test/webhooks/clerk', {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    })
    expect(await verifyWebhook(request, { signingSecret: SECRET })).toMatchObject({
      type: expected,
      object: 'event',
    })
  })

  test('is refused by all three when one byte is changed', async () => {
    const { headers, body } = await PROVIDER.sample(event(type))
    const changed = Buffer.from(body.toString().replace('user_1', 'user_2'))
    expect(changed.equals(body)).toBe(false)
    const request = new Request('https://doorkey.test/', {
      method: 'POST',
      headers,
      body: new Uint8Array(changed),
    })
    await expect(verifyWebhook(request, { signingSecret: SECRET })).rejects.toThrow(/signature/i)
    expect(() => new Webhook(SECRET).verify(changed.toString(), { ...headers })).toThrow(
      /signature/,
    )
    expect(await codeFrom(() => PROVIDER.verify(signedRequest(changed, headers)))).toBe(
      'SIGNATURE_MISMATCH',
    )
  })
})

test('accepts what Svix signs', async () => {
  const body = JSON.stringify({ type: 'user.created', data: { id: 'user_1' } })
  const at = new Date()
  const headers = {
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'svix-signature': new Webhook(SECRET).sign('msg_1', at, body),
  }
  expect(await codeFrom(() => PROVIDER.verify(signedRequest(body, headers)))).toBe('nothing thrown')
})

test('as the vendor’s library, wants Svix’s names of the headers', async () => {
  const { headers, body } = await PROVIDER.sample(event('user.created'))
  const renamed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('svix-', 'webhook-'), value]),
  )
  expect(await codeFrom(() => PROVIDER.verify(signedRequest(body, renamed)))).toBe(
    'SIGNATURE_MISSING',
  )
})

describe('reading', () => {
  test.each([
    [1_716_883_200, '2024-05-28T08:00:00.000Z'],
    [1_716_883_200_123, '2024-05-28T08:00:00.123Z'],
  ])('takes the time %i by its size', (timestamp, expected) => {
    const read = parse({ type: 'user.created', timestamp, data: { id: 'user_1' } })
    expect(read).toMatchObject({ occurredAt: new Date(expected) })
  })

  test.each([
    ['admin', 'invited'],
    ['email_code', 'self'],
    ['ticket', 'self'],
    ['from_oauth_google', 'self'],
    [null, 'unknown'],
  ])('an address verified by %s means %s', (strategy, origin) => {
    const email_addresses = [{ email_address: 'ada@example.com', verification: { strategy } }]
    expect(parse({ type: 'user.created', data: { id: 'user_1', email_addresses } })).toMatchObject({
      origin,
    })
  })

  test('takes the first address where none is primary, and the username where there is no name', () => {
    const email_addresses = [{ email_address: 'a@example.com' }, { email_address: 'b@example.com' }]
    const data = { id: 'user_1', username: 'ada', primary_email_address_id: null, email_addresses }
    expect(parse({ type: 'user.created', data })).toMatchObject({
      user: { email: 'a@example.com', name: 'ada' },
    })
  })

  test('takes another template’s slug for the reset, where the settings name it', () => {
    const slug = 'my_reset_code'
    const other = clerk({ secrets: [new Secret(SECRET)], resetSlug: slug })
    const data = { slug, user_id: 'user_1', delivered_by_clerk: false, data: { otp_code: '1' } }
    expect(parse({ type: 'email.created', data }, other)?.type).toBe('password.reset_requested')
    expect(parse({ type: 'email.created', data })?.type).toBe('ignored')
  })
})

test.each([
  ['no type', { data: { id: 'user_1' } }],
  ['no user id', { type: 'user.created', data: {} }],
  ['a number as address', { type: 'user.created', data: { id: 'u', email_addresses: [5] } }],
  [
    'a reset without a code',
    {
      type: 'email.created',
      data: {
        slug: 'reset_password_code',
        user_id: 'canary',
        delivered_by_clerk: false,
        data: {},
      },
    },
  ],
])('refuses %s without quoting it', (_, body) => {
  expect(() => parse(body)).toThrow(/^clerk: expected/)
  expect(() => parse(body)).not.toThrow(/canary/)
})
