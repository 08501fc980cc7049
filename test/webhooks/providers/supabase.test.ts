import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { SampleEvent } from '../../../src/events/provider.ts'
import { supabase } from '../../../webhooks/providers/supabase.ts'
import { codeFrom, signedRequest } from '../signed-request.ts'

const [OLD, NEW] = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`)
const BOTH = supabase({ secrets: [new Secret(`v1,${OLD}|v1,${NEW}`)] })
const ONLY_NEW = supabase({ secrets: [new Secret(`v1,${NEW}`)] })

const EVENT: SampleEvent = {
  type: 'user.created',
  eventId: '8484b834-29f2-4000-8000-000000000002',
  userId: '8484b834-29f2-4000-8000-000000000001',
  email: 'ada@example.com',
  occurredAt: new Date(),
}

function post(metadataName: string, more: object) {
  const metadata = { uuid: '0001', time: '2026-11-01T08:00:00Z', name: metadataName }
  return BOTH.parse(signedRequest(JSON.stringify({ metadata, ...more }), {}))[0]
}

/** As `internal/hooks` signs: one signature for each secret, joined by a comma and a blank. */
function signedByAll(body: string, separator: string) {
  const at = new Date()
  const signatures = [OLD, NEW].map((secret) =>
    new StandardWebhook(secret ?? '').sign('msg_1', at, body),
  )
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(separator),
  }
}

describe('beside the libraries', () => {
  test('accepts what they sign, with signatures joined as Supabase and as the standard does', async () => {
    const body = '{"metadata":{}}'
    for (const separator of [', ', ' ']) {
      const headers = signedByAll(body, separator)
      for (const provider of [BOTH, ONLY_NEW]) {
        const request = signedRequest(body, headers)
        expect(await codeFrom(() => provider.verify(request))).toBe('nothing thrown')
      }
      for (const secret of [OLD, NEW]) {
        expect(new StandardWebhook(secret ?? '').verify(body, headers)).toEqual({ metadata: {} })
        expect(() => new SvixWebhook(secret ?? '').verify(body, headers)).not.toThrow()
      }
    }
  })

  test('signs samples that they accept', async () => {
    for (const type of BOTH.sampleTypes) {
      const { headers, body } = await BOTH.sample({ ...EVENT, type })
      const webhook = new StandardWebhook(OLD ?? '')
      expect(webhook.verify(body.toString(), { ...headers })).toMatchObject({
        metadata: { uuid: EVENT.eventId },
      })
    }
  })
})

test('answers what Supabase takes for success: 200 with JSON', () => {
  expect([BOTH.successStatus, BOTH.successBody]).toEqual([200, {}])
})

test('a mail is not taken for a created user, nor a created user for a mail', () => {
  const user = { id: 'u_1', email: 'ada@example.com' }
  const email_data = { email_action_type: 'recovery', token_hash: 'x', site_url: 'https://x.test' }
  expect(post('after-user-created', { user, email_data })?.type).toBe('ignored')
  expect(post('recovery', { user })?.type).toBe('ignored')
  expect(post('send-email', { user })?.type).toBe('ignored')
  expect(post('send-email', { user, email_data })?.type).toBe('password.reset_requested')
})

test.each([
  ['no metadata', 'x', { metadata: undefined }],
  ['no user', 'after-user-created', {}],
  ['a site that is not https', 'send-email', mailFrom('http://canary.test')],
  ['a site that is no URL', 'send-email', mailFrom('canary')],
  ['a script as site', 'send-email', mailFrom('javascript:canary')],
])('refuses %s without quoting it', (_, name, more) => {
  expect(() => post(name, more)).toThrow(/^supabase: expected/)
  expect(() => post(name, more)).not.toThrow(/canary/)
})

function mailFrom(site_url: string): object {
  const email_data = { email_action_type: 'recovery', token_hash: 'x', site_url }
  return { user: { id: 'u_1' }, email_data }
}
