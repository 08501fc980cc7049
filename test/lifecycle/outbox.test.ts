import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import type { EventTable } from '../../src/database/schema.ts'
import { LIFECYCLE_EVENTS, lifecycleTypeOf } from '../../src/lifecycle/catalogue.ts'
import type { Change } from '../../src/lifecycle/lifecycle-event.ts'
import { planDeliveries } from '../../src/lifecycle/outbox.ts'
import { expire } from '../../workers/upkeep/expire.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'

const EVERYTHING = { name: 'automation:all', on: LIFECYCLE_EVENTS.map(({ type }) => type) }
const KINDS: Readonly<Record<Change['subject'], readonly string[]>> = {
  event: ['user.created', 'password.reset_requested', 'password.changed'],
  credential: ['password', 'reset-link', 'reset-code', 'setup-link', 'provider-reset'],
  message: ['password-issued'],
  reveal: ['password'],
}

const clock = createTestClock()
let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
})
beforeEach(async () => {
  await test.pool.query('TRUNCATE event, credential, message, attempt, outbox, delivery CASCADE')
})
afterAll(() => test.close())

describe('the catalogue', () => {
  it('lists every file of its folder, and no type twice', () => {
    const folder = new URL('../../src/lifecycle/catalogue/', import.meta.url)
    const types = LIFECYCLE_EVENTS.map(({ type }) => type)
    expect(types.map((type) => `${type.replaceAll(/[._]/g, '-')}.ts`).toSorted()).toEqual(
      readdirSync(folder).toSorted(),
    )
    expect(types.length).toBeGreaterThan(15)
  })

  it('has a name for each change that the database notes, and each of its changes is noted', async () => {
    const expected: string[] = []
    for (const { type, tells } of LIFECYCLE_EVENTS) {
      for (const change of tells) {
        for (const kind of change.kinds ?? KINDS[change.subject]) {
          expect(lifecycleTypeOf(change, kind)).toBe(type)
          if (await make(change, kind)) expected.push(type)
        }
      }
    }
    while ((await plan()) > 0);
    const told = await test.database.selectFrom('delivery').select('type').execute()
    expect(told.map(({ type }) => type).toSorted()).toEqual(expected.toSorted())
    const untold = await test.pool.query('SELECT subject, state FROM outbox WHERE told_at IS NULL')
    expect(untold.rows).toEqual([])
  })
})

describe('the outbox', () => {
  it('tells of a credential that expired, by ids alone', async () => {
    const eventId = await insertEvent(test.database, clock.now())
    const id = await insertCredential(test.database, clock.now(), { event_id: eventId })
    await plan([])
    clock.advance(2 * 3_600_000)
    await expire({ database: test.database, clock })
    expect(await plan()).toBe(1)
    const [delivery, ...others] = await deliveries()
    expect(others).toEqual([])
    expect(delivery?.event).toMatchObject({
      type: 'credential.expired',
      data: {
        source: 'acme',
        userId: `u_${eventId}`,
        event: { id: eventId, type: 'password.reset_requested' },
        credential: { id, kind: 'reset-link' },
      },
    })
    expect(JSON.stringify(delivery)).not.toContain('example.com')
    expect(JSON.stringify(delivery)).not.toContain('Lovelace')
  })

  it('does not tell of a change that was rolled back', async () => {
    const id = await insertEvent(test.database, clock.now(), { state: 'received' })
    const undone = test.database.transaction().execute(async (transaction) => {
      await transaction.updateTable('event').set({ state: 'failed' }).where('id', '=', id).execute()
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await plan()).toBe(0)
  })

  it('plans each change once for each who listens, however many plan at once', async () => {
    for (let count = 0; count < 40; count += 1) {
      const id = await insertEvent(test.database, clock.now(), { state: 'working' })
      await enter('event', id, 'failed')
    }
    const listeners = [EVERYTHING, { name: 'automation:deaf', on: ['user.created'] as const }]
    await Promise.all([1, 2, 3, 4].map(() => plan(listeners)))
    const planned = await deliveries()
    expect(planned).toHaveLength(40)
    expect(new Set(planned.map(({ event }) => event.id)).size).toBe(40)
  })

  it('tells nobody who comes later of what was before', async () => {
    const id = await insertEvent(test.database, clock.now(), { state: 'working' })
    await enter('event', id, 'failed')
    expect(await plan([])).toBe(1)
    expect(await plan()).toBe(0)
    expect(await deliveries()).toEqual([])
  })
})

function plan(subscribers: Parameters<typeof planDeliveries>[0]['subscribers'] = [EVERYTHING]) {
  return planDeliveries({ database: test.database, clock, ids: systemIds, subscribers })
}

function deliveries() {
  return test.database.selectFrom('delivery').selectAll().execute()
}

function enter(table: 'event' | 'credential' | 'message', id: string, state: string) {
  return test.pool.query(`UPDATE ${table} SET state = $2 WHERE id = $1`, [id, state])
}

/** Makes a row of that kind enter that state; false for what such a row never enters. */
async function make({ subject, state }: Change, kind: string): Promise<boolean> {
  const { database } = test
  const now = clock.now()
  if (subject === 'event' && kind === 'password.changed' && state !== 'done') return false
  if (subject === 'event') {
    const isNew = kind === 'password.changed'
    const from = state === 'working' ? 'received' : 'working'
    const type = eventType(kind)
    const id = await insertEvent(database, now, { type, state: isNew ? 'done' : from })
    if (!isNew) await enter('event', id, state)
    return true
  }
  const eventId = await insertEvent(database, now)
  if (subject === 'message') {
    const id = await insertMessage(database, now, { event_id: eventId, state: 'sending' })
    await enter('message', id, state)
    return true
  }
  const id = await insertCredential(database, now, { event_id: eventId, state: 'setting' })
  await test.pool.query('UPDATE credential SET kind = $2 WHERE id = $1', [id, kind])
  if (subject === 'credential') {
    await enter('credential', id, state)
    return true
  }
  await test.pool.query(
    'INSERT INTO reveal (credential_id, token_hash, created_at) VALUES ($1, $1, $2)',
    [id, now],
  )
  await test.pool.query('UPDATE reveal SET opened_at = $2 WHERE credential_id = $1', [id, now])
  return true
}

function eventType(kind: string): EventTable['type'] {
  if (kind === 'user.created' || kind === 'password.changed') return kind
  return 'password.reset_requested'
}
