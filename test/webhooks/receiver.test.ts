import type { LightMyRequestResponse } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { Provider, SignedSample } from '../../src/events/provider.ts'
import { okta } from '../../webhooks/providers/okta.ts'
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

describe('success', () => {
  test('202 with the id of the committed event, which is queued', async () => {
    for (const [source, provider] of Object.entries({ acme: ACME, demo: DEMO })) {
      const answer = await post(source, await sample(provider))
      expect(answer.statusCode).toBe(202)
      const { id } = answer.json()
      expect(id).toMatch(/^evt_/)
      expect(answer.json()).toEqual({
        id,
        status: 'accepted',
        events: [{ id, status: 'accepted' }],
      })
      const { rows } = await db.pool.query('SELECT state, source FROM event WHERE id = $1', [id])
      expect(rows).toEqual([{ state: 'received', source }])
    }
    await receiver.inbox.close()
    expect(receiver.jobs).toHaveLength(2)
  })

  test('a repeat is a duplicate and names the stored event', async () => {
    const signed = await sample(ACME)
    const first = await post('acme', signed)
    const second = await post('acme', signed)
    expect(second.statusCode).toBe(202)
    const { id } = first.json()
    expect(second.json()).toEqual({
      id,
      status: 'duplicate',
      events: [{ id, status: 'duplicate' }],
    })
  })

  test('what we do not act on is ignored', async () => {
    const body = JSON.stringify({ id: 'e-1', type: 'user.deleted', context: { timestamp: 1 } })
    const answer = await post('acme', signedForAcme(body))
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ status: 'ignored', events: [{ status: 'ignored' }] })
  })

  test('a provider’s own success status and media type', async () => {
    const { headers, body } = await sample(ACME)
    const answer = await post('small', {
      headers: { ...headers, 'content-type': 'text/json' },
      body,
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.json().status).toBe('accepted')
  })

  test('media type parameters and case make no difference', async () => {
    const { headers, body } = await sample(DEMO)
    const type = 'Application/JSON; charset=utf-8'
    expect(
      (await post('demo', { headers: { ...headers, 'content-type': type }, body })).statusCode,
    ).toBe(202)
  })

  test('20 equal deliveries at once over HTTP: one accepted, 19 duplicates, one id', async () => {
    const { headers, body } = await sample(DEMO)
    const url = `${await receiver.app.listen({ port: 0, host: '127.0.0.1' })}/webhooks/demo`
    const before = await rowCount()
    const texts = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })
        expect(answer.status).toBe(202)
        return answer.text()
      }),
    )
    const answers = texts.map((text) => JSON.parse(text).events[0])
    expect(await rowCount()).toBe(before + 1)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 'duplicate')).toHaveLength(19)
  })
})

describe('what is seen of a request', () => {
  test('one log line with ids and codes, and nothing of body, address or signature', async () => {
    const signed = await sample(ACME)
    const answer = await post('acme', signed)
    expect(receiver.lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'request',
        requestId: expect.any(String),
        method: 'POST',
        route: '/webhooks/acme',
        source: 'acme',
        status: 202,
        eventIds: [answer.json().id],
        durationMs: expect.any(Number),
      },
    ])
    expect(JSON.stringify(receiver.lines)).not.toMatch(/canary|@|192\.0\.2/)
  })

  test('the request id of the answer is that of the log', async () => {
    const answer = await post('acme', unsigned())
    expect(receiver.lines[0]?.['requestId']).toBe(answer.json().error.requestId)
  })

  test('counts answers and events by source', async () => {
    const signed = await sample(DEMO)
    await post('demo', signed)
    await post('demo', signed)
    await post('demo', unsigned())
    await post('nowhere', unsigned())
    const text = await receiver.metrics.text()
    expect(text).toContain('doorkey_webhooks_total{source="demo",status="202"} 2')
    expect(text).toContain('doorkey_webhooks_total{source="demo",status="401"} 1')
    expect(text).toContain('doorkey_webhooks_total{source="unknown",status="404"} 1')
    expect(text).toContain('doorkey_events_total{source="demo",state="received"} 1')
    expect(text).toContain('doorkey_events_total{source="demo",state="duplicate"} 1')
    expect(text).toContain('doorkey_webhook_duration_seconds_count{source="demo"} 3')
  })
})

