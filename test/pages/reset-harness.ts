import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import type { Source } from '../../src/config/doorkey-config.ts'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createCredentialStore } from '../../src/credentials/credential-store.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { createPasswordReset } from '../../src/credentials/password-reset.ts'
import { createPageToken } from '../../src/credentials/page-link.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createUserLease } from '../../src/credentials/user-lease.ts'
import type { CredentialState } from '../../src/database/schema.ts'
import { createBuiltinLogin } from '../../src/directories/builtin-login.ts'
import { createHttpServer } from '../../src/http/server.ts'
import type { Job } from '../../src/jobs.ts'
import { createAttemptLog } from '../../src/messages/attempt-log.ts'
import { planMessage } from '../../src/messages/plan-message.ts'
import { registerResetPage } from '../../src/pages/reset-page.ts'
import { runSources } from '../../src/sources.ts'
import { createTestClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent } from '../support/ledger-rows.ts'
import { testSource } from '../support/sources.ts'

const hasher = createPasswordHasher(2)
const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])

/** A server with the reset page on the built-in directory, and ways to look behind it. */
export function createResetHarness(store: TestDatabase, more: Partial<Source> = {}) {
  const { database } = store
  const clock = createTestClock()
  const ids = systemIds
  const enqueued: Job[] = []
  const failures: string[] = []
  const lease = createUserLease({ pool: store.pool, clock })
  const sources = new Map([['acme', testSource(more)]])
  const reset = createPasswordReset({
    database,
    clock,
    lease,
    credentials: createCredentialStore({ pool: store.pool, sealer, clock, ids }),
    attempts: createAttemptLog({ clock, ids, count: () => {} }),
    findSource: runSources(sources, { database, hasher, clock }),
    plan: (transaction, plan, now) => planMessage(transaction, plan, now, ids),
    log: { failure: (job, error) => failures.push(`${job} ${error.code}`) },
    enqueueRenders: async (jobs) => {
      enqueued.push(...jobs)
      throw new Error('the queue is down')
    },
    pickLocale: ([first]) => ({ locale: first?.tag ?? 'en', rule: first?.rule ?? 'default' }),
  })
  const app = createHttpServer({ log: pino({ level: 'silent' }), clock, trustProxy: false })
  registerResetPage(app, { reset, sources })

  return {
    app,
    clock,
    database,
    enqueued,
    /** What was logged: jobs and codes. */
    failures,
    lease,
    login: createBuiltinLogin({ database, hasher, clock }),
    link: (event: object = {}, credential: object = {}) =>
      makeLink(store, clock.now(), event, credential),
    open: (id: string, language = 'en') =>
      app.inject({ url: `/reset/${id}`, headers: { 'accept-language': language } }),
    post: (id: string, token: string, password: string, language = 'en') =>
      postForm(app, id, { token, password }, language),
    stateOf: (id: string) => stateOf(store, id),
    messagesOf: (eventId: string) =>
      database
        .selectFrom('message')
        .selectAll()
        .where('event_id', '=', eventId)
        .orderBy('id')
        .execute(),
    attemptsOf: (id: string) =>
      database
        .selectFrom('attempt')
        .selectAll()
        .where('subject_id', '=', id)
        .orderBy('id')
        .execute(),
  }
}

async function stateOf({ database }: TestDatabase, id: string): Promise<CredentialState> {
  const states = database.selectFrom('credential').select('state').where('id', '=', id)
  return (await states.executeTakeFirstOrThrow()).state
}

async function postForm(
  app: FastifyInstance,
  id: string,
  fields: Record<string, string>,
  language: string,
) {
  return app.inject({
    method: 'POST',
    url: `/reset/${id}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'accept-language': language,
    },
    payload: new URLSearchParams(fields).toString(),
  })
}

/** A reset link as the worker makes it. */
async function makeLink(store: TestDatabase, now: Date, event: object, credential: object) {
  const { token, hash } = createPageToken()
  const eventId = await insertEvent(store.database, now, event)
  const id = await insertCredential(store.database, now, {
    event_id: eventId,
    token_hash: hash,
    secret: sealer.seal(token, `credential.secret:${eventId}`),
    ...credential,
  })
  return { eventId, id, userId: `u_${eventId}`, token: token.reveal() }
}
