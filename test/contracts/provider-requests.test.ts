import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SignedSample } from '../../src/events/provider.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type Receiver, startReceiver } from '../webhooks/receiver-harness.ts'
import { NOW } from './provider-fixture.ts'
import { openSubject, TRIED_IDS } from './provider-subjects.ts'

const BODY_BYTES_MAX = 256 * 1_024

const SUBJECTS = await Promise.all(
  TRIED_IDS.map(async (id) => {
    const subject = await openSubject(id)
    return { ...subject, provider: subject.make('current') }
  }),
)
let db: TestDatabase
let receiver: Receiver

beforeAll(async () => {
  db = await createTestDatabase()
  const providers = Object.fromEntries(SUBJECTS.map(({ id, provider }) => [id, provider]))
  receiver = await startReceiver(db.pool, false, providers)
})
afterAll(async () => {
  await receiver.close()
  await db.close()
  await Promise.all(SUBJECTS.map(({ keySets }) => keySets.close()))
})

async function stored(source: string): Promise<number> {
  const query = 'SELECT count(*)::int AS n FROM event WHERE source = $1'
  const { rows } = await db.pool.query<{ n: number }>(query, [source])
  return rows[0]?.n ?? 0
}

function post(id: string, { headers, body }: SignedSample, method: 'POST' | 'PUT' = 'POST') {
  // An address of its own for each source, so that refusals are not taken for guesses.
  const remoteAddress = `192.0.2.${TRIED_IDS.indexOf(id) + 1}`
  return receiver.app.inject({
    method,
    url: `/webhooks/${id}`,
    headers,
    payload: body,
    remoteAddress,
  })
}

test('every provider is asked over HTTP', () => {
  expect(SUBJECTS.length).toBeGreaterThanOrEqual(2)
})

describe.each(SUBJECTS)('$id over HTTP', ({ id, fixture, provider }) => {
  test('stores each event once and answers as the vendor wants it, over its retries too', async () => {
    let events = 0
    const before = await stored(id)
    for (const { content, gives } of fixture.genuine) {
      events += gives.length
      for (const attempt of [1, 2]) {
        const answer = await post(id, await fixture.sign(content, { at: NOW, attempt }))
        expect(answer.statusCode).toBe(provider.successStatus ?? 202)
        const first = attempt === 1 ? gives[0]?.type : 'again'
        expect(answer.body).toEqual(expectedBody(provider, answer.body, first))
      }
      expect(await stored(id)).toBe(before + events)
    }
    expect(events).toBeGreaterThanOrEqual(2)
  })

  test('refuses a wrong signature without saying why, and stores nothing', async () => {
    const [first] = fixture.genuine
    const genuine = await fixture.sign(first?.content, { at: NOW, attempt: 1 })
    const before = await stored(id)
    const unsigned = {
      headers: { 'content-type': genuine.headers['content-type'] ?? '' },
      body: fixture.scheme.covers === 'envelope' ? Buffer.from('{"token":"x"}') : genuine.body,
    }
    const answer = await post(id, unsigned)
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ error: { code: 'signature_invalid' } })
    expect(answer.body).not.toMatch(/header|secret|token|expected/)
    expect(await stored(id)).toBe(before)
  })

  test('refuses what is too large, of another type or sent in another way', async () => {
    const [first] = fixture.genuine
    const genuine = await fixture.sign(first?.content, { at: NOW, attempt: 1 })
    const bytes = (provider.bodyBytesMax ?? BODY_BYTES_MAX) + 1
    const large = await post(id, { ...genuine, body: Buffer.alloc(bytes, 0x20) })
    expect(large.statusCode).toBe(413)
    const headers = { ...genuine.headers, 'content-type': 'application/x-canary' }
    expect((await post(id, { ...genuine, headers })).statusCode).toBe(415)
    const put = await post(id, genuine, 'PUT')
    expect(put.statusCode).toBe(405)
    expect(put.headers['allow']).toBe((provider.methods ?? ['POST']).join(', '))
  })
})

/** What the answer must be: the provider's own body, nothing, or ours with the first event's fate. */
function expectedBody(
  { successBody, successStatus }: (typeof SUBJECTS)[number]['provider'],
  body: string,
  first: string | undefined,
): unknown {
  if (successStatus === 204) return ''
  if (successBody !== undefined) {
    return typeof successBody === 'string' ? successBody : JSON.stringify(successBody)
  }
  const status = first === 'again' ? 'duplicate' : first === 'ignored' ? 'ignored' : 'accepted'
  return body.includes(`"status":"${status}"`) ? body : `an answer with the status ${status}`
}