describe('a provider with answers of its own', () => {
  test('records of a batch that cannot be read are stored, counted and logged by themselves', async () => {
    const provider = okta({ secrets: [new Secret('a-secret-of-32-characters-or-so-x')] })
    const own = await startReceiver(db.pool, false, { batches: provider })
    const { headers, body } = await sample(provider)
    const { data } = JSON.parse(body.toString())
    const bad = [
      { uuid: 'b1', eventType: 7, canary: 'canary' },
      { uuid: 'b2', eventType: 8 },
    ]
    const payload = JSON.stringify({ data: { events: [bad[0], ...data.events, bad[1]] } })
    const request = { method: 'POST', url: '/webhooks/batches', headers, payload } as const
    for (const _ of ['sent', 'sent again']) {
      expect((await own.app.inject(request)).statusCode).toBe(204)
    }
    const { rows } = await db.pool.query(
      "SELECT dedupe_key, state, code FROM event WHERE source = 'batches' AND code IS NOT NULL ORDER BY dedupe_key",
    )
    expect(rows).toEqual([
      { dedupe_key: 'b1', state: 'ignored', code: 'unreadable' },
      { dedupe_key: 'b2', state: 'ignored', code: 'unreadable' },
    ])
    const text = await own.metrics.text()
    expect(text).toContain('doorkey_events_total{source="batches",state="unreadable"} 2')
    expect(text).toContain('doorkey_events_total{source="batches",state="received"} 1')
    expect(text).toContain('doorkey_events_total{source="batches",state="duplicate"} 3')
    expect(own.lines[0]).toMatchObject({
      unreadable: 2,
      faults: ['okta: expected another shape, got: /eventType must be string'],
    })
    expect(JSON.stringify(own.lines)).not.toContain('canary')
    await own.close()
  })

  test('a GET that checks the URL is answered and stores nothing; a post gets an empty 204', async () => {
    const provider = okta({ secrets: [new Secret('a-secret-of-32-characters-or-so-x')] })
    const own = await startReceiver(db.pool, false, { okta: provider })
    const url = '/webhooks/okta?x=1'
    const before = await rowCount()
    const headers = { 'x-okta-verification-challenge': 'abc' }
    const check = await own.app.inject({ method: 'GET', url, headers })
    expect([check.statusCode, check.headers['content-type'], check.body]).toEqual([
      200,
      'application/json; charset=utf-8',
      '{"verification":"abc"}',
    ])
    expect((await own.app.inject({ method: 'GET', url })).statusCode).toBe(401)
    expect(await rowCount()).toBe(before)
    const signed = await sample(provider)
    const posted = await own.app.inject({ method: 'POST', url, ...signed, payload: signed.body })
    expect([posted.statusCode, posted.body]).toEqual([204, ''])
    expect(await rowCount()).toBe(before + 1)
    await own.close()
  })

  test('hands the query on, and answers with the provider’s own body', async () => {
    const seen: string[] = []
    const provider: Provider = {
      ...ACME,
      successStatus: 200,
      successBody: { ok: true },
      handshake: ({ query }) => {
        seen.push(query.get('validationToken') ?? 'none')
        return undefined
      },
    }
    const own = await startReceiver(db.pool, false, { own: provider })
    const signed = await sample(ACME)
    const url = '/webhooks/own?validationToken=a%20b'
    const answer = await own.app.inject({ method: 'POST', url, ...signed, payload: signed.body })
    expect([answer.statusCode, answer.json(), seen]).toEqual([200, { ok: true }, ['a b']])
    await own.close()
  })
})
