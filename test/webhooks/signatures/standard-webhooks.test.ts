import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import {
  readStandardSecrets,
  signStandard,
  verifyStandard,
} from '../../../webhooks/signatures/standard-webhooks.ts'
import { errorOf } from '../../support/error-of.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const SECRET_TEXT = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const KEYS = readStandardSecrets('test', [new Secret(SECRET_TEXT)])
const NOW_SECONDS = 1_700_000_000
const BODY = '{"a":1}'
const SIGNED = {
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(NOW_SECONDS),
  'webhook-signature': 'v1,rkwp5YuvdrMkcu0ZhuMsXoTg44mHAr1Q0+FFgFpXsjY=',
}

function verdict(changes: Partial<typeof SIGNED>, laterSeconds = 0, keys = KEYS): string {
  const receivedAt = new Date((NOW_SECONDS + laterSeconds) * 1_000)
  const request = signedRequest(BODY, { ...SIGNED, ...changes }, receivedAt)
  return codeOf(() => verifyStandard('test', request, keys))
}

function signedAt(timestamp: string): Partial<typeof SIGNED> {
  const [, signature] = new Webhook(SECRET_TEXT)
    .sign('msg_1', new Date(Number(timestamp) * 1_000), BODY)
    .split(',')
  return { 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

describe('published vectors', () => {
  test.each([
    [
      'table of this project, by openssl',
      SECRET_TEXT,
      'msg_1',
      1_700_000_000,
      '{"a":1}',
      'v1,rkwp5YuvdrMkcu0ZhuMsXoTg44mHAr1Q0+FFgFpXsjY=',
    ],
    [
      'libraries/javascript/src/webhook.test.ts',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      '{"test": 2432232314}',
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    ],
    [
      'libraries/rust/src/lib.rs',
      'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
      'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
      1_649_367_553,
      '{"email":"test@example.com","username":"test_user"}',
      'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
    ],
  ])('signs and verifies %s', (_, secret, id, seconds, body, signature) => {
    const keys = readStandardSecrets('test', [new Secret(secret)])
    const sentAt = new Date(seconds * 1_000)
    const headers = signStandard('test', keys[0], { id, sentAt, body: Buffer.from(body) })
    expect(headers['webhook-signature']).toBe(signature)
    expect(codeOf(() => verifyStandard('test', signedRequest(body, headers, sentAt), keys))).toBe(
      'nothing thrown',
    )
  })
})

describe('beside the reference library', () => {
  const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/)
  const keyBytes = fc.uint8Array({ minLength: 24, maxLength: 64 })

  test('each accepts what the other signed', () => {
    fc.assert(
      fc.property(ids, keyBytes, fc.string({ unit: 'grapheme' }), (id, bytes, text) => {
        const secret = `whsec_${Buffer.from(bytes).toString('base64')}`
        const theirs = new Webhook(secret)
        const keys = readStandardSecrets('test', [new Secret(secret)])
        const body = JSON.stringify({ text })
        const sentAt = new Date()

        const ours = signStandard('test', keys[0], { id, sentAt, body: Buffer.from(body) })
        expect(theirs.verify(body, { ...ours })).toEqual({ text })

        const headers = { ...ours, 'webhook-signature': theirs.sign(id, sentAt, body) }
        const request = signedRequest(body, headers, sentAt)
        expect(codeOf(() => verifyStandard('test', request, keys))).toBe('nothing thrown')
      }),
    )
  })

  test('unlike it, verifies bytes that are neither JSON nor UTF-8', () => {
    fc.assert(
      fc.property(ids, fc.uint8Array({ maxLength: 100 }), (id, bytes) => {
        const message = { id, sentAt: new Date(), body: Buffer.from(bytes) }
        const request = signedRequest(message.body, signStandard('test', KEYS[0], message))
        expect(codeOf(() => verifyStandard('test', request, KEYS))).toBe('nothing thrown')
      }),
    )
  })
})

describe('time', () => {
  test.each([
    [300, 'nothing thrown'],
    [-300, 'nothing thrown'],
    [301, 'SIGNATURE_TIMESTAMP'],
    [-301, 'SIGNATURE_TIMESTAMP'],
  ])('%i s after the signature gives: %s', (laterSeconds, expected) => {
    expect(verdict({}, laterSeconds)).toBe(expected)
  })

  test.each(['1700000000abc', '1700000000.9', '-1700000000', '0x6553F100', '1e9', '１７', 'now'])(
    'refuses the time %s, which a lenient parser may take',
    (timestamp) => {
      expect(verdict({ 'webhook-timestamp': timestamp })).toBe('SIGNATURE_MALFORMED')
    },
  )

  test('refuses another time than the signed one', () => {
    expect(verdict({ 'webhook-timestamp': String(NOW_SECONDS + 1) })).toBe('SIGNATURE_MISMATCH')
    expect(verdict(signedAt(String(NOW_SECONDS + 1)))).toBe('nothing thrown')
  })
})

describe('ids', () => {
  test('refuses an id with a dot, which could be cut in two ways, when verifying and signing', () => {
    const body = Buffer.from('{}')
    const shifted = new Webhook(SECRET_TEXT).sign('m1.5', new Date(NOW_SECONDS * 1_000), BODY)
    expect(verdict({ 'webhook-id': 'm1.5', 'webhook-signature': shifted })).toBe(
      'SIGNATURE_MALFORMED',
    )
    const message = { id: 'm1.5', sentAt: new Date(), body }
    expect(codeOf(() => signStandard('test', KEYS[0], message))).toBe('SIGNATURE_MALFORMED')
  })

  test('refuses ids that are too long or not visible ASCII', () => {
    for (const id of ['x'.repeat(256), 'a b', 'ä']) {
      expect(verdict({ 'webhook-id': id })).toBe('SIGNATURE_MALFORMED')
    }
  })
})

describe('signatures in the header', () => {
  const valid = SIGNED['webhook-signature']
  const foreign = `v1,${Buffer.alloc(32).toString('base64')}`

  test('accepts the right one among others, and later versions beside it', () => {
    expect(verdict({ 'webhook-signature': `${foreign} ${valid}` })).toBe('nothing thrown')
    expect(verdict({ 'webhook-signature': `v1a,AAAA ${valid} v2,BBBB` })).toBe('nothing thrown')
  })

  test('takes at most 16', () => {
    const others = Array.from({ length: 15 }, () => foreign).join(' ')
    expect(verdict({ 'webhook-signature': `${others} ${valid}` })).toBe('nothing thrown')
    expect(verdict({ 'webhook-signature': `${others} ${foreign} ${valid}` })).toBe(
      'SIGNATURE_MALFORMED',
    )
  })

  test.each([
    ['nothing but the version', 'v1,'],
    ['another version', valid.replace('v1', 'v2')],
    ['no version', valid.slice(3)],
    ['a cut one', valid.slice(0, -4)],
    ['junk behind it', `${valid}x`],
    ['no padding', valid.slice(0, -1)],
  ])('refuses %s as malformed', (_, signature) => {
    expect(verdict({ 'webhook-signature': signature })).toBe('SIGNATURE_MALFORMED')
  })

  test('refuses another spelling of the same bytes', () => {
    // The last digit carries two unused bits, which a decoder would drop.
    expect(verdict({ 'webhook-signature': valid.replace('Y=', 'Z=') })).toBe('SIGNATURE_MISMATCH')
  })

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)(
    'refuses a missing and a repeated %s',
    (name) => {
      const { [name]: value, ...others } = SIGNED
      const verify = (headers: [string, string][]): string =>
        codeOf(() => verifyStandard('test', signedRequest(BODY, headers), KEYS))
      expect(verify(Object.entries(others))).toBe('SIGNATURE_MISSING')
      expect(verify([...Object.entries(SIGNED), [name.toUpperCase(), value]])).toBe(
        'SIGNATURE_DUPLICATED',
      )
    },
  )
})

