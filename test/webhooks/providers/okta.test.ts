import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { okta } from '../../../webhooks/providers/okta.ts'
import { codeFrom, codeOf, getRequest, signedRequest } from '../signed-request.ts'

const SECRET = 'a-secret-of-32-characters-or-so-x'
const PROVIDER = okta({ secrets: [new Secret(SECRET)] })
const PATH = '/webhooks/okta'

describe('the check of the URL', () => {
  test('answers a GET with the value it carries', () => {
    const request = getRequest(PATH, { 'X-Okta-Verification-Challenge': 'a"b_1.2=' })
    expect(PROVIDER.handshake?.(request)).toEqual({
      status: 200,
      contentType: 'application/json',
      body: '{"verification":"a\\"b_1.2="}',
    })
  })

  test.each([
    ['none', {}, 'SIGNATURE_MISSING'],
    ['an empty one', { 'x-okta-verification-challenge': '' }, 'SIGNATURE_MISSING'],
    ['one with blanks', { 'x-okta-verification-challenge': 'a b' }, 'SIGNATURE_MALFORMED'],
    ['a long one', { 'x-okta-verification-challenge': 'x'.repeat(1_025) }, 'SIGNATURE_MALFORMED'],
  ])('refuses %s', (_, headers: Record<string, string>, expected) => {
    expect(codeOf(() => PROVIDER.handshake?.(getRequest(PATH, headers)))).toBe(expected)
  })

  test('leaves a post to the secret', () => {
    const request = signedRequest('{}', { 'x-okta-verification-challenge': 'x' })
    expect(PROVIDER.handshake?.(request)).toBeUndefined()
  })
})

test('takes the secret in the header that was named at Okta', async () => {
  const provider = okta({ secrets: [new Secret(SECRET)], header: 'X-Doorkey-Secret' })
  const verdict = (headers: Record<string, string>): Promise<string> =>
    codeFrom(() => provider.verify(signedRequest('{}', headers)))
  expect(await verdict({ 'x-doorkey-secret': SECRET })).toBe('nothing thrown')
  expect(await verdict({ authorization: SECRET })).toBe('SIGNATURE_MISSING')
})

test.each([
  ['no events', { data: {} }],
  ['an event without uuid', { data: { events: [{ eventType: 'canary' }] } }],
  [
    'too many events',
    { data: { events: Array.from({ length: 501 }, () => ({ uuid: 'u', eventType: 'x' })) } },
  ],
  [
    'a time in words',
    { data: { events: [{ uuid: 'u', eventType: 'canary', published: 'canary' }] } },
  ],
])('refuses %s without quoting it', (_, body) => {
  const parse = (): unknown => PROVIDER.parse(signedRequest(JSON.stringify(body), {}))
  expect(parse).toThrow(/^okta: expected/)
  expect(parse).not.toThrow(/canary/)
})
