import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMs } from '../../src/core/clock.ts'
import { createRevealShredder } from '../../workers/upkeep/shred-reveals.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent } from '../support/ledger-rows.ts'

const clock = createTestClock()
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(async () => {
  await store.pool.query('TRUNCATE event, reveal CASCADE')
})
afterAll(() => store.close())

async function reveal(row: object = {}, credential: object = {}): Promise<string> {
  const eventId = await insertEvent(store.database, clock.now())
  const password = { event_id: eventId, kind: 'password', ...credential } as const
  const id = await insertCredential(store.database, clock.now(), password)
  const sealed = { credential_id: id, token_hash: 'h', secret: 's', created_at: clock.now() }
  await store.database
    .insertInto('reveal')
    .values({ ...sealed, ...row })
    .execute()
  return id
}

const kept = async () => {
  const rows = store.database.selectFrom('reveal').select('credential_id')
  const left = await rows.where('secret', 'is not', null).orderBy('credential_id').execute()
  return left.map(({ credential_id: id }) => id)
}

describe('the secret of a reveal', () => {
  it('goes when the grace is over or its credential has ended, and not before', async () => {
    const now = clock.now()
    const opened = { opened_at: now, opener_hash: 'o' }
    const stays = [
      await reveal(),
      await reveal({ ...opened, open_until: addMs(now, 1) }),
      await reveal({}, { expires_at: addMs(now, 1) }),
    ]
    const goes = [
      await reveal({ ...opened, open_until: now }),
      await reveal({}, { expires_at: now }),
      ...(await Promise.all(
        ['used', 'superseded', 'expired', 'failed'].map((state) => reveal({}, { state })),
      )),
    ]
    expect(await createRevealShredder({ ...store, clock }).turn()).toBe(goes.length)
    expect(await kept()).toEqual(stays.toSorted())
    const rows = store.database.selectFrom('reveal').select(['opener_hash', 'opened_at'])
    const row = await rows.where('credential_id', '=', goes[0] ?? '').executeTakeFirstOrThrow()
    expect(row).toEqual({ opener_hash: null, opened_at: now })
  })

  it('goes however many unopened ones there are, some turns later', async () => {
    const first = await reveal()
    await store.pool.query(
      `INSERT INTO event (id, source, provider, dedupe_key, type, provider_type, origin,
         has_password, occurred_at, received_at, state, due_at)
       SELECT 'evt_z' || lpad(n::text, 5, '0'), 'acme', 'p', n, 'user.created', 'x', 'invited',
         false, $1, $1, 'done', $1 FROM generate_series(1, 1100) AS n`,
      [clock.now()],
    )
    await store.pool.query(
      `INSERT INTO credential (id, event_id, source, user_id, purpose, kind, state, must_change,
         expiry_enforced, occurred_at, issued_at, expires_at)
       SELECT replace(id, 'evt', 'cred'), id, source, id, 'created', 'password', 'set', false,
         false, $1, $1, $2 FROM event WHERE id LIKE 'evt_z%'`,
      [clock.now(), addMs(clock.now(), 60_000)],
    )
    await store.pool.query(
      `INSERT INTO reveal (credential_id, token_hash, secret, created_at)
       SELECT id, 'h', 's', $1 FROM credential WHERE id LIKE 'cred_z%'`,
      [clock.now()],
    )
    await store.pool.query("UPDATE credential SET state = 'used' WHERE id = 'cred_z01100'")
    const shredder = createRevealShredder({ ...store, clock })
    const turns = [await shredder.turn(), await shredder.turn(), await shredder.turn()]
    expect(turns).toEqual([0, 0, 1])
    expect(await kept()).toHaveLength(1_100)
    await store.pool.query("UPDATE credential SET state = 'used' WHERE id = $1", [first])
    expect(await shredder.turn()).toBe(1)
  })
})