describe('secrets', () => {
  const base64 = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64')

  test('takes several, for rotation', () => {
    const keys = readStandardSecrets('test', [
      new Secret(`whsec_${base64(32)}`),
      new Secret(SECRET_TEXT),
    ])
    expect(verdict({}, 0, keys)).toBe('nothing thrown')
    const other = readStandardSecrets('test', [new Secret(`whsec_${base64(32)}`)])
    expect(verdict({}, 0, other)).toBe('SIGNATURE_MISMATCH')
  })

  test('takes 24 to 64 bytes with or without padding', () => {
    for (const bytes of [24, 25, 26, 64]) {
      const padded = readStandardSecrets('test', [new Secret(`whsec_${base64(bytes)}`)])
      const bare = readStandardSecrets('test', [
        new Secret(`whsec_${base64(bytes).replace(/=+$/, '')}`),
      ])
      expect(bare[0].equals(padded[0])).toBe(true)
      expect(padded[0].symmetricKeySize).toBe(bytes)
    }
  })

  test.each(['', 'whsec_', base64(32), `whsec_${base64(23)}`, `whsec_${base64(65)}`, 'whsec_ä'])(
    'refuses %j when it is made, without repeating it',
    (text) => {
      const read = (): unknown => readStandardSecrets('test', [new Secret(text)])
      expect(codeOf(read)).toBe('CONFIG_INVALID')
      expect(read).toThrow(/secrets\/0, got (other text|an empty one)$/)
    },
  )

  test('refuses an empty list', () => {
    expect(codeOf(() => readStandardSecrets('test', []))).toBe('CONFIG_INVALID')
  })
})

test('the log says where the body was rewritten or the signature is hex', () => {
  const receivedAt = new Date(NOW_SECONDS * 1_000)
  const say = (body: string, headers: Record<string, string>): string =>
    errorOf(() => verifyStandard('test', signedRequest(body, headers, receivedAt), KEYS)).message
  expect(say('{ "a": 1 }', SIGNED)).toContain('something rewrites the body')
  const hex = Buffer.from(SIGNED['webhook-signature'].slice(3), 'base64').toString('hex')
  expect(say(BODY, { ...SIGNED, 'webhook-signature': `v1,${hex}` })).toMatch(/got hex$/)
})
