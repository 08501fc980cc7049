import type { KeyObject } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import {
  readTextSecrets,
  signHmacHex,
  verifyHmacHex,
} from '../../../webhooks/signatures/hmac-hex.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const HEADER = 'x-signature'
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
    verifyHmacHex('test', HEADER, signedRequest(body, { [HEADER]: signature }), keys),
  )
}

describe('hex HMAC', () => {
  test('signs as openssl and as the vendor do', () => {
    expect(signHmacHex(BODY, KEY)).toBe(SIGNATURE)
    const [vendorKey] = readTextSecrets('test', [new Secret('secret')])
    // Authgear's own vector, pkg/lib/hook at fa7a7d55.
    expect(signHmacHex(Buffer.from('body'), vendorKey)).toBe(
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
      codeOf(() => verifyHmacHex('test', HEADER, signedRequest(BODY, headers), [KEY]))
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
          const signature = signHmacHex(body, KEY)
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

test('every signature module compares in constant time', () => {
  const folder = new URL('../../../webhooks/signatures/', import.meta.url)
  const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const signing = sources.filter((source) => source.includes('createHmac('))
  expect(signing).toHaveLength(2)
  for (const source of signing) expect(source).toContain('timingSafeEqual(')
})
