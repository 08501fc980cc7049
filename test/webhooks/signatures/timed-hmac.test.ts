import type { KeyObject } from 'node:crypto'
import { WorkOS } from '@workos-inc/node'
import fc from 'fast-check'
import { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { readTextSecrets } from '../../../webhooks/signatures/hmac-body.ts'
import {
  signTimedHmac,
  type TimedHmacScheme,
  verifyTimedHmac,
} from '../../../webhooks/signatures/timed-hmac.ts'
import { errorOf } from '../../support/error-of.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const ZITADEL: TimedHmacScheme = {
  header: 'zitadel-signature',
  unit: 'seconds',
  toleranceSeconds: 300,
}
const WORKOS: TimedHmacScheme = {
  header: 'workos-signature',
  unit: 'milliseconds',
  toleranceSeconds: 180,
  separator: ', ',
}
const SECRET = 's3cret'
const KEYS = readTextSecrets('test', [new Secret(SECRET)])
const AT = new Date(1_700_000_000_000)
const BODY = '{"a":1}'
// openssl dgst -sha256 -hmac s3cret, over 1700000000.{"a":1} and 1700000000000.{"a":1}
const IN_SECONDS = '1698a50bc74d1ff1db85c4e0a5297c2ad9fdba245d5737cdb789e4cc6e098940'
const IN_MILLISECONDS = '8a6f992378d0d47b6fcdf1cc8d72e46ba5c789b2c9d3a538be31fe07d598ba6d'

function verdict(value: string, scheme = ZITADEL, laterMs = 0, keys: readonly KeyObject[] = KEYS) {
  const at = new Date(AT.getTime() + laterMs)
  return codeOf(() =>
    verifyTimedHmac('test', scheme, signedRequest(BODY, { [scheme.header]: value }, at), keys),
  )
}

describe('vectors', () => {
  test('signs and verifies as openssl does, in seconds and in milliseconds', () => {
    const [key] = KEYS
    const body = Buffer.from(BODY)
    expect(signTimedHmac(ZITADEL, body, key, AT)).toEqual({
      'zitadel-signature': `t=1700000000,v1=${IN_SECONDS}`,
    })
    expect(signTimedHmac(WORKOS, body, key, AT)).toEqual({
      'workos-signature': `t=1700000000000, v1=${IN_MILLISECONDS}`,
    })
    expect(verdict(`t=1700000000,v1=${IN_SECONDS}`)).toBe('nothing thrown')
    expect(verdict(`t=1700000000000, v1=${IN_MILLISECONDS}`, WORKOS)).toBe('nothing thrown')
  })
})

describe('beside the libraries', () => {
  const stripe = new Stripe('sk_test_x')
  const workos = new WorkOS('sk_test_x')

  test('Stripe’s, whose header ZITADEL’s equals: each accepts what the other signed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const payload = JSON.stringify({ text })
        const at = new Date()
        const [key] = KEYS
        const ours = signTimedHmac(ZITADEL, Buffer.from(payload), key, at)
        const theirs = stripe.webhooks.generateTestHeaderString({
          payload,
          secret: SECRET,
          timestamp: Math.floor(at.getTime() / 1_000),
        })
        expect(ours[ZITADEL.header]).toBe(theirs)
        const header = ours[ZITADEL.header] ?? ''
        expect(stripe.webhooks.constructEvent(payload, header, SECRET)).toEqual({ text })
      }),
    )
  })

  test('WorkOS’s own: each accepts what the other signed', async () => {
    const payload = { id: 'event_1', event: 'user.created', data: { object: 'user', id: 'u' } }
    const body = Buffer.from(JSON.stringify(payload))
    const at = new Date()
    const time = String(at.getTime())
    const [key] = KEYS
    const ours = signTimedHmac(WORKOS, body, key, at)[WORKOS.header] ?? ''
    const theirs = await workos.webhooks.computeSignature(time, payload, SECRET)
    expect(ours).toBe(`t=${time}, v1=${theirs}`)
    const isVerified = await workos.webhooks.verifyHeader({
      payload,
      sigHeader: ours,
      secret: SECRET,
    })
    expect(isVerified).toBe(true)
  })
})

