import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createCredentialStore } from '../../src/credentials/credential-store.ts'
import { createIssueLedger } from '../../src/credentials/issue-ledger.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createUserLease, leaseOwner } from '../../src/credentials/user-lease.ts'
import { createEventStore, type EventRow } from '../../src/events/event-store.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { errorFrom } from '../support/error-of.ts'
import { insertEvent } from '../support/ledger-rows.ts'

const TTL_MS = 60_000
let store: TestDatabase
let tools: ReturnType<typeof openLedger>

beforeAll(async () => {
  store = await createTestDatabase()
  tools = openLedger(store)
})
afterAll(() => store.close())

function openLedger({ database, pool }: TestDatabase) {
  const clock = createTestClock()
  const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])
  const uses = { database, pool, clock, sealer, ids: systemIds }
  return {
    clock,
    events: createEventStore(uses),
    credentials: createCredentialStore(uses),
    lease: createUserLease(uses),
    ledger: createIssueLedger({ ...uses, count: () => {} }),
  }
}

/** An event that this run has claimed, with the lease of its user. */
async function claimed(): Promise<EventRow> {
  const { clock, events } = tools
  const id = await insertEvent(store.database, clock.now(), {
    type: 'user.created',
    state: 'received',
  })
  const taken = await events.claim({ id, run: 0 })
  if (!taken?.hasLease) throw new Error('expected the event and its user to be free')
  return taken.event
}

function password(event: EventRow) {
  return tools.credentials.make({
    event,
    userId: event.user_id ?? '',
    purpose: 'created',
    kind: 'password',
    state: 'setting',
    secret: new Secret('a password'),
    mustChange: true,
    expiryEnforced: true,
    expiresAt: new Date(tools.clock.now().getTime() + TTL_MS),
  })
}

const plan = (event: EventRow, credentialId: string) => ({
  event,
  credentialId,
  template: 'password-issued',
  toAddress: 'ada@example.com',
  locale: { locale: 'en', rule: 'default' },
})

async function rowsOf(event: EventRow) {
  const { rows } = await store.pool.query(
    `SELECT event.state AS event, credential.state AS credential, credential.secret IS NOT NULL AS sealed,
       attempt.outcome AS attempt, message.state AS message
     FROM event LEFT JOIN credential ON credential.event_id = event.id
     LEFT JOIN attempt ON attempt.subject_id = credential.id
     LEFT JOIN message ON message.credential_id = credential.id
     WHERE event.id = $1`,
    [event.id],
  )
  return rows
}

test('begins and finishes 20 events of one turn, each with its own rows', async () => {
  const events = await Promise.all(Array.from({ length: 20 }, claimed))
  await Promise.all(
    events.map(async (event) => {
      const credential = password(event)
      const attemptId = await tools.ledger.begin(event, credential, true)
      expect(await rowsOf(event)).toEqual([
        {
          event: 'working',
          credential: 'setting',
          sealed: true,
          attempt: 'started',
          message: null,
        },
      ])
      await tools.ledger.finish({
        event,
        credential: { id: credential.id },
        attemptId,
        superseded: [],
        overlapped: [],
        plan: plan(event, credential.id),
      })
    }),
  )
  const leases = await store.pool.query('SELECT owner FROM lease')
  expect(leases.rows).toEqual([])
  const rows = await Promise.all(events.map(rowsOf))
  expect(rows).toHaveLength(20)
  for (const row of rows) {
    expect(row).toEqual([
      { event: 'done', credential: 'set', sealed: true, attempt: 'ok', message: 'planned' },
    ])
  }
})

test('begins nothing for a run whose claim is past, whatever else begins with it', async () => {
  const [current, past] = [await claimed(), await claimed()]
  const late = { ...past, run: past.run - 1 }
  const [begun, refused] = await Promise.allSettled([
    tools.ledger.begin(current, password(current), true),
    tools.ledger.begin(late, password(late), true),
  ])
  expect(begun.status).toBe('fulfilled')
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'CLAIM_LOST' } })
  expect(await rowsOf(past)).toMatchObject([{ event: 'working', credential: null }])
})

test('begins nothing for a run that does not hold the lease of its user', async () => {
  const event = await claimed()
  await tools.lease.release(event.source, event.user_id ?? '', leaseOwner(event))
  const error = await errorFrom(tools.ledger.begin(event, password(event), true))
  expect(error.code).toBe('CLAIM_LOST')
  expect(await rowsOf(event)).toMatchObject([{ event: 'working', credential: null }])
})

test('finishes nothing for a run whose claim is past: no credential, no mail, no end', async () => {
  const event = await claimed()
  const late = { ...event, run: event.run - 1 }
  const credential = { ...password(event), state: 'set' as const }
  const error = await errorFrom(
    tools.ledger.finish({
      event: late,
      credential: { id: credential.id, new: credential },
      superseded: [],
      overlapped: [],
      plan: plan(late, credential.id),
    }),
  )
  expect(error.code).toBe('CLAIM_LOST')
  expect(await rowsOf(event)).toMatchObject([{ event: 'working', credential: null }])
})
