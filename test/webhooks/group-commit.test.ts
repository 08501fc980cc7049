import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import type { Job } from '../../src/jobs.ts'
import { createInbox, type Inbox } from '../../webhooks/inbox.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startLossyPostgres } from './lossy-postgres.ts'
import { createdEvent, received, SEALER, UNLIMITED } from './received-events.ts'

let db: TestDatabase
let jobs: Job[]
let inbox: Inbox

beforeAll(async () => {
  db = await createTestDatabase()
  // Raises `fault.state` for a row whose user is `victim`, as long as `fault.times` lasts. The
  // count is a sequence, since sequences do not roll back.
  await db.pool.query(`
    CREATE TABLE fault (victim text, state text, times integer);
    CREATE SEQUENCE faults;
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE f fault;
    BEGIN
      SELECT * INTO f FROM fault WHERE victim = NEW.user_id;
      IF FOUND AND nextval('faults') <= f.times THEN
        RAISE EXCEPTION 'injected' USING ERRCODE = f.state;
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fail()`)
})
afterAll(() => db.close())

beforeEach(async () => {
  await db.pool.query(`TRUNCATE fault; ALTER SEQUENCE faults RESTART`)
  jobs = []
  inbox = inboxOn(db.pool)
})

function inboxOn(pool: pg.Pool): Inbox {
  return createInbox({
    pool,
    sealer: SEALER,
    ids: systemIds,
    budget: UNLIMITED,
    enqueue: async (group) => void jobs.push(...group),
    onError: (error) => expect(error).toBeUndefined(),
  })
}

async function injectFault(victim: string, state: string, times: number): Promise<void> {
  await db.pool.query('INSERT INTO fault VALUES ($1, $2, $3)', [victim, state, times])
}

/** What each request of one group ended with: its events' statuses, or an error's code. */
async function storeTogether(source: string, keys: readonly string[][]): Promise<unknown[]> {
  const results = await Promise.allSettled(
    keys.map((ofRequest) =>
      inbox.store(
        received(
          source,
          ofRequest.map((key) => createdEvent(key)),
        ),
      ),
    ),
  )
  await inbox.close()
  return results.map((result) =>
    result.status === 'fulfilled'
      ? result.value.map(({ status }) => status).join()
      : result.reason.code,
  )
}

async function storedKeys(source: string): Promise<string[]> {
  const rows = await db.database
    .selectFrom('event')
    .select('dedupe_key')
    .where('source', '=', source)
    .orderBy('dedupe_key')
    .execute()
  return rows.map(({ dedupe_key }) => dedupe_key)
}

async function insertsTried(): Promise<number> {
  const result = await db.pool.query('SELECT last_value::int AS n, is_called FROM faults')
  return result.rows[0].is_called ? result.rows[0].n : 0
}

describe('a group that Postgres refuses', () => {
  test.each(['40P01', '40001'])('with %s is tried once more', async (state) => {
    await injectFault('u_b', state, 1)
    expect(await storeTogether(`once-${state}`, [['a'], ['b'], ['c']])).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ])
    expect(await insertsTried()).toBe(2)
    expect(jobs).toHaveLength(3)
  })

  test('with a deadlock twice is refused whole', async () => {
    await injectFault('u_b', '40P01', 2)
    expect(await storeTogether('twice', [['a'], ['b']])).toEqual([
      'STORE_UNAVAILABLE',
      'STORE_UNAVAILABLE',
    ])
    expect(await insertsTried()).toBe(2)
    expect(await storedKeys('twice')).toEqual([])
    expect(jobs).toEqual([])
  })

  test.each([
    ['22P05', 'BODY_INVALID'],
    ['23514', 'UNEXPECTED'],
  ])('for one value (%s) loses only the request that has it, whole', async (state, code) => {
    await injectFault('u_c', state, 100)
    const source = `poison-${state}`
    const requests = [['a'], ['b', 'c'], ['d'], ['a']]
    expect(await storeTogether(source, requests)).toEqual([
      'accepted',
      code,
      'accepted',
      'duplicate',
    ])
    expect(await storedKeys(source)).toEqual(['a', 'd'])
    expect(jobs).toHaveLength(2)
  })

  test('for a NUL that slipped through is tried request by request', async () => {
    const poisoned = createdEvent('nul', { user: { id: 'u\0' } })
    const results = await Promise.allSettled([
      inbox.store(received('nul', [createdEvent('a')])),
      inbox.store(received('nul', [poisoned])),
    ])
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'BODY_INVALID' } },
    ])
    expect(await storedKeys('nul')).toEqual(['a'])
  })

  test.each(['53100', '42501', 'XX000'])(
    'with %s is refused whole and not tried again',
    async (state) => {
      await injectFault('u_b', state, 100)
      expect(await storeTogether(`other-${state}`, [['a'], ['b']])).toEqual([
        'STORE_UNAVAILABLE',
        'STORE_UNAVAILABLE',
      ])
      expect(await insertsTried()).toBe(1)
      expect(await storedKeys(`other-${state}`)).toEqual([])
    },
  )
})

describe('a connection that breaks', () => {
  test('after the commit: the rows are found, answered as stored and queued', async () => {
    const lossy = await startLossyPostgres(db.url)
    const pool = new pg.Pool({ connectionString: lossy.url })
    pool.on('error', () => {})
    inbox = inboxOn(pool)
    await inbox.store(received('lossy', [createdEvent('before')]))
    lossy.loseNextInsertAnswer()
    const results = await storeTogether('lossy', [['a', 'b'], ['before'], ['c']])
    expect(results).toEqual(['accepted,accepted', 'duplicate', 'accepted'])
    expect(await storedKeys('lossy')).toEqual(['a', 'b', 'before', 'c'])
    expect(jobs).toHaveLength(4)
    await pool.end()
    await lossy.close()
  })

  test('before the commit: the answer is STORE_UNAVAILABLE and no row is there', async () => {
    const lossy = await startLossyPostgres(db.url)
    const pool = new pg.Pool({ connectionString: lossy.url })
    pool.on('error', () => {})
    inbox = inboxOn(pool)
    await inbox.store(received('cut', [createdEvent('before')]))
    lossy.cut()
    expect(await storeTogether('cut', [['a'], ['b']])).toEqual([
      'STORE_UNAVAILABLE',
      'STORE_UNAVAILABLE',
    ])
    expect(await storedKeys('cut')).toEqual(['before'])
    expect(jobs).toHaveLength(1)
    await pool.end()
    await lossy.close()
  })
})
