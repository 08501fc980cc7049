import { Kysely, PostgresDialect } from 'kysely'
import { createAccountRequests } from '../../src/accounts/account-request-store.ts'
import { createForgotPassword } from '../../src/accounts/forgot-password.ts'
import { registerResetRequests } from '../../src/accounts/reset-requests-route.ts'
import type { Source } from '../../src/config/doorkey-config.ts'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createChosenPasswordCheck } from '../../src/credentials/check-chosen-password.ts'
import {
  createCredentialStore,
  type CredentialStore,
  sealContext,
} from '../../src/credentials/credential-store.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { createPasswordReset } from '../../src/credentials/password-reset.ts'
import { createResetCodes } from '../../src/credentials/reset-code.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { createUserLease } from '../../src/credentials/user-lease.ts'
import type { Schema } from '../../src/database/schema.ts'
import { createBuiltinLogin } from '../../src/directories/builtin-login.ts'
import { createHttpServer } from '../../src/http/server.ts'
import type { Job } from '../../src/jobs.ts'
import { createAttemptLog } from '../../src/messages/attempt-log.ts'
import { planMessage } from '../../src/messages/plan-message.ts'
import { createLogger } from '../../src/ops/logger.ts'
import { registerForgotPage } from '../../src/pages/forgot-page.ts'
import { runSources } from '../../src/sources.ts'
import { createTestClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent } from '../support/ledger-rows.ts'
import { recordQueries } from '../support/query-plans.ts'
import { bootstrapApi } from '../support/operator-api.ts'
import { testSource } from '../support/sources.ts'

export const KEY = 'dk_the-operator-key-of-this-test'

const hasher = createPasswordHasher(2)
const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])

/** A server with what serves forgotten passwords, on sources of the test, and ways to look behind. */
export function createForgotHarness(store: TestDatabase, sources: ReadonlyMap<string, Source>) {
  const clock = createTestClock()
  const logLines: string[] = []
  const { recorded, recordingPool: pool } = recordQueries(store.pool)
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const uses = { database, pool, clock, sealer, ids: systemIds }
  const throttled: string[] = []
  const enqueued: Job[] = []
  const compared: string[] = []
  const credentials = noting(createCredentialStore(uses), (id) => compared.push(id))
  const throttle = createThrottle(uses)
  const findSource = runSources(sources, { database, hasher, clock })
  const reset = createPasswordReset({
    ...uses,
    credentials,
    findSource,
    lease: createUserLease(uses),
    attempts: createAttemptLog({ ...uses, count: () => {} }),
    plan: (transaction, plan, now) => planMessage(transaction, plan, now, systemIds),
    log: { failure: () => {} },
    checkChosen: createChosenPasswordCheck({ warn: () => {} }),
    enqueueRenders: async () => {},
    pickLocale: ([first]) => ({ locale: first?.tag ?? 'en', rule: first?.rule ?? 'default' }),
  })
  const codes = createResetCodes({ ...uses, credentials, findSource, throttle, reset })
  const forgot = createForgotPassword({
    accountRequests: createAccountRequests(uses),
    throttle,
    enqueuePasswords: async (jobs) => {
      enqueued.push(...jobs)
      throw new Error('the queue is down')
    },
    countThrottled: (source) => throttled.push(source),
  })
  const log = createLogger({
    level: 'trace',
    destination: { write: (line) => void logLines.push(line) },
  })
  const app = createHttpServer({ log, clock, trustProxy: true })
  registerForgotPage(app, { forgot, codes, sources })
  const api = bootstrapApi(app, { adminKey: KEY, throttle, clock })
  registerResetRequests(api, { forgot, codes, sources })
  const login = createBuiltinLogin({ database: store.database, hasher, clock })
  return {
    app,
    clock,
    /** Ids of the credentials whose codes were compared with, oldest first. */
    compared,
    enqueued,
    logLines,
    recorded,
    throttled,
    requestsOf: (email: string) => requestsOf(store, email),
    mailCode: (email: string, code: string, more: object = {}) =>
      mailCode(store, clock.now(), { email, code }, more),
    opens: (userId: string, password: string) =>
      login.verify({ source: 'acme', userId, password: new Secret(password) }),
  }
}

/** A store that tells whose secret is opened. */
function noting(store: CredentialStore, note: (id: string) => void): CredentialStore {
  return {
    ...store,
    open(credential) {
      note(credential.id)
      return store.open(credential)
    },
  }
}

/** Sources of the test: `acme` mails codes, `links` links, `blind` and `events` cannot find users. */
export function forgotSources(): ReadonlyMap<string, Source> {
  const acme = testSource({ onReset: 'code', policy: { minLength: 15 } })
  const { directory } = acme
  const capabilities = { ...directory.capabilities, findsUsers: false }
  return new Map([
    ['acme', acme],
    ['links', testSource({ name: 'links', locale: 'de' })],
    ['blind', testSource({ name: 'blind', directory: { ...directory, capabilities } })],
    [
      'events',
      testSource({ name: 'events', onReset: 'code', directory: { ...directory, capabilities } }),
    ],
  ])
}

/** What was asked for an address, with the events made of it. */
function requestsOf({ database }: TestDatabase, email: string) {
  return database
    .selectFrom('event')
    .innerJoin('account_request', 'account_request.event_id', 'event.id')
    .select(['event.id', 'event.source', 'event.user_id', 'event.origin', 'event.locale'])
    .select(['account_request.act', 'account_request.delivery', 'account_request.requested_by'])
    .where('account_request.email', '=', email.toLowerCase())
    .orderBy('event.id')
    .execute()
}

/** A code as the worker makes it. */
async function mailCode(
  { database }: TestDatabase,
  now: Date,
  { email, code }: { readonly email: string; readonly code: string },
  more: object,
) {
  const eventId = await insertEvent(database, now, { email })
  const id = systemIds.next('credential')
  await insertCredential(database, now, {
    id,
    event_id: eventId,
    kind: 'reset-code',
    secret: sealer.seal(new Secret(code), sealContext(id)),
    expires_at: new Date(now.getTime() + 5 * 60_000),
    ...more,
  })
  return { id, eventId, userId: `u_${eventId}` }
}

/** Posts a form as a browser does from the page itself. */
export function postForm(
  { app }: { readonly app: ReturnType<typeof createHttpServer> },
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  return app.inject({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'accept-language': 'en',
      ...headers,
    },
    payload: new URLSearchParams(fields).toString(),
  })
}

/** Posts JSON with the operator's key. */
export function postJson(
  { app }: { readonly app: ReturnType<typeof createHttpServer> },
  url: string,
  payload: object,
  headers: Readonly<Record<string, string>> = {},
) {
  return app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${KEY}`, ...headers },
    payload,
  })
}
