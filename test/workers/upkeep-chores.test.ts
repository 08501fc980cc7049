import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMs } from '../../src/core/clock.ts'
import type { MessageState } from '../../src/database/schema.ts'
import { type Job, QUEUE_TRUST_MS, QUEUED_PER_SOURCE_MAX, type QueueName } from '../../src/jobs.ts'
import { expire } from '../../workers/upkeep/expire.ts'
import { prune } from '../../workers/upkeep/prune.ts'
import { settleSends } from '../../workers/upkeep/settle-sends.ts'
import { distrustQueue, sweep } from '../../workers/upkeep/sweep.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'

const WINDOW_MS = 15 * 60_000
const UNKNOWN = { afterMs: WINDOW_MS, then: 'resend' } as const
const CONTENT = Buffer.from('sealed bytes')

const clock = createTestClock()
let test: TestDatabase
let queued: { name: QueueName; job: Job }[] = []

beforeAll(async () => {
  test = await createTestDatabase()
})
beforeEach(async () => {
  queued = []
  await test.pool.query('TRUNCATE event, credential, message, attempt CASCADE')
})
afterAll(() => test.close())

function parts() {
  return {
    database: test.database,
    clock,
    resendsUnknown: true,
    unknown: UNKNOWN,
    enqueue: async (name: QueueName, jobs: readonly Job[]) => {
      for (const job of jobs) queued.push({ name, job })
    },
  }
}

async function message(
  state: MessageState,
  more: Parameters<typeof insertMessage>[2] extends infer M ? Partial<M> : never = {},
): Promise<string> {
  const eventId = await insertEvent(test.database, clock.now())
  return insertMessage(test.database, clock.now(), { event_id: eventId, state, ...more })
}

async function messageRow(id: string) {
  const query = test.database.selectFrom('message').selectAll().where('id', '=', id)
  return query.executeTakeFirstOrThrow()
}

async function attempt(subjectId: string): Promise<void> {
  const row = { id: `att_${subjectId}`, subject_id: subjectId, kind: 'send-email' } as const
  await test.database
    .insertInto('attempt')
    .values({ ...row, started_at: clock.now(), outcome: 'started' })
    .execute()
}

describe('sweep', () => {
  it('queues what is due on the queue of its stage, once per time of trust', async () => {
    const eventId = await insertEvent(test.database, clock.now(), { state: 'received', run: 3 })
    const planned = await message('planned')
    const rendered = await message('rendered', { source: 'demo' })
    expect(await sweep(parts())).toBe(3)
    expect(queued).toEqual([
      { name: 'passwords', job: { id: eventId, run: 3 } },
      { name: 'renders', job: { id: planned, run: 0 } },
      { name: 'sends', job: { id: rendered, run: 0 } },
    ])
    expect(await sweep(parts())).toBe(0)
    clock.advance(QUEUE_TRUST_MS)
    expect(await sweep(parts())).toBe(3)
  })

  it('leaves alone what is not due, taken or ended', async () => {
    const later = addMs(clock.now(), 1)
    await insertEvent(test.database, clock.now(), { state: 'working', due_at: later })
    await insertEvent(test.database, clock.now(), { state: 'working', claimed_until: later })
    await insertEvent(test.database, clock.now(), { state: 'failed' })
    await message('held')
    await message('unknown', { due_at: later })
    expect(await sweep(parts())).toBe(0)
  })

  it('takes over a claim that has lapsed', async () => {
    const lapsed = { state: 'working', claimed_until: clock.now() } as const
    const id = await insertEvent(test.database, clock.now(), lapsed)
    await sweep(parts())
    expect(queued.map(({ job }) => job.id)).toEqual([id])
  })

  it('queues an unknown send once more, and only where that is allowed', async () => {
    const id = await message('unknown')
    await message('unknown', { unknown_resends: 1 })
    expect(await sweep({ ...parts(), resendsUnknown: false })).toBe(0)
    await sweep(parts())
    expect(queued).toEqual([{ name: 'sends', job: { id, run: 0 } }])
  })

  it('keeps a flooding source to its share, and serves the others', async () => {
    const flood = QUEUED_PER_SOURCE_MAX + 200
    await test.pool.query(
      `INSERT INTO event (id, source, provider, dedupe_key, type, provider_type, origin,
         has_password, occurred_at, received_at, state, due_at)
       SELECT 'evt_' || n, 'acme', 'p', n, 'user.created', 'x', 'invited', false, $1, $1,
         'received', $1 FROM generate_series(1, $2::int) AS n`,
      [clock.now(), flood],
    )
    const other = await insertEvent(test.database, clock.now(), {
      source: 'demo',
      state: 'received',
    })
    for (let turn = 0; turn < 4; turn += 1) await sweep(parts())
    expect(queued).toHaveLength(QUEUED_PER_SOURCE_MAX + 1)
    expect(queued.map(({ job }) => job.id)).toContain(other)
  })

  it('queues everything anew once the queue is known to have lost it', async () => {
    await insertEvent(test.database, clock.now(), { state: 'received' })
    await message('rendered')
    await sweep(parts())
    await distrustQueue(parts())
    queued = []
    expect(await sweep(parts())).toBe(2)
  })
})

