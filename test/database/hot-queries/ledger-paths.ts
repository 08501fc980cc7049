import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { Secret } from '../../../src/core/secret.ts'
import { systemIds } from '../../../src/core/ids.ts'
import { createCredentialStore } from '../../../src/credentials/credential-store.ts'
import { createIssueLedger } from '../../../src/credentials/issue-ledger.ts'
import { createResetCodes } from '../../../src/credentials/reset-code.ts'
import { createThrottle } from '../../../src/credentials/throttle.ts'
import { createUserLease, leaseOwner } from '../../../src/credentials/user-lease.ts'
import { createPasswordHasher } from '../../../src/credentials/password-hasher.ts'
import { createSealer } from '../../../src/credentials/sealer.ts'
import type { Schema } from '../../../src/database/schema.ts'
import { createEventStore } from '../../../src/events/event-store.ts'
import { createQueueBudget } from '../../../src/events/queue-budget.ts'
import { createAttemptLog } from '../../../src/messages/attempt-log.ts'
import { listEvents } from '../../../src/ledger/events-route.ts'
import { listMessages } from '../../../src/ledger/messages-route.ts'
import { planDeliveries } from '../../../src/lifecycle/outbox.ts'
import { createMessageStore } from '../../../src/messages/message-store.ts'
import { createSendPace } from '../../../src/messages/send-pace.ts'
import { createSendLedger } from '../../../src/messages/send-ledger.ts'
import { createSuppressions } from '../../../src/messages/suppressions.ts'
import { runSources } from '../../../src/sources.ts'
import { createSendEmail } from '../../../workers/send-email.ts'
import { expire } from '../../../workers/upkeep/expire.ts'
import { settleSends } from '../../../workers/upkeep/settle-sends.ts'
import { shred } from '../../../workers/upkeep/shred.ts'
import { distrustQueue, sweep } from '../../../workers/upkeep/sweep.ts'
import { createTestClock } from '../../support/clock.ts'
import { testSource } from '../../support/sources.ts'

/** Calls what runs for every event and every turn of upkeep. */
export async function runLedgerPaths(recordingPool: pg.Pool): Promise<void> {
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: recordingPool }) })
  const clock = createTestClock(new Date())
  const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])
  const uses = { database, pool: recordingPool, clock, sealer, ids: systemIds }
  const messages = createMessageStore(uses)
  await issueOnce(uses)
  const planned = await messages.claimPlanned({ id: 'msg_3', run: 0 })
  if (!planned) throw new Error('expected msg_3 to be claimable')
  await messages.markRendered(
    planned.message,
    sealer.sealBytes(new Secret(Buffer.from('mail')), 'message.content:msg_3'),
  )
  await sendOnce(uses)
  const unknown = { afterMs: 1, then: 'resend' } as const
  const parts = { ...uses, enqueue: async () => {}, resendsUnknown: true, unknown }
  await sweep(parts)
  await distrustQueue(parts)
  await settleSends(parts)
  await planDeliveries({ ...uses, subscribers: [] })
  await expire(parts)
  await shred({ ...parts, shredAfterMs: 1 })
  const budget = createQueueBudget({
    pool: recordingPool,
    clock,
    onError: (error) => {
      throw error
    },
  })
  await guessOnce(uses)
  await listOnce(database)
  budget.reserve('source0', 1).settle()
  await budget.idle()
}

async function listOnce(database: Kysely<Schema>): Promise<void> {
  const { nextCursor } = await listEvents(database, { limit: 2 })
  await listEvents(database, { cursor: nextCursor ?? '', source: 'source0' })
  await listEvents(database, { state: 'failed' })
  await listEvents(database, { email: 'User-7@example.com' })
  await listMessages(database, { source: 'source1', since: '2020-01-01T00:00:00Z' })
  await listMessages(database, { state: 'failed' })
}

async function guessOnce(uses: Uses): Promise<void> {
  const source = testSource({ name: 'source0' })
  const hasher = createPasswordHasher(1)
  const codes = createResetCodes({
    ...uses,
    credentials: createCredentialStore(uses),
    throttle: createThrottle(uses),
    findSource: runSources(new Map([['source0', source]]), { ...uses, hasher }),
    reset: { choose: async () => ({ outcome: 'busy' }) },
  })
  const guess = { source: 'source0', email: 'user-200@example.com', code: new Secret('000000') }
  await codes.redeem({ ...guess, password: 'a password to choose' })
}

type Uses = Parameters<typeof createCredentialStore>[0] & Parameters<typeof createEventStore>[0]

async function issueOnce(uses: Uses): Promise<void> {
  const events = createEventStore(uses)
  const claimed = await events.claim({ id: 'evt_200', run: 0 })
  if (!claimed) throw new Error('expected evt_200 to be claimable')
  const { event } = claimed
  const credentials = createCredentialStore(uses)
  const lease = createUserLease(uses)
  await lease.acquire(event.source, 'user-200', leaseOwner(event), 1_000)
  await createSuppressions(uses).reasonFor('a@example.com')
  const [own] = await credentials.ofUser(event.source, 'user-200')
  if (!own) throw new Error('expected a credential of user-200')
  const ledger = createIssueLedger({ ...uses, count: () => {} })
  const attemptId = await ledger.begin(event, own, false)
  const locale = { locale: 'en', rule: 'default' }
  await ledger.finish({
    event,
    credential: own,
    attemptId,
    superseded: [{ id: 'cred_201' }],
    overlapped: [{ id: 'cred_202' }],
    plan: { event, credentialId: own.id, template: 'other', toAddress: 'a@example.com', locale },
  })
  await lease.release(event.source, 'user-200', leaseOwner(event))
  await events.putBack(event, uses.clock.now(), true, { code: 'x', cause: 'x' })
}

async function sendOnce(uses: Uses): Promise<void> {
  const messages = createMessageStore(uses)
  const send = createSendEmail({
    ...uses,
    messages,
    sendLedger: createSendLedger({ ...uses, count: () => {} }),
    attempts: createAttemptLog({ ...uses, count: () => {} }),
    circuits: {
      enter: async () => ({ open: true, probes: [] }),
      hold: async () => {},
      release: async () => {},
      close: async () => {},
    },
    pace: createSendPace(uses),
    transport: { id: 'test', send: async () => ({ id: 'accepted-1' }), close: async () => {} },
    findSource: runSources(new Map([['source0', testSource({ name: 'source0' })]]), {
      ...uses,
      hasher: createPasswordHasher(),
    }),
    unknown: { afterMs: 1 },
    log: { event() {}, message() {}, accepted() {}, failure() {} },
  })
  await send({ id: 'msg_3', run: 1 })
  const sent = await uses.pool.query("SELECT state FROM message WHERE id = 'msg_3'")
  if (sent.rows[0]?.state !== 'accepted') throw new Error('expected msg_3 to be accepted')
}
