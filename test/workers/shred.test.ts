import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMs } from '../../src/core/clock.ts'
import { shred } from '../../workers/upkeep/shred.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'

const CONTENT = Buffer.from('sealed bytes')

const clock = createTestClock()
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(async () => {
  await store.pool.query('TRUNCATE event CASCADE')
})
afterAll(() => store.close())

describe('shred', () => {
  const shredAfterMs = 24 * 3_600_000

  it('destroys mail bytes and their secret once nothing can be done with them', async () => {
    const yesterday = addMs(clock.now(), -shredAfterMs)
    const cases = [
      { message: { state: 'delivered', settled_at: yesterday }, isShredded: true },
      { message: { state: 'accepted', settled_at: yesterday }, isShredded: true },
      { message: { state: 'accepted', settled_at: addMs(yesterday, 1) }, isShredded: false },
      { message: { state: 'failed' }, credential: { state: 'superseded' }, isShredded: true },
      { message: { state: 'failed' }, isShredded: false },
      { message: { state: 'held' }, isShredded: false },
      { message: { state: 'held' }, credential: { state: 'used' }, isShredded: true },
      { message: { state: 'failed' }, credential: { expires_at: yesterday }, isShredded: true },
      { message: { state: 'unknown' }, isShredded: false },
    ] as const
    const ids: string[] = []
    for (const one of cases) {
      const eventId = await insertEvent(store.database, clock.now())
      const more = 'credential' in one ? one.credential : {}
      const secret = { event_id: eventId, secret: 'sealed', ...more }
      const credential = await insertCredential(store.database, clock.now(), secret)
      const row = { event_id: eventId, credential_id: credential, content: CONTENT, ...one.message }
      ids.push(await insertMessage(store.database, clock.now(), row))
    }
    expect(await shred({ database: store.database, clock, shredAfterMs })).toBe(5)
    for (const [index, { isShredded }] of cases.entries()) {
      const left = await store.database
        .selectFrom('message')
        .innerJoin('credential', 'credential.id', 'message.credential_id')
        .select(['content', 'secret'])
        .where('message.id', '=', ids[index] ?? '')
        .executeTakeFirstOrThrow()
      expect(Object.values(left).every((value) => value === null)).toBe(isShredded)
    }
  })

  it('destroys bodies and provider links a day after their event ended, if no mail needs them', async () => {
    const ended = { settled_at: addMs(clock.now(), -shredAfterMs), body: 's', provider_reset: 's' }
    const done = await insertEvent(store.database, clock.now(), ended)
    const superseded = await insertEvent(store.database, clock.now(), {
      ...ended,
      state: 'superseded',
    })
    const held = await insertEvent(store.database, clock.now(), ended)
    await insertMessage(store.database, clock.now(), { event_id: held, state: 'held' })
    const recent = await insertEvent(store.database, clock.now(), {
      ...ended,
      settled_at: addMs(clock.now(), 1 - shredAfterMs),
    })
    const open = await insertEvent(store.database, clock.now(), { body: 's', state: 'received' })
    expect(await shred({ database: store.database, clock, shredAfterMs })).toBe(2)
    const kept = await store.database.selectFrom('event').select(['id', 'body']).execute()
    const bodies = new Map(kept.map(({ id, body }) => [id, body]))
    expect([done, superseded].map((id) => bodies.get(id))).toEqual([null, null])
    expect([held, recent, open].map((id) => bodies.get(id))).toEqual(['s', 's', 's'])
  })

  it('destroys an operator’s password once a credential has it, or a day after its event ended', async () => {
    const yesterday = addMs(clock.now(), -shredAfterMs)
    const waiting = await insertEvent(store.database, clock.now(), { state: 'working' })
    const begun = await insertEvent(store.database, clock.now(), { state: 'working' })
    await insertCredential(store.database, clock.now(), { event_id: begun, state: 'setting' })
    const failed = await insertEvent(store.database, clock.now(), { settled_at: clock.now() })
    await insertCredential(store.database, clock.now(), { event_id: failed, state: 'failed' })
    const ended = await insertEvent(store.database, clock.now(), { settled_at: yesterday })
    for (const eventId of [waiting, begun, failed, ended]) {
      await store.pool.query(
        `INSERT INTO account_request (event_id, source, act, delivery, password, must_change, created_at)
         VALUES ($1, 'acme', 'create-user', 'password', 'sealed', true, now())`,
        [eventId],
      )
    }
    expect(await shred({ database: store.database, clock, shredAfterMs })).toBe(2)
    const requests = await store.database.selectFrom('account_request').selectAll().execute()
    const kept = requests.filter(({ password }) => password !== null).map((one) => one.event_id)
    expect(kept.toSorted()).toEqual([waiting, failed].toSorted())
  })
})