describe('settleSends', () => {
  it('takes a lapsed send for unknown when an attempt had begun, and closes the attempt', async () => {
    const id = await message('sending', { claimed_until: clock.now() })
    await attempt(id)
    await settleSends(parts())
    expect(await messageRow(id)).toMatchObject({
      state: 'unknown',
      attempts: 1,
      due_at: addMs(clock.now(), WINDOW_MS),
      code: 'TRANSPORT_UNKNOWN_OUTCOME',
    })
    const attempts = await test.database.selectFrom('attempt').select('outcome').execute()
    expect(attempts).toEqual([{ outcome: 'unknown' }])
  })

  it('sends again at once what had not begun', async () => {
    const id = await message('sending', { claimed_until: clock.now() })
    await settleSends(parts())
    expect(await messageRow(id)).toMatchObject({ state: 'rendered', due_at: clock.now() })
  })

  it('leaves a send alone while its claim lasts', async () => {
    const id = await message('sending', { claimed_until: addMs(clock.now(), 1) })
    await attempt(id)
    await settleSends(parts())
    expect((await messageRow(id)).state).toBe('sending')
  })

  it('holds what stayed unknown after its second send, or where resending is off', async () => {
    const second = await message('unknown', { unknown_resends: 1 })
    const first = await message('unknown')
    await settleSends(parts())
    expect((await messageRow(second)).state).toBe('held')
    expect((await messageRow(first)).state).toBe('unknown')
    await settleSends({ ...parts(), unknown: { afterMs: WINDOW_MS, then: 'hold' } })
    expect((await messageRow(first)).state).toBe('held')
  })
})

describe('expire', () => {
  it('ends credentials past their time with the mails that have not left, and their secrets', async () => {
    const eventId = await insertEvent(test.database, clock.now())
    const over = { event_id: eventId, expires_at: clock.now(), secret: 'sealed' }
    const credential = await insertCredential(test.database, clock.now(), over)
    const ofIt = { event_id: eventId, credential_id: credential, content: CONTENT }
    const rows = (['rendered', 'held', 'failed', 'accepted', 'sending'] as const).map(
      (state, index) =>
        insertMessage(test.database, clock.now(), { ...ofIt, state, template: `t${index}` }),
    )
    const ids = await Promise.all(rows)
    const live = await insertCredential(test.database, clock.now(), {
      event_id: await insertEvent(test.database, clock.now()),
    })
    expect(await expire(parts())).toBe(1)
    const found = await Promise.all(ids.map(messageRow))
    expect(found.map(({ state }) => state)).toEqual([
      'expired',
      'expired',
      'failed',
      'accepted',
      'sending',
    ])
    expect(found.slice(0, 3).map(({ content }) => content)).toEqual([null, null, null])
    const credentials = await test.database.selectFrom('credential').selectAll().execute()
    expect(credentials.find(({ id }) => id === credential)).toMatchObject({
      state: 'expired',
      secret: null,
    })
    expect(credentials.find(({ id }) => id === live)).toMatchObject({ state: 'set' })
  })
})

describe('prune', () => {
  it('forgets counters and leases a day after their time, and no others', async () => {
    await test.pool.query('TRUNCATE throttle, lease')
    const old = addMs(clock.now(), -25 * 3_600_000 - 1)
    const dayAgo = addMs(clock.now(), -24 * 3_600_000)
    await test.database
      .insertInto('throttle')
      .values([
        { key: 'old', window_started_at: old, count: 1 },
        { key: 'new', window_started_at: dayAgo, count: 1 },
      ])
      .execute()
    const lease = { source: 'acme', owner: 'o' }
    await test.database
      .insertInto('lease')
      .values([
        { ...lease, user_id: 'old', expires_at: old },
        { ...lease, user_id: 'new', expires_at: clock.now() },
      ])
      .execute()
    await prune(parts())
    const counters = await test.database.selectFrom('throttle').select('key').execute()
    const leases = await test.database.selectFrom('lease').select('user_id').execute()
    expect({ counters, leases }).toEqual({
      counters: [{ key: 'new' }],
      leases: [{ user_id: 'new' }],
    })
  })

  it('lifts suppressions whose time has come, and no others', async () => {
    const given = { reason: 'bounce', created_at: clock.now() }
    await test.database
      .insertInto('suppression')
      .values([
        { ...given, address: 'ended@example.com', expires_at: clock.now() },
        { ...given, address: 'running@example.com', expires_at: addMs(clock.now(), 1) },
        { ...given, address: 'lasting@example.com' },
      ])
      .execute()
    await prune(parts())
    const left = await test.database.selectFrom('suppression').select('address').execute()
    expect(left.map(({ address }) => address).toSorted()).toEqual([
      'lasting@example.com',
      'running@example.com',
    ])
  })
})
