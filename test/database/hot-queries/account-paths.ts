import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { createAccountRequests } from '../../../src/accounts/account-request-store.ts'
import { readResult } from '../../../src/accounts/change-result.ts'
import { createEarlierRequests } from '../../../src/accounts/earlier-request.ts'
import { createForgotPassword } from '../../../src/accounts/forgot-password.ts'
import { createLinkRenewal } from '../../../src/accounts/link-renewal.ts'
import { readStory, readSubject } from '../../../src/ledger/ledger-view.ts'
import { builtinDirectory } from '../../../src/directories/builtin.ts'
import { createBuiltinLogin } from '../../../src/directories/builtin-login.ts'
import { systemIds } from '../../../src/core/ids.ts'
import { Secret } from '../../../src/core/secret.ts'
import { createKeyedDigest } from '../../../src/credentials/keyed-digest.ts'
import { createReveal } from '../../../src/credentials/reveal.ts'
import { sealForNewToken } from '../../../src/credentials/reveal-seal.ts'
import { createPasswordHasher } from '../../../src/credentials/password-hasher.ts'
import { runSources } from '../../../src/sources.ts'
import { createSealer } from '../../../src/credentials/sealer.ts'
import { createThrottle } from '../../../src/credentials/throttle.ts'
import type { Schema } from '../../../src/database/schema.ts'
import { createEventStore } from '../../../src/events/event-store.ts'
import { createSettleFeedback } from '../../../src/feedback/feedback-store.ts'
import { createDeliveryStore } from '../../../src/lifecycle/delivery-store.ts'
import { createRevealShredder } from '../../../workers/upkeep/shred-reveals.ts'
import { createTestClock } from '../../support/clock.ts'
import { testSource } from '../../support/sources.ts'

/** Calls what runs for each request to Doorkey itself, each link, page, automation and feedback. */
export async function runAccountPaths(pool: pg.Pool): Promise<void> {
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])
  const uses = { database, pool, clock: createTestClock(new Date()), sealer, ids: systemIds }
  await askOnce(uses)
  await openLinks(uses)
  await readPages(uses)
  await tellOnce(uses)
  await logInOnce(uses)
}

type Uses = Parameters<typeof createAccountRequests>[0] & { readonly pool: pg.Pool }

async function askOnce(uses: Uses): Promise<void> {
  const accountRequests = createAccountRequests(uses)
  const throttle = createThrottle(uses)
  const request = {
    act: 'create-user',
    source: 'source0',
    key: 'key',
    requestedBy: 'admin',
    user: { id: null, email: 'ada@example.com' },
    delivery: 'password',
    password: new Secret('a password that was typed'),
  } as const
  const { eventId } = await accountRequests.open(request)
  const again = await accountRequests.open(request)
  if (again.isNew || again.eventId !== eventId) throw new Error('expected the same request')
  const claimed = await createEventStore(uses).claim({ id: eventId, run: 0 })
  if (!claimed) throw new Error('expected the request to be claimable')
  const found = await accountRequests.find(claimed.event)
  if (!found) throw new Error('expected the request behind the event')
  await accountRequests.nameUser(claimed.event, { id: 'user-x' })
  const digest = createKeyedDigest([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])
  const earlier = createEarlierRequests({ ...uses, digest, sources: ['source0', 'source1'] })
  await earlier.find('key')
  await accountRequests.forgetPassword(eventId)
  await earlier.passwordOf({ event_id: eventId, password: null })
  await readResult(uses.database, eventId)
  const forgot = createForgotPassword({
    accountRequests,
    throttle,
    enqueuePasswords: async () => {},
    countThrottled: () => {},
  })
  await forgot.admits('source0', '127.0.0.1')
  const asked = { email: 'ada@example.com', key: 'key', requestedBy: null, locale: null }
  await forgot.ask({ ...asked, source: testSource({ name: 'source0' }) })
}

/** A credential that is `set`, and in time. */
const REVEALED = 'cred_401'

async function openLinks(uses: Uses): Promise<void> {
  const password = new Secret('a password to be shown')
  const { token, sealed } = sealForNewToken(uses.sealer, REVEALED, password)
  await uses.database
    .updateTable('reveal')
    .set({ token_hash: sealed.tokenHash, secret: sealed.secret })
    .where('credential_id', '=', REVEALED)
    .execute()
  const source = testSource({ name: 'source2' })
  const findSource = runSources(new Map([['source2', source]]), {
    ...uses,
    hasher: createPasswordHasher(1),
  })
  const reveal = createReveal({ ...uses, findSource })
  const outcomes = [await reveal.open(REVEALED, token), await reveal.open(REVEALED, token)]
  if (outcomes.map(({ outcome }) => outcome).join() !== 'shown,opened') {
    throw new Error('expected the link to open once')
  }
  await createRevealShredder(uses).turn()
  const renewal = createLinkRenewal({
    ...uses,
    throttle: createThrottle(uses),
    accountRequests: createAccountRequests(uses),
  })
  const link = await renewal.find(REVEALED)
  if (!link) throw new Error('expected a link that can be renewed')
  await renewal.request(link)
}

async function readPages({ database }: Uses): Promise<void> {
  const story = await readStory(database, 'evt_200')
  const subject = await readSubject(database, 'evt_200')
  if (!story || !subject) throw new Error('expected evt_200 to have a story')
}

async function tellOnce(uses: Uses): Promise<void> {
  const deliveries = createDeliveryStore(uses)
  const delivery = await deliveries.claim({ id: 'dlv_6', run: 0 })
  if (!delivery) throw new Error('expected dlv_6 to be claimable')
  await deliveries.settle(delivery, 'done')
  const settle = createSettleFeedback(uses)
  const facts = { kind: 'bounced', code: 'NoEmail', cause: null, sentAt: new Date() } as const
  const byId = { ...facts, sesId: 'ses-10', messageId: undefined, attemptId: undefined }
  const byTag = { ...facts, sesId: 'ses-11', messageId: 'msg_11', attemptId: 'att_11' }
  for (const feedback of [byId, byTag]) {
    const { outcome } = await settle(feedback)
    if (outcome !== 'settled') throw new Error('expected the feedback to settle a mail')
  }
}

async function logInOnce(uses: Uses): Promise<void> {
  const hasher = createPasswordHasher(1)
  const directory = builtinDirectory().create({ ...uses, hasher, source: 'source0' })
  const user = await directory.findUser(
    { email: 'user-300@example.com' },
    AbortSignal.timeout(5_000),
  )
  if (!user) throw new Error('expected user-300 to be there')
  const password = new Secret('a password to log in with')
  await directory.setPassword(user, password, {
    mustChange: true,
    expiresAt: null,
    chosenByUser: false,
    mayReplaceChosen: true,
    signal: AbortSignal.timeout(30_000),
  })
  const login = createBuiltinLogin({ ...uses, hasher })
  const status = await login.verify({ source: 'source0', userId: user.id, password })
  if (status !== 'must_change') throw new Error(`expected must_change, got ${status}`)
}
