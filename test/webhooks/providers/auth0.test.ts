import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { ParsedEvent } from '../../../src/events/identity-event.ts'
import { auth0 } from '../../../webhooks/providers/auth0.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const TOKEN = '0123456789abcdef'
const PROVIDER = auth0({ secrets: [new Secret(TOKEN), new Secret('fedcba9876543210')] })

// CloudEvents as auth0/docs-v2 092b879 shows them, with invented values.
const STREAMED = {
  specversion: '1.0',
  type: 'user.created',
  source: 'urn:auth0:acme',
  id: 'evt_6SfwXrtm8nVcjzzNCFFH1L',
  time: '2026-11-01T08:00:00.000Z',
  a0tenant: 'acme',
  a0stream: 'est_1234567890abcdef',
  data: {
    object: {
      user_id: 'auth0|679f',
      email: 'ada@example.com',
      email_verified: false,
      name: 'ada@example.com',
      identities: [{ connection: 'Users', provider: 'auth0', user_id: '679f', isSocial: false }],
      created_at: '2026-11-01T08:00:00.000Z',
    },
  },
}

// Log records as elastic/integrations has recorded them, with invented values.
const log = (id: string, type: string, more: object = {}) => ({
  log_id: id,
  data: { date: '2026-11-01T08:00:00.000Z', type, log_id: id, ...more },
})
const SAPI = {
  description: 'Create a User',
  user_id: 'auth0|the-admin',
  details: {
    request: {
      method: 'post',
      path: '/api/v2/users',
      query: {},
      body: { email: 'ada@example.com', password: '*****' },
      auth: { user: { user_id: 'auth0|the-admin', email: 'admin@example.com' }, strategy: 'jwt' },
    },
    response: {
      statusCode: 201,
      body: { user_id: 'auth0|679f', email: 'ada@example.com', name: 'ada@example.com' },
    },
  },
}
const SCPR = {
  user_id: 'auth0|679f',
  user_name: 'ada@example.com',
  details: { body: { email: 'ada@example.com' }, resetUrl: 'https://acme.auth0.com/r?t=canary' },
}

function parse(body: unknown): readonly ParsedEvent[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return PROVIDER.parse(signedRequest(text, {}))
}

test('accepts each of its tokens, with the word, and no other', () => {
  const verdict = (authorization: string): string =>
    codeOf(() => PROVIDER.verify(signedRequest('{}', { authorization })))
  expect(verdict(`Bearer ${TOKEN}`)).toBe('nothing thrown')
  expect(verdict('Bearer fedcba9876543210')).toBe('nothing thrown')
  expect(verdict(`Bearer ${TOKEN}0`)).toBe('SIGNATURE_MISMATCH')
  expect(verdict(TOKEN)).toBe('SIGNATURE_MALFORMED')
})

describe('event streams', () => {
  test('reads a created user, whose maker is not told', () => {
    expect(parse(STREAMED)).toEqual([
      {
        type: 'user.created',
        providerType: 'user.created',
        dedupeKey: 'evt_6SfwXrtm8nVcjzzNCFFH1L',
        occurredAt: new Date('2026-11-01T08:00:00Z'),
        origin: 'unknown',
        hasPassword: false,
        user: { id: 'auth0|679f', email: 'ada@example.com' },
      },
    ])
  })

  test('reads the names of early access', () => {
    const { specversion: spec_version, ...event } = STREAMED
    const early = { ...event, spec_version, type: 'com.auth0.user.created' }
    expect(parse(early)).toEqual(parse(STREAMED))
  })

  test('a social login is the user’s own', () => {
    const object = { ...STREAMED.data.object, identities: [{ isSocial: true }] }
    expect(parse({ ...STREAMED, data: { object } })).toMatchObject([{ origin: 'self' }])
  })

  test('ignores other types and test events', () => {
    for (const changes of [{ type: 'user.updated', data: 7 }, { a0purpose: 'test' }]) {
      const [event] = parse({ ...STREAMED, ...changes })
      expect(event).toEqual({
        type: 'ignored',
        providerType: changes.type ?? 'user.created',
        dedupeKey: 'evt_6SfwXrtm8nVcjzzNCFFH1L',
      })
    }
  })
})

