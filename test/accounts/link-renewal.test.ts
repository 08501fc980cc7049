import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMs } from '../../src/core/clock.ts'
import { createRevealHarness } from '../pages/reveal-harness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
let store: TestDatabase
let page: ReturnType<typeof createRevealHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  page = createRevealHarness(store)
})
afterAll(async () => {
  await page.app.close()
  await store.close()
})

async function link(event: object = {}, credential: object = {}) {
  const planned = await page.plan(event, credential)
  await page.render(planned.messageId)
  return planned
}

/** Presses the button; what follows for a known id is done once this resolves. */
async function renew(id: string) {
  const answer = await page.app.inject({ method: 'POST', url: `/reveal/${id}/renew` })
  await page.renewed()
  return { status: answer.statusCode, body: answer.body.replace(/nonce="[^"]+"/g, '') }
}

const requests = () =>
  page.database
    .selectFrom('account_request')
    .innerJoin('event', 'event.id', 'account_request.event_id')
    .select(['act', 'delivery', 'account_request.email', 'account_request.user_id'])
    .select(['event.state', 'event.origin', 'event.locale', 'event.type'])
    .orderBy('account_request.created_at')
    .execute()

const requestsOf = async (userId: string) =>
  (await requests()).filter((request) => request.user_id === userId)

describe('asking for a new link', () => {
  test('asks for a setup link to the address on file, in its language', async () => {
    const { id, userId } = await link({ email: 'Grace@Example.com', locale: 'de' })
    expect((await renew(id)).status).toBe(200)
    expect(await requestsOf(userId)).toEqual([
      {
        act: 'renew-link',
        delivery: 'setup-link',
        email: 'grace@example.com',
        user_id: userId,
        state: 'received',
        origin: 'unknown',
        locale: 'de',
        type: 'password.reset_requested',
      },
    ])
  })

  test('answers the same whatever the id is, and asks only for what is renewable', async () => {
    const before = (await requests()).length
    const long = addMs(page.clock.now(), -30 * DAY_MS - 1)
    const ids = [
      (await link()).id,
      (await page.plan()).id,
      (await page.plan({}, { kind: 'reset-link' })).id,
      (await link({}, { issued_at: long })).id,
      'cred_no-such-link',
      'anything%00else',
    ]
    const answers = []
    for (const id of ids) answers.push(await renew(id))
    expect(answers).toHaveLength(6)
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect((await requests()).length).toBe(before + 1)
  })

  test.each(['used', 'superseded', 'expired', 'failed'] as const)(
    'goes for a link whose password is %s',
    async (state) => {
      const { id, userId } = await link()
      await store.pool.query('UPDATE credential SET state = $2 WHERE id = $1', [id, state])
      await renew(id)
      expect(await requestsOf(userId)).toHaveLength(1)
    },
  )

  test('asks once when it is pressed 20 times at once, and again after a minute', async () => {
    const { id, userId } = await link()
    await Promise.all(Array.from({ length: 20 }, () => renew(id)))
    expect(await requestsOf(userId)).toHaveLength(1)
    page.clock.advance(MINUTE_MS - 1)
    await renew(id)
    expect(await requestsOf(userId)).toHaveLength(1)
    page.clock.advance(1)
    await renew(id)
    expect(await requestsOf(userId)).toHaveLength(2)
  })

  test('asks five times a day for a user, whichever links are pressed', async () => {
    const first = await link()
    const more = await Promise.all(
      [1, 2].map(() => link({}, { user_id: first.userId, purpose: 'reset' })),
    )
    const ids = [first, ...more].map(({ id }) => id)
    for (let press = 0; press < 9; press += 1) {
      await renew(ids[press % ids.length] ?? '')
      page.clock.advance(MINUTE_MS)
    }
    expect(await requestsOf(first.userId)).toHaveLength(5)
    page.clock.advance(DAY_MS)
    await renew(first.id)
    expect(await requestsOf(first.userId)).toHaveLength(6)
  })

  test('leaves account, password and credential as they are', async () => {
    const { id } = await link()
    const read = () =>
      Promise.all([
        page.database.selectFrom('credential').selectAll().orderBy('id').execute(),
        page.database.selectFrom('reveal').selectAll().orderBy('credential_id').execute(),
        page.database.selectFrom('builtin_user').selectAll().execute(),
      ])
    const before = await read()
    await renew(id)
    expect(await read()).toEqual(before)
    expect(page.renewalFailures).toEqual([])
  })
})