describe('time', () => {
  test.each([
    [ZITADEL, IN_SECONDS, 't=1700000000', 300_000],
    [WORKOS, IN_MILLISECONDS, 't=1700000000000', 180_000],
  ])('%# is accepted up to its tolerance, before and after', (scheme, mac, time, toleranceMs) => {
    const value = `${time},v1=${mac}`
    for (const sign of [1, -1]) {
      expect(verdict(value, scheme, sign * toleranceMs)).toBe('nothing thrown')
      expect(verdict(value, scheme, sign * (toleranceMs + 1_000))).toBe('SIGNATURE_TIMESTAMP')
    }
  })

  test('the other unit is refused, and said so', () => {
    const request = signedRequest(BODY, { 'workos-signature': `t=1700000000,v1=${IN_SECONDS}` }, AT)
    const error = errorOf(() => verifyTimedHmac('test', WORKOS, request, KEYS))
    expect(error.code).toBe('SIGNATURE_MALFORMED')
    expect(error.message).toContain('a time in another unit')
    expect(verdict(`t=1700000000000,v1=${IN_MILLISECONDS}`)).toBe('SIGNATURE_MALFORMED')
  })

  test('another time than the signed one is refused', () => {
    expect(verdict(`t=1700000001,v1=${IN_SECONDS}`)).toBe('SIGNATURE_MISMATCH')
  })
})

describe('the header', () => {
  const foreign = 'f'.repeat(64)

  test('may carry several signatures, and versions that are not known', () => {
    const value = `t=1700000000,v0=abc,v1=${foreign},v1=${IN_SECONDS}`
    expect(verdict(value)).toBe('nothing thrown')
    expect(verdict(`t=1700000000,v1=${foreign}`)).toBe('SIGNATURE_MISMATCH')
  })

  test.each([
    ['no time', `v1=${IN_SECONDS}`],
    ['two times', `t=1700000000,t=1700000000,v1=${IN_SECONDS}`],
    ['no signature', 't=1700000000'],
    ['only another version', `t=1700000000,v2=${IN_SECONDS}`],
    ['a time in words', `t=now,v1=${IN_SECONDS}`],
    ['a time with a fraction', `t=1700000000.5,v1=${IN_SECONDS}`],
    ['upper case', `t=1700000000,v1=${IN_SECONDS.toUpperCase()}`],
    ['junk behind it', `t=1700000000,v1=${IN_SECONDS}zz`],
    ['an item without a name', `t=1700000000,v1=${IN_SECONDS},junk`],
    ['seventeen items', `t=1700000000,v1=${IN_SECONDS}${',v1=a'.repeat(15)}`],
  ])('with %s is malformed', (_, value) => {
    expect(verdict(value)).toBe('SIGNATURE_MALFORMED')
  })

  test('is needed once', () => {
    const verify = (headers: [string, string][]): string =>
      codeOf(() => verifyTimedHmac('test', ZITADEL, signedRequest(BODY, headers, AT), KEYS))
    const value = `t=1700000000,v1=${IN_SECONDS}`
    expect(verify([])).toBe('SIGNATURE_MISSING')
    expect(
      verify([
        ['ZITADEL-Signature', value],
        ['zitadel-signature', value],
      ]),
    ).toBe('SIGNATURE_DUPLICATED')
  })
})

test('each of several secrets is accepted, and a body that was rewritten is told', () => {
  const others = readTextSecrets('test', [new Secret('other'), new Secret(SECRET)])
  expect(verdict(`t=1700000000,v1=${IN_SECONDS}`, ZITADEL, 0, others)).toBe('nothing thrown')
  const headers = { 'zitadel-signature': `t=1700000000,v1=${IN_SECONDS}` }
  const request = signedRequest('{ "a": 1 }', headers, AT)
  const error = errorOf(() => verifyTimedHmac('test', ZITADEL, request, KEYS))
  expect(error.code).toBe('SIGNATURE_MISMATCH')
  expect(error.message).toContain('something rewrites the body')
  expect(error.message).not.toContain(SECRET)
})