describe('log streams', () => {
  const CREATED = log('900201', 'sapi', SAPI)

  test('reads one record in every content format, with and without the wrapper', () => {
    const line = JSON.stringify(CREATED)
    for (const body of [line, `${line}\n`, `[${line}]`, JSON.stringify(CREATED.data)]) {
      expect(parse(body)).toEqual([
        {
          type: 'user.created',
          providerType: 'sapi',
          dedupeKey: '900201',
          occurredAt: new Date('2026-11-01T08:00:00Z'),
          origin: 'invited',
          hasPassword: false,
          user: { id: 'auth0|679f', email: 'ada@example.com' },
        },
      ])
    }
  })

  test('reads a batch in order, as an array and as lines', () => {
    const records = [CREATED, log('900202', 's'), log('900203', 'scpr', SCPR)]
    const lines = records.map((record) => JSON.stringify(record)).join('\r\n')
    const keys = parse(lines).map(({ type, dedupeKey }) => `${dedupeKey} ${type}`)
    expect(keys).toEqual([
      '900201 user.created',
      '900202 ignored',
      '900203 password.reset_requested',
    ])
    expect(parse(records)).toEqual(parse(lines))
    expect(parse(JSON.stringify(records, null, 2))).toHaveLength(3)
  })

  test('no other call of the management API is a new user', () => {
    const { request, response } = SAPI.details
    const others = [
      { request: { ...request, method: 'patch' }, response },
      { request: { ...request, path: '/api/v2/users/auth0%7C679f' }, response },
      { request, response: { ...response, statusCode: 409 } },
      undefined,
    ]
    for (const details of others) {
      expect(parse(log('900201', 'sapi', { ...SAPI, details }))).toEqual([
        { type: 'ignored', providerType: 'sapi', dedupeKey: '900201' },
      ])
    }
    expect(others).toHaveLength(4)
  })

  test('a sign-up is the user’s own', () => {
    const ss = {
      user_id: 'auth0|6182',
      user_name: 'grace@example.com',
      details: {
        body: { email: 'grace@example.com', given_name: 'Grace', request_language: 'de' },
      },
    }
    expect(parse(log('900204', 'ss', ss))).toMatchObject([
      {
        origin: 'self',
        user: { id: 'auth0|6182', email: 'grace@example.com', name: 'Grace', locale: 'de' },
      },
    ])
    const [bare] = parse(log('900205', 'ss', { user_id: 'sms|1', user_name: '+15550100' }))
    expect(bare).toMatchObject({ origin: 'self', user: { id: 'sms|1' } })
    expect(bare).not.toHaveProperty('user.email')
  })

  test('hands over Auth0’s own reset link, as a secret', () => {
    const [event] = parse(log('900206', 'scpr', SCPR))
    if (event?.type !== 'password.reset_requested') throw new Error('expected a reset request')
    expect(event.user).toEqual({ id: 'auth0|679f', email: 'ada@example.com' })
    expect(event.reset?.url?.reveal()).toBe('https://acme.auth0.com/r?t=canary')
    expect(JSON.stringify(event)).not.toContain('canary')
    const { resetUrl: _, ...details } = SCPR.details
    expect(parse(log('900207', 'scpr', { ...SCPR, details }))[0]).not.toHaveProperty('reset')
  })

  test('a reset of nobody it can name is ignored', () => {
    expect(parse(log('900208', 'scpr', { details: { body: {} } }))).toMatchObject([
      { type: 'ignored', providerType: 'scpr' },
    ])
  })

  test('ignores a failed request and a reset that is over', () => {
    expect(parse([log('1', 'fcpr', SCPR), log('2', 'scp', SCPR)])).toEqual([
      { type: 'ignored', providerType: 'fcpr', dedupeKey: '1' },
      { type: 'ignored', providerType: 'scp', dedupeKey: '2' },
    ])
  })
})

test.each([
  ['an empty batch', []],
  ['more records than a batch has', Array.from({ length: 1_001 }, () => log('1', 's'))],
  ['lines of which one is broken', `${JSON.stringify(log('1', 's'))}\n{"canary`],
  ['a record without an id', { type: 's', date: '2026-11-01T08:00:00Z' }],
  ['a link that is none', log('1', 'scpr', { details: { body: {}, resetUrl: 'canary' } })],
])('refuses %s without quoting it', (_, body) => {
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).not.toThrow(/canary|ada@/)
})

test.each([
  ['is no object', 7, 'unreadable', /^sha256:[0-9a-f]{64}$/],
  ['names no user', log('2', 'ss'), 'ss', /^2$/],
  ['has no time', { log_id: '2', data: { log_id: '2', type: 's' } }, 's', /^2$/],
  ['has a NUL in an id', log('2', 'ss', { user_id: 'a\0' }), 'ss', /^2$/],
  ['has no usable id', log('2\0', 'ss', { user_id: 'a' }), 'ss', /^sha256:/],
  ['has no usable type', log('2', 'x'.repeat(101)), 'unreadable', /^2$/],
  ['is an event without its data', { ...STREAMED, data: 7 }, 'user.created', /^evt_6SfwX/],
])('a record that %s is ignored, and the others are handled', (_, bad, providerType, key) => {
  const good = [log('1', 'sapi', SAPI), log('3', 'scpr', SCPR)] as const
  const [first, second, third] = parse([good[0], bad, good[1]])
  expect(first).toMatchObject({ type: 'user.created', dedupeKey: '1' })
  expect(second).toEqual({
    type: 'ignored',
    providerType,
    dedupeKey: expect.stringMatching(key),
    fault: expect.stringMatching(/^auth0( data)?: expected /),
  })
  expect(third).toMatchObject({ type: 'password.reset_requested', dedupeKey: '3' })
  expect(parse([bad, good[0]])[0]).toEqual(second)
  expect(codeOf(() => parse([bad, bad]))).toBe('BODY_INVALID')
})

test('refuses a line that is not UTF-8', () => {
  const line = Buffer.from(`${JSON.stringify(log('1', 's'))}\n`)
  const bad = Buffer.from(`{"log_id":"\u00ff"}`, 'latin1')
  const request = signedRequest(Buffer.concat([line, bad]), {})
  expect(codeOf(() => PROVIDER.parse(request))).toBe('BODY_INVALID')
})
