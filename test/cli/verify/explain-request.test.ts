import { describe, expect, test } from 'vitest'
import { explainRequest } from '../../../src/cli/verify/explain-request.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { SignedRequest } from '../../../src/events/provider.ts'
import { authgear } from '../../../webhooks/providers/authgear.ts'
import { okta } from '../../../webhooks/providers/okta.ts'
import { standardWebhooks } from '../../../webhooks/providers/standard-webhooks.ts'
import { getRequest, signedRequest } from '../../webhooks/signed-request.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const PROVIDER = authgear({ secrets: [new Secret('secret')] })
const STANDARD = standardWebhooks({
  secrets: [new Secret(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)],
})
const EVENT = {
  type: 'user.created',
  eventId: 'e_1',
  userId: 'u_1',
  email: 'canary@example.com',
  occurredAt: NOW,
} as const

async function signed(provider = PROVIDER): Promise<SignedRequest> {
  const { headers, body } = await provider.sample(EVENT)
  return signedRequest(body, headers, NOW)
}

/** The names of the steps that passed, and the one that refused with its code. */
async function told(request: SignedRequest, provider = PROVIDER) {
  const { steps, events } = await explainRequest(provider, request)
  const refused = steps.filter(({ isPassed }) => !isPassed)
  return {
    passed: steps.filter(({ isPassed }) => isPassed).map(({ step }) => step),
    refused: refused.map(({ step, code }) => `${step} ${code}`),
    remedy: refused[0]?.remedy,
    found: refused[0]?.found,
    events: events.length,
  }
}

test('a right request passes every step and gives its event', async () => {
  expect(await told(await signed())).toMatchObject({
    passed: ['method', 'content type', 'size', 'check of the URL', 'signature', 'shape'],
    refused: [],
    events: 1,
  })
})

describe('a request is refused at its first fault, with the code of the receiver', () => {
  test.each([
    ['another method', { method: 'PUT' }, 'method METHOD_NOT_ALLOWED'],
    ['no content type', { headers: {} }, 'content type CONTENT_TYPE_UNSUPPORTED'],
    ['too many bytes', { body: Buffer.alloc(262_145) }, 'size BODY_TOO_LARGE'],
    ['no signature', { rawHeaders: [] }, 'signature SIGNATURE_MISSING'],
    ['another body', { body: Buffer.from('canary') }, 'signature SIGNATURE_MISMATCH'],
  ])('%s', async (_, change: Partial<SignedRequest>, expected) => {
    const result = await told({ ...(await signed()), ...change })
    expect(result.refused).toEqual([expected])
    expect(result.remedy).toMatch(/\.$/)
    expect(result.events).toBe(0)
    expect(JSON.stringify(result)).not.toContain('canary')
  })

  test('a time that is past', async () => {
    const receivedAt = new Date(NOW.getTime() + 301_000)
    const result = await told({ ...(await signed(STANDARD)), receivedAt }, STANDARD)
    expect(result.refused).toEqual(['signature SIGNATURE_TIMESTAMP'])
    expect(result.found).toContain('got one 301 s old')
  })

  test('a shape that cannot be read, though signed', async () => {
    const { createHmac } = await import('node:crypto')
    const body = '{"canary":1}'
    const headers = {
      'content-type': 'application/json',
      'x-authgear-body-signature': createHmac('sha256', 'secret').update(body).digest('hex'),
    }
    const result = await told(signedRequest(body, headers, NOW))
    expect(result.refused).toEqual(['shape BODY_INVALID'])
    expect(JSON.stringify(result)).not.toContain('canary')
  })
})

describe('a body that was changed when it was saved', () => {
  test.each([
    ['a line break at the end', (text: string) => `${text}\n`, 'ends in a line break'],
    ['a byte order mark', (text: string) => `\u00ef\u00bb\u00bf${text}`, 'byte order mark'],
  ])('%s is told', async (_, change, expected) => {
    const request = await signed()
    const body = Buffer.from(change(request.body.toString('latin1')), 'latin1')
    const result = await told({ ...request, body })
    expect(result.refused).toEqual(['signature SIGNATURE_MISMATCH'])
    expect(result.remedy).toContain(expected)
  })

  test('JSON that was written anew is told', async () => {
    const request = await signed()
    const body = Buffer.from(JSON.stringify(JSON.parse(request.body.toString()), null, 2))
    expect((await told({ ...request, body })).found).toContain('something rewrites the body')
  })
})

test('a check of the URL ends there', async () => {
  const provider = okta({ secrets: [new Secret('a-secret-of-32-characters-or-so-x')] })
  const check = getRequest('/webhooks/okta', { 'x-okta-verification-challenge': 'abc' })
  expect(await told(check, provider)).toMatchObject({
    passed: ['method', 'content type', 'size', 'check of the URL'],
    refused: [],
  })
  const other = await told(getRequest('/webhooks/okta', { a: 'b' }), provider)
  expect(other.refused).toEqual(['check of the URL SIGNATURE_MISSING'])
})
