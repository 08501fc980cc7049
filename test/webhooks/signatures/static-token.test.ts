import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import {
  readTokens,
  signStaticToken,
  type StaticTokenScheme,
  verifyStaticToken,
} from '../../../webhooks/signatures/static-token.ts'
import { errorOf } from '../../support/error-of.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const TOKEN = 'user-name:a-token-of-some-length'
const TOKENS = readTokens('test', [new Secret('another-token-of-its-own'), new Secret(TOKEN)])
const BARE: StaticTokenScheme = { header: 'x-token' }
const BEARER: StaticTokenScheme = { header: 'authorization', scheme: 'Bearer' }
const BASIC: StaticTokenScheme = { header: 'authorization', scheme: 'Basic' }
// printf %s 'user-name:a-token-of-some-length' | base64
const BASE64 = 'dXNlci1uYW1lOmEtdG9rZW4tb2Ytc29tZS1sZW5ndGg='

function verdict(scheme: StaticTokenScheme, value: string): string {
  const request = signedRequest('{}', { [scheme.header]: value })
  return codeOf(() => verifyStaticToken('test', scheme, request, TOKENS))
}

test.each([
  [BARE, TOKEN],
  [BEARER, `Bearer ${TOKEN}`],
  [BASIC, `Basic ${BASE64}`],
])('%# signs and accepts each of several tokens', (scheme, value) => {
  expect(signStaticToken(scheme, new Secret(TOKEN))).toEqual({ [scheme.header]: value })
  expect(verdict(scheme, value)).toBe('nothing thrown')
  const [first] = TOKENS
  expect(verdict(scheme, signStaticToken(scheme, first)[scheme.header] ?? '')).toBe(
    'nothing thrown',
  )
})

describe('refuses', () => {
  test.each([
    ['another token', BARE, TOKEN.replace('user', 'uses'), 'SIGNATURE_MISMATCH'],
    ['a cut one', BARE, TOKEN.slice(0, -1), 'SIGNATURE_MISMATCH'],
    ['one with junk behind it', BARE, `${TOKEN}x`, 'SIGNATURE_MISMATCH'],
    ['two in one header', BARE, `${TOKEN}, ${TOKEN}`, 'SIGNATURE_MISMATCH'],
    ['another scheme', BEARER, `Basic ${TOKEN}`, 'SIGNATURE_MALFORMED'],
    ['no token', BEARER, 'Bearer', 'SIGNATURE_MALFORMED'],
    [
      'another spelling of the base64',
      BASIC,
      `Basic ${BASE64.replace('Gg=', 'Gh=')}`,
      'SIGNATURE_MISMATCH',
    ],
    ['the token as text where base64 is due', BASIC, `Basic ${TOKEN}`, 'SIGNATURE_MISMATCH'],
  ])('%s', (_, scheme, value, expected) => {
    expect(verdict(scheme, value)).toBe(expected)
  })

  test('a missing and a repeated header', () => {
    const verify = (headers: [string, string][]): string =>
      codeOf(() => verifyStaticToken('test', BARE, signedRequest('', headers), TOKENS))
    expect(verify([])).toBe('SIGNATURE_MISSING')
    expect(
      verify([
        ['x-token', TOKEN],
        ['X-Token', TOKEN],
      ]),
    ).toBe('SIGNATURE_DUPLICATED')
  })

  test('a token without its scheme, and says that it is the right one without quoting it', () => {
    const request = signedRequest('', { authorization: TOKEN })
    const error = errorOf(() => verifyStaticToken('test', BEARER, request, TOKENS))
    expect(error.code).toBe('SIGNATURE_MALFORMED')
    expect(error.message).toContain('the right token alone')
    expect(error.message).not.toContain(TOKEN)
  })
})

test('the name of a scheme has no case', () => {
  expect(verdict(BEARER, `bearer ${TOKEN}`)).toBe('nothing thrown')
  expect(verdict(BASIC, `BASIC  ${BASE64}`)).toBe('nothing thrown')
})

test.each([
  '',
  'fifteen-chars-x',
  ' a-token-with-blanks-around',
  'sixteen-or-more\n-line',
  'ä'.repeat(16),
])('refuses the token %j when it is made, without repeating it', (text) => {
  const read = (): unknown => readTokens('test', [new Secret(text)])
  expect(codeOf(read)).toBe('CONFIG_INVALID')
  expect(errorOf(read).message).not.toContain(text === '' ? '\0' : text)
})
