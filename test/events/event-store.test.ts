import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUserLease, leaseOwner } from '../../src/credentials/user-lease.ts'
import { createEventStore, USER_BUSY } from '../../src/events/event-store.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertEvent } from '../support/ledger-rows.ts'

let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

function open() {
  const clock = createTestClock()
  const uses = { ...store, clock }
  const received = (more: object) =>
    insertEvent(store.database, clock.now(), { state: 'received', ...more })
  return { clock, received, events: createEventStore(uses), lease: createUserLease(uses) }
}

test('a row is claimed by one of 20 who come for it at once, in one process and in ten', async () => {
  const stores = Array.from({ length: 10 }, () => open().events)
  const id = await open().received({})
  const claims = await Promise.all(
    stores.flatMap((events) => [events.claim({ id, run: 0 }), events.claim({ id, run: 0 })]),
  )
  expect(claims).toHaveLength(20)
  expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1)
})

test('of the events of one user that are claimed at once, one has the user’s lease', async () => {
  const { received, events } = open()
  const ids = await Promise.all(['a', 'b', 'c'].map(() => received({ user_id: 'u_shared' })))
  const claims = await Promise.all(ids.map((id) => events.claim({ id, run: 0 })))
  expect(claims.map((claim) => claim?.event.state)).toEqual(['working', 'working', 'working'])
  expect(claims.filter((claim) => claim?.hasLease)).toHaveLength(1)
})

test('a claim comes without the lease that another run holds, until that one’s time is over', async () => {
  const { clock, received, events, lease } = open()
  await lease.acquire('acme', 'u_held', 'evt_other-1', 60_000)
  const first = await events.claim({ id: await received({ user_id: 'u_held' }), run: 0 })
  expect(first?.hasLease).toBe(false)
  clock.advance(60_000)
  const second = await events.claim({ id: await received({ user_id: 'u_held' }), run: 0 })
  expect(second?.hasLease).toBe(true)
  if (second) await lease.release('acme', 'u_held', leaseOwner(second.event))
})

test('an event that waited for its user takes no lease by being claimed', async () => {
  const { received, events, lease } = open()
  const id = await received({ user_id: 'u_busy', code: USER_BUSY })
  expect(await events.claim({ id, run: 0 })).toMatchObject({ hasLease: false })
  expect(await lease.acquire('acme', 'u_busy', 'evt_other-1', 60_000)).toBe(true)
})

test('an event without a user is claimed without a lease', async () => {
  const { received, events } = open()
  const claim = await events.claim({ id: await received({ user_id: null }), run: 0 })
  expect(claim).toMatchObject({ hasLease: false, event: { user_id: null } })
})
