import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createForgotHarness, forgotSources, postForm, postJson } from '../pages/forgot-harness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let store: TestDatabase
let at: ReturnType<typeof createForgotHarness>
let people = 0

beforeAll(async () => {
  store = await createTestDatabase()
  at = createForgotHarness(store, forgotSources())
})
afterAll(async () => {
  await at.app.close()
  await store.close()
})

const someone = () => `ada.${(people += 1)}@example.com`
const requestsOf = (email: string) => at.requestsOf(email)
const ask = (email: string, url = '/forgot/acme') => postForm(at, url, { email })
const askByApi = (email: string, headers: Readonly<Record<string, string>> = {}, source = 'acme') =>
  postJson(at, '/v1/reset-requests', { source, email }, headers)

describe('the limits of an address', () => {
  test('let one of 20 requests through that come at once for one address', async () => {
    const email = someone()
    const before = at.throttled.length
    const asked = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? ask(email) : askByApi(email.toUpperCase()),
    )
    const answers = await Promise.all(asked)
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 202]))
    expect(await requestsOf(email)).toHaveLength(1)
    expect(at.throttled.length - before).toBe(19)
  })

  test('are a minute between two, five an hour and twenty a day', async () => {
    const email = someone()
    const passed: number[] = []
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const before = at.enqueued.length
      await askByApi(email)
      if (at.enqueued.length > before) passed.push(minute)
      await askByApi(email)
      at.clock.advance(60_000)
    }
    expect(passed.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 60, 61, 62, 63, 64])
    expect(passed).toHaveLength(20)
    expect(await requestsOf(email)).toHaveLength(20)
    await askByApi(email)
    expect(await requestsOf(email)).toHaveLength(21)
  })

  test('count an address at each source alone', async () => {
    const email = someone()
    await ask(email)
    await ask(email, '/forgot/links')
    expect(await requestsOf(email)).toHaveLength(2)
  })
})

describe('POST /v1/reset-requests', () => {
  test('takes a request of an operator, once for each key', async () => {
    const email = someone()
    const key = { 'idempotency-key': `key-${email}` }
    const answer = await askByApi(email, key)
    expect({ status: answer.statusCode, body: answer.json() }).toEqual({
      status: 202,
      body: { status: 'accepted' },
    })
    at.clock.advance(61_000)
    expect((await askByApi(email, key)).statusCode).toBe(202)
    expect(await requestsOf(email)).toMatchObject([{ requested_by: 'admin', locale: null }])
    at.clock.advance(61_000)
    await askByApi(email, { 'idempotency-key': 'another' })
    expect(await requestsOf(email)).toHaveLength(2)
  })

  test('refuses strangers, unknown sources, those that find nobody, and faulty requests', async () => {
    const email = someone()
    const statuses = await Promise.all([
      askByApi(email, { authorization: 'Bearer wrong' }),
      askByApi(email, { authorization: '' }),
      askByApi(email, {}, 'none'),
      askByApi(email, {}, 'blind'),
      askByApi('nobody'),
      askByApi(email, { 'idempotency-key': 'x'.repeat(191) }),
      postJson(at, '/v1/reset-requests', { source: 'acme' }),
      postJson(at, '/v1/reset-requests/confirm', { source: 'acme', email, code: '048213' }),
      postJson(
        at,
        '/v1/reset-requests/confirm',
        { source: 'acme', email, code: '048213', password: 'c4nary battery staple' },
        { authorization: 'Bearer wrong' },
      ),
    ])
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([
      401, 401, 404, 400, 400, 400, 400, 400, 401,
    ])
    expect(await requestsOf(email)).toEqual([])
  })
})
