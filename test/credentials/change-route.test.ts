import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccountGate } from '../../src/credentials/account-gate.ts'
import { registerChangeRoute } from '../../src/credentials/change-route.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { registerVerifyRoute } from '../../src/credentials/verify-route.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { createLogger } from '../../src/ops/logger.ts'
import { dumpPostgres, findNeedles } from '../support/canary.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { bootstrapApi } from '../support/operator-api.ts'
import { CHOSEN, createChangeHarness, ISSUED, NEXT } from './change-harness.ts'

const KEY = 'dk_the-operator-key-of-this-test'
const REFUSED = 'acme plinth quarrel'
const lines: string[] = []
let store: TestDatabase
let harness: ReturnType<typeof createChangeHarness>
let app: FastifyInstance

beforeAll(async () => {
  store = await createTestDatabase()
  harness = createChangeHarness(store, { policy: { excludedWords: ['acme'], minLength: 20 } })
  const { login, change, clock, sources } = harness
  const log = createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } })
  app = createHttpServer({ log, clock, trustProxy: true })
  const throttle = createThrottle({ database: store.database, clock })
  const gate = createAccountGate({ throttle, sources })
  const api = bootstrapApi(app, { adminKey: KEY, throttle, clock })
  registerVerifyRoute(api, { login, gate })
  registerChangeRoute(api, { change, gate })
})
afterAll(async () => {
  await app.close()
  await store.close()
})

function post(route: 'change' | 'verify', body: object, key = KEY) {
  return app.inject({
    method: 'POST',
    url: `/v1/credentials/${route}`,
    headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': '192.0.2.7' },
    payload: { source: 'acme', ...body },
  })
}

describe('POST /v1/credentials/change', () => {
  test('changes a password, by id and by address, and answers as verify does', async () => {
    await harness.set('u_1', ISSUED)
    const first = await post('change', { userId: 'u_1', password: ISSUED, newPassword: CHOSEN })
    expect([first.statusCode, first.json()]).toEqual([200, { status: 'changed' }])
    expect(first.headers['cache-control']).toBe('no-store')
    const email = 'U_1@example.com'
    const again = await post('change', { email, password: CHOSEN, newPassword: NEXT })
    expect([again.statusCode, again.json()]).toEqual([200, { status: 'changed' }])
    const verified = await post('verify', { userId: 'u_1', password: NEXT })
    expect(verified.json()).toEqual({ status: 'ok' })
  })

  test('answers `invalid` and `expired`, and changes nothing', async () => {
    await harness.set('u_2', ISSUED, { expiresAt: harness.clock.now() })
    const before = await harness.userRow('u_2')
    for (const [password, status] of [
      ['wrong', 'invalid'],
      [ISSUED, 'expired'],
    ]) {
      const answer = await post('change', { userId: 'u_2', password, newPassword: CHOSEN })
      expect([answer.statusCode, answer.json()]).toEqual([200, { status }])
    }
    expect(await harness.userRow('u_2')).toEqual(before)
  })

  test('names every rule that a new password breaks, and not the password', async () => {
    await harness.set('u_3', ISSUED)
    const body = { userId: 'u_3', password: ISSUED, newPassword: REFUSED }
    const answer = await post('change', body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toEqual({
      error: {
        code: 'policy_violated',
        message:
          'change: expected a password that the policy accepts, got too_short, word_excluded',
        requestId: expect.any(String),
        violations: [
          { code: 'too_short', min: 20 },
          { code: 'word_excluded', word: 'acme' },
        ],
      },
    })
    expect(await harness.statusOf('u_3', ISSUED)).toBe('must_change')
  })

  test('asks to come back while another password is being set', async () => {
    await harness.set('u_4', ISSUED)
    await harness.lease.acquire('acme', 'u_4', 'evt_1-1', 60_000)
    const body = { userId: 'u_4', password: ISSUED, newPassword: CHOSEN }
    const answer = await post('change', body)
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'account_busy'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })

  test.each([
    ['no new password', { userId: 'u', password: ISSUED }],
    ['a long one', { userId: 'u', password: ISSUED, newPassword: 'x'.repeat(1_025) }],
    ['nobody', { password: ISSUED, newPassword: CHOSEN }],
    ['something more', { userId: 'u', password: ISSUED, newPassword: CHOSEN, force: true }],
  ])('refuses a body with %s', async (_, body) => {
    const answer = await post('change', body)
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'request_invalid'])
  })

  test('is for operators only, and says nothing to others', async () => {
    const body = { userId: 'u_1', password: NEXT, newPassword: CHOSEN }
    const answer = await post('change', body, 'wrong')
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'unauthorized'])
  })
})

describe('guesses', () => {
  test('at change and verify count together, also twenty at once', async () => {
    await harness.set('u_5', ISSUED)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        post(place % 2 === 0 ? 'change' : 'verify', {
          userId: 'u_5',
          password: `guess ${place}`,
          ...(place % 2 === 0 && { newPassword: CHOSEN }),
        }),
      ),
    )
    const statuses = answers.map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    const right = { userId: 'u_5', password: ISSUED, newPassword: CHOSEN }
    expect((await post('change', right)).statusCode).toBe(429)
    expect(await harness.statusOf('u_5', ISSUED)).toBe('must_change')
  })

  test('of twenty changes at once one wins, and the others are wrong by then', async () => {
    await harness.set('u_6', ISSUED)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        post('change', { userId: 'u_6', password: ISSUED, newPassword: `${CHOSEN} ${place}` }),
      ),
    )
    const ends = answers.map((answer) => answer.json().status ?? answer.json().error.code)
    expect(ends.filter((end) => end === 'changed')).toHaveLength(1)
    expect(ends.filter((end) => end === 'invalid')).toHaveLength(10)
    expect(ends.filter((end) => end === 'too_many_failures')).toHaveLength(9)
  })
})

test('no password is in the log or in a table', async () => {
  const values = [ISSUED, CHOSEN, NEXT, REFUSED]
  const needles = values.map((value, place) => ({ what: `password ${place}`, value }))
  expect(lines.length).toBeGreaterThan(30)
  const text = await dumpPostgres(store.pool)
  const haystacks = [
    { where: 'the log', text: lines.join('') },
    { where: 'Postgres', text },
  ]
  expect(findNeedles(haystacks, needles)).toEqual([])
})
