import type { KeyObject } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import {
  type HmacBodyScheme,
  readTextSecrets,
  signHmacBody,
  verifyHmacBody,
} from '../../../webhooks/signatures/hmac-body.ts'
import { errorOf } from '../../support/error-of.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const HEADER = 'x-signature'
const SCHEME: HmacBodyScheme = { header: HEADER, algorithm: 'sha256', encoding: 'hex' }
const [KEY] = readTextSecrets('test', [new Secret('s3cret')])
const [OTHER_KEY] = readTextSecrets('test', [new Secret('new')])
const BODY = Buffer.from('{"a":1}')
// openssl dgst -sha256 -hmac s3cret
const SIGNATURE = '5910e62016ef5034272c926c27071992a465c2335cecf41851bda071577f4f6d'

function verdict(
  signature: string,
  body: Buffer = BODY,
  keys: readonly KeyObject[] = [KEY],
): string {
  return codeOf(() =>
    verifyHmacBody('test', SCHEME, signedRequest(body, { [HEADER]: signature }), keys),
  )
}

describe('hex HMAC', () => {
  test('signs as openssl and as the vendor do', () => {
    expect(signHmacBody(SCHEME, BODY, KEY)[HEADER]).toBe(SIGNATURE)
    const [vendorKey] = readTextSecrets('test', [new Secret('secret')])
    // Authgear's own vector, pkg/lib/hook at fa7a7d55.
    expect(signHmacBody(SCHEME, Buffer.from('body'), vendorKey)[HEADER]).toBe(
      'dc46983557fea127b43af721467eb9b3fde2338fe3e14f51952aa8478c13d355',
    )
  })

  test('accepts the signature, by any of several secrets', () => {
    expect(verdict(SIGNATURE)).toBe('nothing thrown')
    expect(verdict(SIGNATURE, BODY, [OTHER_KEY, KEY])).toBe('nothing thrown')
    expect(verdict(SIGNATURE, BODY, [OTHER_KEY])).toBe('SIGNATURE_MISMATCH')
  })

  test.each([
    ['junk behind a valid one', `${SIGNATURE}zz`],
    ['hex behind a valid one', `${SIGNATURE}00`],
    ['a cut one', SIGNATURE.slice(0, 62)],
    ['upper case', SIGNATURE.toUpperCase()],
    ['a prefix', `sha256=${SIGNATURE}`],
    ['two joined by a proxy', `${SIGNATURE}, ${SIGNATURE}`],
  ])('refuses %s as malformed', (_, signature) => {
    expect(verdict(signature)).toBe('SIGNATURE_MALFORMED')
  })

  test('refuses a missing, an empty and a repeated header', () => {
    const verify = (headers: [string, string][]): string =>
      codeOf(() => verifyHmacBody('test', SCHEME, signedRequest(BODY, headers), [KEY]))
    expect(verify([])).toBe('SIGNATURE_MISSING')
    expect(verify([[HEADER, '']])).toBe('SIGNATURE_MISSING')
    expect(
      verify([
        [HEADER, SIGNATURE],
        ['X-Signature', SIGNATURE],
      ]),
    ).toBe('SIGNATURE_DUPLICATED')
  })

  test('accepts every body it signed and refuses it with one byte changed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, place, change) => {
          const body = Buffer.from(bytes)
          const signature = signHmacBody(SCHEME, body, KEY)[HEADER] ?? ''
          expect(verdict(signature, body)).toBe('nothing thrown')
          const index = place % body.length
          body[index] = (body[index] ?? 0) ^ change
          expect(verdict(signature, body)).toBe('SIGNATURE_MISMATCH')
        },
      ),
    )
  })

  test('refuses no secret, an empty one and one with blanks when it is made', () => {
    for (const secrets of [[], [''], ['s3cret', ''], [' s3cret'], ['s3cret\n']]) {
      const read = (): unknown =>
        readTextSecrets(
          'test',
          secrets.map((secret) => new Secret(secret)),
        )
      expect(codeOf(read)).toBe('CONFIG_INVALID')
    }
  })
})

