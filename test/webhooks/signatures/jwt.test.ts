import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { decodeProtectedHeader, SignJWT } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { readTextSecrets } from '../../../webhooks/signatures/hmac-body.ts'
import {
  bodyHashClaim,
  type JwtRules,
  signJwt,
  verifyBodyHash,
  verifyJwt,
} from '../../../webhooks/signatures/jwt.ts'
import { jwksKeys, publicKeys, secretKeys } from '../../../webhooks/signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../../../webhooks/signatures/sample-key.ts'
import { keyIdOf, privateKeyPem, startKeySets } from '../../contracts/provider-secrets.ts'
import { errorFrom, errorOf } from '../../support/error-of.ts'
import { codeFrom, codeOf } from '../signed-request.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const NOW_SECONDS = NOW.getTime() / 1_000
const keySets = await startKeySets()
afterAll(() => keySets.close())

const CURRENT = readSampleKey('test', new Secret(privateKeyPem('current')), 'RS256')
const NEXT = readSampleKey('test', new Secret(privateKeyPem('next')), 'RS256')
const REMOTE: JwtRules = {
  keys: jwksKeys('test', keySets.url(['current'])),
  algorithms: ['RS256'],
  mustExpire: false,
}

const verdict = (token: string, rules: JwtRules = REMOTE): Promise<string> =>
  codeFrom(() => verifyJwt('test', token, rules, NOW))

describe('keys', () => {
  test('published ones: found by their id, and no other', async () => {
    const token = await signJwt({ sub: 'u_1' }, CURRENT)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', kid: CURRENT.id })
    expect(await verifyJwt('test', token, REMOTE, NOW)).toEqual({ sub: 'u_1' })
    expect(await verdict(await signJwt({}, NEXT))).toBe('SIGNATURE_MISMATCH')
    const forged = await signJwt({}, { ...NEXT, id: CURRENT.id })
    expect(await verdict(forged)).toBe('SIGNATURE_MISMATCH')
  })

  test('a token without an id is tried with each published key', async () => {
    const rules = { ...REMOTE, keys: jwksKeys('test', keySets.url(['current', 'next'])) }
    const sign = (key: KeyObject): Promise<string> =>
      new SignJWT({}).setProtectedHeader({ alg: 'RS256' }).sign(key)
    for (const key of [CURRENT, NEXT]) {
      expect(await verdict(await sign(key.privateKey), rules)).toBe('nothing thrown')
    }
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    expect(await verdict(await sign(privateKey), rules)).toBe('SIGNATURE_MISMATCH')
  })

  test('forged ids do not become requests: at most one in 30 s', async () => {
    const keys = jwksKeys('test', keySets.url(['current']))
    const before = keySets.requests()
    const token = await signJwt({}, { ...NEXT, id: 'unknown' })
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, () => verdict(token, { ...REMOTE, keys })),
    )
    expect(new Set(verdicts)).toEqual(new Set(['SIGNATURE_MISMATCH']))
    expect(keySets.requests()).toBe(before + 1)
  })

  test('a sample key is accepted beside the published ones, by its own id only', async () => {
    const keys = jwksKeys('test', keySets.url(['current']), { sampleKey: NEXT })
    expect(await verdict(await signJwt({}, NEXT), { ...REMOTE, keys })).toBe('nothing thrown')
    expect(await verdict(await signJwt({}, CURRENT), { ...REMOTE, keys })).toBe('nothing thrown')
    const renamed = await signJwt({}, { ...NEXT, id: 'other' })
    expect(await verdict(renamed, { ...REMOTE, keys })).toBe('SIGNATURE_MISMATCH')
  })

  test('pasted public keys and shared secrets: any of several', async () => {
    const pasted = publicKeys([NEXT.publicKey, CURRENT.publicKey])
    const byPair = await signJwt({}, CURRENT)
    expect(await verdict(byPair, { ...REMOTE, keys: pasted })).toBe('nothing thrown')
    expect(await verdict(byPair, { ...REMOTE, keys: publicKeys([NEXT.publicKey]) })).toBe(
      'SIGNATURE_MISMATCH',
    )
    const secrets = readTextSecrets('test', [new Secret('other'), new Secret('s3cret')])
    const rules = { keys: secretKeys(secrets), algorithms: ['HS256'], mustExpire: false }
    expect(await verdict(await signJwt({}, secrets[1] ?? secrets[0]), rules)).toBe('nothing thrown')
    const [foreign] = readTextSecrets('test', [new Secret('foreign')])
    expect(await verdict(await signJwt({}, foreign), rules)).toBe('SIGNATURE_MISMATCH')
  })

  test('a key of another type than the algorithm needs is a foreign key', async () => {
    const algorithms = ['RS256', 'ES256', 'EdDSA']
    const ec = readSampleKey('test', new Secret(privateKeyPem('current', 'ec')), 'ES256')
    const token = await signJwt({}, { ...ec, id: CURRENT.id })
    for (const keys of [
      publicKeys([CURRENT.publicKey]),
      jwksKeys('test', keySets.url(['current'])),
      jwksKeys('test', keySets.url(['next']), { sampleKey: CURRENT }),
    ]) {
      const rules = { keys, algorithms, mustExpire: false }
      expect(await verdict(token, rules)).toBe('SIGNATURE_MISMATCH')
    }
    const both = publicKeys([CURRENT.publicKey, ec.publicKey])
    expect(await verdict(token, { keys: both, algorithms, mustExpire: false })).toBe(
      'nothing thrown',
    )
  })

  test('a key set that cannot be had is our fault, so that the sender comes back', async () => {
    const token = await signJwt({}, CURRENT)
    const closed = await startKeySets()
    const url = closed.url(['current'])
    await closed.close()
    const gone = { ...REMOTE, keys: jwksKeys('test', url, { timeoutMs: 500 }) }
    expect(await verdict(token, gone)).toBe('KEY_SET_UNAVAILABLE')
  })

  test.each([
    ['an error', (response: ServerResponse) => response.writeHead(500).end('{}')],
    ['a redirect', (response: ServerResponse) => response.writeHead(302, { location: '/' }).end()],
    ['no JSON', (response: ServerResponse) => response.end('canary')],
    ['no key set', (response: ServerResponse) => response.end('{"canary":1}')],
    ['too much', (response: ServerResponse) => response.end(' '.repeat(300_000))],
    ['nothing', () => {}],
  ])('a key set that answers with %s as well', async (_, answer) => {
    const server = createServer((_request, response) => void answer(response)).listen(
      0,
      '127.0.0.1',
    )
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
    const keys = jwksKeys('test', url, { timeoutMs: 300 })
    const token = await signJwt({}, CURRENT)
    const error = await errorFrom(verifyJwt('test', token, { ...REMOTE, keys }, NOW))
    expect(error.code).toBe('KEY_SET_UNAVAILABLE')
    expect(error.message).not.toContain('canary')
    server.closeAllConnections()
    server.close()
  })

  test('a key set is fetched over https only, or from this machine', () => {
    for (const url of ['http://example.com/jwks', 'ftp://127.0.0.1/', 'canary', '']) {
      expect(codeOf(() => jwksKeys('test', url))).toBe('CONFIG_INVALID')
      expect(() => jwksKeys('test', url)).not.toThrow(/canary|example/)
    }
    expect(jwksKeys('test', 'https://example.com/jwks').kind).toBe('remote')
  })
})

