import { request as httpRequest } from 'node:http'
import type { LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SignedSample } from '../../src/events/provider.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  ACME,
  DEMO,
  type Receiver,
  sample,
  signedForAcme,
  startReceiver,
} from './receiver-harness.ts'

let db: TestDatabase
let receiver: Receiver

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  receiver = await startReceiver(db.pool)
})
afterEach(() => receiver.close())

function post(
  source: string,
  { headers, body }: SignedSample,
  remoteAddress = '192.0.2.1',
): Promise<LightMyRequestResponse> {
  const url = `/webhooks/${source}`
  return receiver.app.inject({ method: 'POST', url, headers, payload: body, remoteAddress })
}

const unsigned = (): SignedSample => ({
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
})

async function rowCount(): Promise<number> {
  const { rows } = await db.pool.query('SELECT count(*)::int AS n FROM event')
  return rows[0].n
}

describe('refusals, none of which stores anything', () => {
  let before: number
  beforeEach(async () => {
    before = await rowCount()
  })
  afterEach(async () => expect(await rowCount()).toBe(before))

  function expectError(answer: LightMyRequestResponse, status: number, code: string): void {
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({
      error: { code, message: expect.any(String), requestId: expect.any(String) },
    })
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  }

  test('404 for an unknown source, without repeating its name', async () => {
    const answer = await post('canary-source', await sample(ACME))
    expectError(answer, 404, 'source_unknown')
    expect(answer.body).not.toContain('canary')
  })

  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '405 with Allow for %s',
    async (method) => {
      const answer = await receiver.app.inject({ method, url: '/webhooks/acme' })
      expect(answer.statusCode).toBe(405)
      expect(answer.headers['allow']).toBe('POST')
      if (method !== 'HEAD') expectError(answer, 405, 'method_not_allowed')
    },
  )

  test.each(['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'junk', ''])(
    '415 for the content type %j',
    async (type) => {
      const { headers, body } = await sample(ACME)
      const answer = await post('acme', { headers: { ...headers, 'content-type': type }, body })
      expectError(answer, 415, 'content_type_unsupported')
    },
  )

  test('415 without a content type', async () => {
    const { 'content-type': _, ...headers } = (await sample(ACME)).headers
    expectError(
      await post('acme', { headers, body: Buffer.from('{}') }),
      415,
      'content_type_unsupported',
    )
    expectError(
      await post('acme', { headers: {}, body: Buffer.alloc(0) }),
      415,
      'content_type_unsupported',
    )
  })

  test('413 above 256 KiB, and above a provider’s own limit', async () => {
    const limit = 256 * 1_024
    expectError(await post('acme', signedForAcme('x'.repeat(limit + 1))), 413, 'body_too_large')
    expectError(await post('acme', signedForAcme('x'.repeat(limit))), 400, 'body_invalid')
    const { headers, body } = signedForAcme('x'.repeat(1_025))
    const small = { headers: { ...headers, 'content-type': 'text/json' }, body }
    expectError(await post('small', small), 413, 'body_too_large')
  })

  test('413 for a chunked body that does not say its length', async () => {
    const address = await receiver.app.listen({ port: 0, host: '127.0.0.1' })
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
    const request = httpRequest(
      `${address}/webhooks/acme`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      },
    )
    // The server hangs up on the rest of the body once it has answered.
    request.on('error', reject)
    // No byte more than it takes, so that none is left unread when the server hangs up.
    request.write(Buffer.alloc(256 * 1_024 + 1))
    expect(await promise).toBe(413)
    request.destroy()
  })

  test('401 with one public answer for every cause, which only the log tells', async () => {
    const signed = await sample(DEMO)
    const late = await sample(DEMO, { occurredAt: new Date('2026-11-23T11:54:59Z') })
    const header = (changes: Record<string, string>): SignedSample => ({
      ...signed,
      headers: { ...signed.headers, ...changes },
    })
    const cases: [string, SignedSample][] = [
      ['SIGNATURE_MISSING', unsigned()],
      ['SIGNATURE_MALFORMED', header({ 'webhook-signature': 'v1,x' })],
      ['SIGNATURE_MISMATCH', header({ 'webhook-id': 'another' })],
      ['SIGNATURE_MISMATCH', { ...signed, body: Buffer.from('{}') }],
      ['SIGNATURE_TIMESTAMP', late],
    ]
    const answers = []
    for (const [, request] of cases) answers.push(await post('demo', request))
    for (const answer of answers) expectError(answer, 401, 'signature_invalid')
    expect(new Set(answers.map((answer) => answer.json().error.message)).size).toBe(1)
    expect(receiver.lines.map(({ code }) => code)).toEqual(cases.map(([code]) => code))
  })

  test('401 for a signature header that arrives twice over HTTP', async () => {
    const { headers, body } = await sample(ACME)
    const address = await receiver.app.listen({ port: 0, host: '127.0.0.1' })
    const { promise, resolve } = Promise.withResolvers<number | undefined>()
    const request = httpRequest(`${address}/webhooks/acme`, {
      method: 'POST',
      headers: {
        ...headers,
        'x-authgear-body-signature': Array(2).fill(headers['x-authgear-body-signature']),
      },
    })
    request.on('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.end(body)
    expect(await promise).toBe(401)
    expect(receiver.lines).toMatchObject([{ code: 'SIGNATURE_DUPLICATED' }])
  })

  test('400 for a signed body that cannot be read, with paths and without values', async () => {
    const answer = await post('acme', signedForAcme('{"id":"canary"}'))
    expectError(answer, 400, 'body_invalid')
    expect(answer.body).toContain('context')
    expect(answer.body).not.toContain('canary')
    expectError(await post('acme', signedForAcme('canary')), 400, 'body_invalid')
    expectError(await post('acme', signedForAcme('')), 400, 'body_invalid')
  })

  test('400 for text that Postgres cannot hold', async () => {
    const signed = await sample(ACME, { userId: 'canary\0' })
    const answer = await post('acme', signed)
    expectError(answer, 400, 'body_invalid')
    // Refused by its place before it could reach the group that it would have failed.
    expect(answer.json().error.message).toContain('in user.id')
  })

  test('503 with Retry-After when Postgres is away', async () => {
    const pool = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/none' })
    const offline = await startReceiver(pool)
    const { headers, body } = await sample(ACME)
    const answer = await offline.app.inject({
      method: 'POST',
      url: '/webhooks/acme',
      headers,
      payload: body,
    })
    expectError(answer, 503, 'store_unavailable')
    expect(answer.headers['retry-after']).toBe('5')
    expect(offline.jobs).toEqual([])
    expect(offline.lines).toMatchObject([
      { status: 503, code: 'STORE_UNAVAILABLE', source: 'acme' },
    ])
    await offline.close()
    await pool.end()
  })
})

describe('clients whose signatures keep failing', () => {
  test('get 429 and Retry-After from the 31st in a minute, and 401 again later', async () => {
    for (let count = 0; count < 30; count += 1) {
      expect((await post('acme', unsigned())).statusCode).toBe(401)
    }
    const limited = await post('acme', unsigned())
    expect(limited.statusCode).toBe(429)
    expect(limited.headers['retry-after']).toBe('60')
    expect(limited.json().error.code).toBe('too_many_failures')
    expect(receiver.lines.at(-1)).toMatchObject({
      code: 'CLIENT_THROTTLED',
      reason: expect.stringContaining('SIGNATURE_MISSING'),
    })
    expect((await post('acme', unsigned(), '192.0.2.2')).statusCode).toBe(401)
    receiver.clock.advance(60_000)
    expect((await post('acme', unsigned())).statusCode).toBe(401)
  })

  test('a correctly signed request from the same address is never limited', async () => {
    for (let count = 0; count < 40; count += 1) await post('acme', unsigned())
    for (let count = 0; count < 40; count += 1) {
      expect((await post('acme', await sample(ACME))).statusCode).toBe(202)
    }
  })
})
