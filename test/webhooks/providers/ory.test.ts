import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { guide, ory } from '../../../webhooks/providers/ory.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const PROVIDER = ory({ secrets: [new Secret('a-token-of-32-characters-exactly')] })

function parse(body: unknown, provider = PROVIDER): ParsedEvent {
  const [event] = provider.parse(signedRequest(JSON.stringify(body), {}))
  if (!event) throw new Error('expected one event')
  return event
}

const MAIL = { recipient: 'ada@example.com', to: 'ada@example.com', subject: 's', body: 'b' }

describe('mails', () => {
  test('hands on Ory’s own code or link, hidden', () => {
    const code = parse({ ...MAIL, template_type: 'recovery_code_valid', recovery_code: '123456' })
    const url = 'https://ory.example/recovery?token=canary'
    const link = parse({ ...MAIL, template_type: 'recovery_valid', recovery_url: url })
    const resetOf = (event: ParsedEvent) =>
      event.type === 'password.reset_requested' ? event.reset : undefined
    expect(resetOf(code)?.code?.reveal()).toBe('123456')
    expect(resetOf(code)).not.toHaveProperty('url')
    expect(resetOf(link)?.url?.reveal()).toBe(url)
    expect(JSON.stringify([code, link])).not.toMatch(/123456|canary/)
  })

  test.each(['recovery_code_invalid', 'recovery_invalid'])(
    '%s is for an address that nobody has: no mail tells who is known',
    (template_type) => {
      const event = parse({ ...MAIL, template_type, recovery_code: '123456' })
      expect(event).toEqual({
        type: 'ignored',
        providerType: template_type,
        dedupeKey: expect.any(String),
      })
    },
  )

  test('a recovery mail without code and link has nothing to deliver', () => {
    expect(
      parse({ ...MAIL, template_type: 'recovery_code_valid', recovery_code: '' }),
    ).toMatchObject({ type: 'ignored' })
  })

  test('nobody can try codes against the key that tells repeats', () => {
    const body = { ...MAIL, template_type: 'recovery_code_valid', recovery_code: '123456' }
    const other = ory({ secrets: [new Secret('another-token-of-some-length')] })
    expect(parse(body).dedupeKey).toBe(parse({ ...body, body: 'rendered anew' }).dedupeKey)
    expect(parse(body).dedupeKey).not.toBe(parse(body, other).dedupeKey)
    expect(parse(body).dedupeKey).not.toBe(parse({ ...body, recovery_code: '654321' }).dedupeKey)
  })
})

test('a hook after recovery is over, not requested', () => {
  expect(parse({ type: 'recovery', identity_id: 'i1' })).toMatchObject({ type: 'ignored' })
})

test.each([
  ['no identity', { type: 'user.created', email: 'canary@example.com' }],
  ['a number as address', { type: 'user.created', identity_id: 'i1', email: 5 }],
  ['no recipient', { template_type: 'recovery_code_valid', recovery_code: 'canary' }],
])('refuses %s without quoting it', (_, body) => {
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).not.toThrow(/canary/)
})

test('the guide’s Jsonnet names the fields that are read', () => {
  const text = guide.setup.join('\n')
  for (const field of ['identity_id', 'created_at', 'email', 'has_password', 'name']) {
    expect(text).toContain(`${field}: `)
  }
})
