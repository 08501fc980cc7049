import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Job } from '../../src/jobs.ts'
import { createInbox, type Inbox, type InboxOptions } from '../../webhooks/inbox.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createdEvent, RECEIVED_AT, received, SEALER, UNLIMITED } from './received-events.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())

function startInbox(changes: Partial<InboxOptions> = {}): { inbox: Inbox; jobs: Job[] } {
  const jobs: Job[] = []
  const inbox = createInbox({
    pool: db.pool,
    sealer: SEALER,
    ids: systemIds,
    budget: UNLIMITED,
    enqueue: async (group) => void jobs.push(...group),
    onError: (error) => expect(error).toBeUndefined(),
    ...changes,
  })
  return { inbox, jobs }
}

const rowsOf = (source: string) =>
  db.database
    .selectFrom('event')
    .selectAll()
    .where('source', '=', source)
    .orderBy('dedupe_key')
    .execute()

describe('what is stored', () => {
  test('a created user, due at once, trusted to be queued, and then queued', async () => {
    const { inbox, jobs } = startInbox()
    const user = { id: 'u_1', email: 'Ada@example.com', name: 'Ada', locale: 'de-AT' }
    const [stored] = await inbox.store(received('whole', [createdEvent('a', { user })]))
    await inbox.close()
    const [row, ...others] = await rowsOf('whole')
    expect(others).toEqual([])
    expect(stored).toEqual({ id: row?.id, status: 'accepted' })
    expect(row).toMatchObject({
      provider: 'standard-webhooks',
      dedupe_key: 'a',
      type: 'user.created',
      origin: 'invited',
      has_password: false,
      user_id: 'u_1',
      email: 'Ada@example.com',
      name: 'Ada',
      locale: 'de-AT',
      provider_reset: null,
      state: 'received',
      run: 0,
      attempts: 0,
      occurred_at: RECEIVED_AT,
      received_at: RECEIVED_AT,
      due_at: RECEIVED_AT,
      queued_until: new Date('2026-11-23T12:00:20Z'),
      settled_at: null,
    })
    expect(jobs).toEqual([{ id: stored?.id, run: 0 }])
  })

  test('the body and the sender’s own link and code only sealed, bound to their row', async () => {
    const { inbox } = startInbox()
    const reset = {
      url: new Secret('https://canary.test/reset'),
      code: new Secret('canary-code'),
      expiresAt: new Date('2026-11-23T12:20:00Z'),
    }
    const request = received('sealed-canary', [
      createdEvent('a', { type: 'password.reset_requested', reset }),
    ])
    await inbox.store(request)
    const [row] = await rowsOf('sealed-canary')
    expect(row?.body).not.toContain('canary')
    expect(row?.provider_reset).not.toContain('canary')
    expect(SEALER.open(row?.body ?? '', `event.body:${row?.id}`).reveal()).toBe(
      request.body.toString(),
    )
    const opened = SEALER.open(row?.provider_reset ?? '', `event.provider_reset:${row?.id}`)
    expect(JSON.parse(opened.reveal())).toEqual({
      url: 'https://canary.test/reset',
      code: 'canary-code',
      expiresAt: '2026-11-23T12:20:00.000Z',
    })
  })

  test('an ignored event settled, without body and user, and not queued', async () => {
    const { inbox, jobs } = startInbox()
    const ignored = { type: 'ignored', providerType: 'user.deleted', dedupeKey: 'a' } as const
    const [stored] = await inbox.store(received('ignored', [ignored]))
    await inbox.close()
    expect(stored?.status).toBe('ignored')
    expect(jobs).toEqual([])
    expect(await rowsOf('ignored')).toMatchObject([
      {
        state: 'ignored',
        type: 'ignored',
        provider_type: 'user.deleted',
        code: 'not_acted_on',
        body: null,
        user_id: null,
        email: null,
        queued_until: null,
        settled_at: RECEIVED_AT,
      },
    ])
  })

  test('the provider’s time, held within five minutes of the receipt', async () => {
    const { inbox } = startInbox()
    const times = ['11:58:00', '11:00:00', '12:01:00', '13:00:00']
    const dates = times.map((time) => new Date(`2026-11-23T${time}Z`))
    // As far as a Date goes, which is further than Postgres.
    const ends = [new Date(-8.64e15), new Date(8.64e15)]
    const events = [...dates, ...ends].map((occurredAt, index) =>
      createdEvent(String(index), { occurredAt }),
    )
    await inbox.store(received('clamped', events))
    const rows = await rowsOf('clamped')
    expect(rows.map(({ occurred_at }) => occurred_at.toISOString().slice(11, 19))).toEqual([
      '11:58:00',
      '11:55:00',
      '12:01:00',
      '12:05:00',
      '11:55:00',
      '12:05:00',
    ])
  })

  test('all events of one request, the body once, and no row twice', async () => {
    const { inbox, jobs } = startInbox()
    const ignored = { type: 'ignored', providerType: 'x', dedupeKey: 'a' } as const
    const request = received('batch', [ignored, createdEvent('c'), createdEvent('b'), ignored])
    const stored = await inbox.store(request)
    await inbox.close()
    expect(stored.map(({ status }) => status)).toEqual([
      'ignored',
      'accepted',
      'accepted',
      'duplicate',
    ])
    expect(stored[3]?.id).toBe(stored[0]?.id)
    const rows = await rowsOf('batch')
    expect(rows.map(({ dedupe_key, body }) => [dedupe_key, body !== null])).toEqual([
      ['a', false],
      ['b', false],
      ['c', true],
    ])
    expect(jobs).toHaveLength(2)
  })

  test('nothing for a request without events', async () => {
    const { inbox } = startInbox()
    expect(await inbox.store(received('none', []))).toEqual([])
    expect(await rowsOf('none')).toEqual([])
  })
})