describe('other settings', () => {
  const verify = (scheme: HmacBodyScheme, value: string, body = BODY): string =>
    codeOf(() =>
      verifyHmacBody('test', scheme, signedRequest(body, { [scheme.header]: value }), [KEY]),
    )

  test.each([
    // openssl dgst -hmac s3cret, with -sha1 and -sha256 -binary | base64
    [{ algorithm: 'sha1', encoding: 'hex' }, '79999786a1bff10cd4d7dd0b0752574af76be0b5'],
    [{ algorithm: 'sha256', encoding: 'base64' }, 'WRDmIBbvUDQnLJJsJwcZkqRlwjNc7PQYUb2gcVd/T20='],
    [{ algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' }, `sha256=${SIGNATURE}`],
  ] as const)('%j signs as openssl does, and refuses what is changed', (settings, value) => {
    const scheme = { header: 'X-Signature', ...settings }
    expect(signHmacBody(scheme, BODY, KEY)).toEqual({ 'X-Signature': value })
    expect(verify(scheme, value)).toBe('nothing thrown')
    expect(verify(scheme, value, Buffer.from('{"a":2}'))).toBe('SIGNATURE_MISMATCH')
    for (const other of [`${value}zz`, value.slice(0, -2), `x${value}`, value.slice(4)]) {
      expect(verify(scheme, other)).toBe('SIGNATURE_MALFORMED')
    }
  })

  test('refuses another spelling of the same base64', () => {
    const scheme: HmacBodyScheme = { header: HEADER, algorithm: 'sha256', encoding: 'base64' }
    const value = 'WRDmIBbvUDQnLJJsJwcZkqRlwjNc7PQYUb2gcVd/T20='
    expect(verify(scheme, value.replace('T20=', 'T21='))).toBe('SIGNATURE_MISMATCH')
  })
})

describe('what the log says of a refusal', () => {
  const say = (value: string, body: string): string =>
    errorOf(() => verifyHmacBody('test', SCHEME, signedRequest(body, { [HEADER]: value }), [KEY]))
      .message

  test('that the body was written anew by a JSON library', () => {
    expect(say(SIGNATURE, '{\n  "a": 1\n}')).toContain('the same JSON without blanks')
    const indented = signHmacBody(SCHEME, Buffer.from('{\n  "a": 1\n}'), KEY)[HEADER] ?? ''
    expect(say(indented, '{"a":1}')).toContain('the same JSON indented by two')
    expect(say(SIGNATURE, '{"a":2}')).not.toContain('rewrites')
    expect(say(SIGNATURE, 'not JSON')).not.toContain('rewrites')
  })

  test('that the signature is right and spelled otherwise', () => {
    const base64 = Buffer.from(SIGNATURE, 'hex').toString('base64')
    expect(say(base64, '{"a":1}')).toContain('the right one in base64')
    expect(say(SIGNATURE.toUpperCase(), '{"a":1}')).toContain('the right one in hex')
    expect(say(`sha256=${SIGNATURE}`, '{"a":1}')).toContain('the right one in hex')
    expect(say(base64, '{"a":2}')).toContain('got other text')
  })

  test('neither the secret, nor the signature, nor the body', () => {
    for (const body of ['{"canary":1}', '{\n  "a": 1\n}']) {
      expect(say(SIGNATURE, body)).not.toMatch(/canary|s3cret|5910e620/)
    }
  })
})

test('every signature module compares in constant time', () => {
  const folder = new URL('../../../webhooks/signatures/', import.meta.url)
  const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const signing = sources.filter(
    (source) =>
      /create(Hmac|Hash)\(/.test(source) && /export (async )?function verify/.test(source),
  )
  expect(signing).toHaveLength(5)
  for (const source of signing) expect(source).toContain('timingSafeEqual(')
})