describe('algorithms', () => {
  test('a public key is never taken for an HMAC secret', async () => {
    const pem = CURRENT.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const [asSecret] = readTextSecrets('test', [new Secret(pem.trim())])
    const confused = await signJwt({}, asSecret)
    const keys = publicKeys([CURRENT.publicKey])
    expect(await verdict(confused, { ...REMOTE, keys })).toBe('SIGNATURE_MALFORMED')
    expect(await verdict(confused, { ...REMOTE, keys, algorithms: ['RS256', 'HS256'] })).toBe(
      'CONFIG_INVALID',
    )
    const secret = { ...REMOTE, keys: secretKeys([asSecret]) }
    expect(await verdict(confused, secret)).toBe('CONFIG_INVALID')
  })

  test.each(['', 'junk', 'a.b', 'a.b.c', 'a.b.c.d.e', '..', 'e30.e30.e30'])(
    'refuses %j as no JWT',
    async (token) => {
      expect(await verdict(token)).toBe('SIGNATURE_MALFORMED')
    },
  )

  test('refuses alg none, other algorithms, critical headers and what is too long', async () => {
    const payload = Buffer.from('{}').toString('base64url')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    expect(await verdict(`${none}.${payload}.`)).toBe('SIGNATURE_MALFORMED')
    const [secret] = readTextSecrets('test', [new Secret('s3cret')])
    expect(await verdict(await signJwt({}, secret))).toBe('SIGNATURE_MALFORMED')
    const critical = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: CURRENT.id, crit: ['b64'], b64: true })
      .sign(CURRENT.privateKey, { crit: { b64: true } })
    expect(await verdict(critical)).toBe('nothing thrown')
    const long = await signJwt({ x: 'x'.repeat(300_000) }, CURRENT)
    expect(await verdict(long)).toBe('SIGNATURE_MALFORMED')
  })
})