test('requests that arrive together are committed together', async () => {
  const { inbox } = startInbox()
  const keys = Array.from({ length: 50 }, (_, index) => `k${index}`)
  await Promise.all(keys.map((key) => inbox.store(received('together', [createdEvent(key)]))))
  const { rows } = await db.pool.query(
    `SELECT count(*)::int AS events, count(DISTINCT xmin::text)::int AS commits
     FROM event WHERE source = 'together'`,
  )
  // A group of 32 leaves at once, so that Postgres has work while the others come in.
  expect(rows).toEqual([{ events: 50, commits: 2 }])
})

test('a group takes its keys in one order, so that two groups cannot deadlock', async () => {
  const { inbox } = startInbox()
  const keys = ['c', 'a', 'd', 'b']
  await Promise.all(keys.map((key) => inbox.store(received('sorted', [createdEvent(key)]))))
  const { rows } = await db.pool.query(
    `SELECT dedupe_key FROM event WHERE source = 'sorted' ORDER BY ctid`,
  )
  expect(rows.map(({ dedupe_key }) => dedupe_key)).toEqual(['a', 'b', 'c', 'd'])
})

describe('one event once', () => {
  test('20 equal deliveries at once make one row, and 19 duplicates name it', async () => {
    // Two processes, so that the race is also one between transactions.
    const inboxes = [startInbox(), startInbox()]
    const results = await Promise.all(
      inboxes.flatMap(({ inbox }) =>
        Array.from({ length: 10 }, () => inbox.store(received('race', [createdEvent('same')]))),
      ),
    )
    for (const { inbox } of inboxes) await inbox.close()
    const stored = results.flat()
    const rows = await rowsOf('race')
    expect(stored).toHaveLength(20)
    expect(rows).toHaveLength(1)
    expect(new Set(stored.map(({ id }) => id))).toEqual(new Set([rows[0]?.id]))
    expect(stored.filter(({ status }) => status === 'accepted')).toHaveLength(1)
    expect(stored.filter(({ status }) => status === 'duplicate')).toHaveLength(19)
    expect(inboxes.flatMap(({ jobs }) => jobs)).toEqual([{ id: rows[0]?.id, run: 0 }])
  })

  test('the same key of another source is another event', async () => {
    const { inbox } = startInbox()
    const [one] = await inbox.store(received('source-1', [createdEvent('same')]))
    const [two] = await inbox.store(received('source-2', [createdEvent('same')]))
    expect([one?.status, two?.status]).toEqual(['accepted', 'accepted'])
    expect(one?.id).not.toBe(two?.id)
  })

  test('groups that hold the same keys in opposite orders all get an answer', async () => {
    const inboxes = [startInbox(), startInbox(), startInbox(), startInbox()]
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`)
    const results = await Promise.all(
      inboxes.flatMap(({ inbox }, index) =>
        (index % 2 === 0 ? keys : keys.toReversed()).map((key) =>
          inbox.store(received('crossing', [createdEvent(key)])),
        ),
      ),
    )
    expect(results.flat()).toHaveLength(160)
    expect(results.flat().filter(({ status }) => status === 'accepted')).toHaveLength(40)
    expect(await rowsOf('crossing')).toHaveLength(40)
  })
})

describe('the queue', () => {
  test('events beyond the source’s budget wait in Postgres and are not queued', async () => {
    let settled = 0
    const budget = { reserve: () => ({ count: 1, settle: () => void (settled += 1) }) }
    const { inbox, jobs } = startInbox({ budget })
    const stored = await inbox.store(received('budget', [createdEvent('a'), createdEvent('b')]))
    await inbox.close()
    const rows = await rowsOf('budget')
    expect(rows.map(({ queued_until }) => queued_until !== null)).toEqual([true, false])
    expect(rows.map(({ state }) => state)).toEqual(['received', 'received'])
    expect(jobs).toEqual([{ id: stored[0]?.id, run: 0 }])
    expect(settled).toBe(1)
  })

  test('that is down changes no answer, and is reported', async () => {
    const errors: unknown[] = []
    const { inbox } = startInbox({
      enqueue: async () => {
        throw new Error('queue is down')
      },
      onError: (error) => errors.push(error),
    })
    const [stored] = await inbox.store(received('no-queue', [createdEvent('a')]))
    await inbox.close()
    expect(stored?.status).toBe('accepted')
    expect(await rowsOf('no-queue')).toHaveLength(1)
    expect(errors).toMatchObject([{ message: 'queue is down' }])
  })

  test('that hangs holds up no answer', async () => {
    const hanging = Promise.withResolvers<void>()
    const { inbox } = startInbox({ enqueue: () => hanging.promise })
    const results = []
    for (const key of ['a', 'b', 'c']) {
      results.push(await inbox.store(received('slow-queue', [createdEvent(key)])))
    }
    expect(results.flat().map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted'])
    hanging.resolve()
    await inbox.close()
  })
})

test('a closed inbox takes nothing, and what it took before is stored and queued', async () => {
  const { inbox, jobs } = startInbox()
  const taken = inbox.store(received('closing', [createdEvent('a')]))
  const closed = inbox.close()
  await expect(inbox.store(received('closing', [createdEvent('b')]))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  })
  await closed
  expect(await taken).toMatchObject([{ status: 'accepted' }])
  expect(jobs).toHaveLength(1)
  expect(await rowsOf('closing')).toHaveLength(1)
})