describe('claims', () => {
  const token = (claims: object): Promise<string> => signJwt({ ...claims }, CURRENT)

  test.each([
    [{ exp: NOW_SECONDS - 59 }, 'nothing thrown'],
    [{ exp: NOW_SECONDS - 61 }, 'SIGNATURE_TIMESTAMP'],
    [{ nbf: NOW_SECONDS + 59 }, 'nothing thrown'],
    [{ nbf: NOW_SECONDS + 61 }, 'SIGNATURE_TIMESTAMP'],
    [{ iat: NOW_SECONDS + 59 }, 'nothing thrown'],
    [{ iat: NOW_SECONDS + 61 }, 'SIGNATURE_TIMESTAMP'],
    [{ exp: 'soon' }, 'SIGNATURE_MALFORMED'],
  ])('%j gives: %s', async (claims, expected) => {
    expect(await verdict(await token(claims))).toBe(expected)
  })

  test('an end is demanded where the rules demand it', async () => {
    const rules = { ...REMOTE, mustExpire: true }
    expect(await verdict(await token({}), rules)).toBe('SIGNATURE_MALFORMED')
    expect(await verdict(await token({ exp: NOW_SECONDS + 1 }), rules)).toBe('nothing thrown')
  })

  test('issuer and audience must be among those expected', async () => {
    const rules = { ...REMOTE, issuer: 'https://a.test', audience: ['one', 'two'] }
    const good = { iss: 'https://a.test', aud: ['other', 'two'] }
    expect(await verdict(await token(good), rules)).toBe('nothing thrown')
    expect(await verdict(await token({ ...good, iss: 'https://b.test' }), rules)).toBe(
      'SIGNATURE_MISMATCH',
    )
    expect(await verdict(await token({ ...good, aud: 'other' }), rules)).toBe('SIGNATURE_MISMATCH')
    const error = await errorFrom(
      verifyJwt('test', await token({ ...good, aud: 'canary' }), rules, NOW),
    )
    expect(error.message).not.toContain('canary')
  })
})

describe('the hash of the body', () => {
  const body = Buffer.from('{"a":1}')
  // printf %s '{"a":1}' | openssl dgst -sha256
  const hex = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862'
  const base64 = 'AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI='
  const check = (claim: unknown, encoding: 'hex' | 'base64', bytes = body): string =>
    codeOf(() => verifyBodyHash('test', { request_body_sha256: claim }, bytes, encoding))

  test('is that of openssl, in hex as of Keycloak’s extension and in base64 as of FusionAuth', () => {
    expect(bodyHashClaim(body, 'hex')).toEqual({ request_body_sha256: hex })
    expect(bodyHashClaim(body, 'base64')).toEqual({ request_body_sha256: base64 })
    expect([check(hex, 'hex'), check(base64, 'base64')]).toEqual([
      'nothing thrown',
      'nothing thrown',
    ])
  })

  test('refuses another, none, and tells what it can', () => {
    expect(check(hex, 'hex', Buffer.from('{"a":2}'))).toBe('SIGNATURE_MISMATCH')
    expect(check(undefined, 'hex')).toBe('SIGNATURE_MALFORMED')
    const say = (claim: string, bytes: Buffer): string =>
      errorOf(() => verifyBodyHash('test', { request_body_sha256: claim }, bytes, 'hex')).message
    expect(say(base64, body)).toContain('it in base64')
    expect(say(hex, Buffer.from('{ "a": 1 }'))).toContain('something rewrites the body')
  })
})

describe('a sample key', () => {
  test('has the thumbprint by which its public half is published', async () => {
    for (const [type, algorithm] of [
      ['rsa', 'RS256'],
      ['ec', 'ES256'],
      ['ed25519', 'EdDSA'],
    ] as const) {
      const pem = privateKeyPem('current', type)
      const key = readSampleKey('test', new Secret(pem), algorithm)
      expect(key.id).toBe(await keyIdOf(pem))
      expect(key.publicKey.equals(createPublicKey(createPrivateKey(pem)))).toBe(true)
      const keys = publicKeys([key.publicKey])
      const rules = { keys, algorithms: [algorithm], mustExpire: false }
      expect(await verdict(await signJwt({}, key), rules)).toBe('nothing thrown')
    }
  })

  test('is refused where it is none or of another type, without quoting it', () => {
    for (const pem of ['canary', '', privateKeyPem('current', 'ec')]) {
      const read = (): unknown => readSampleKey('test', new Secret(pem), 'RS256')
      expect(codeOf(read)).toBe('CONFIG_INVALID')
      expect(read).not.toThrow(/canary|BEGIN/)
    }
    expect(codeOf(() => needSampleKey('test', undefined))).toBe('CONFIG_INVALID')
    expect(needSampleKey('test', CURRENT)).toBe(CURRENT)
  })
})
