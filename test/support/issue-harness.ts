import type { Source } from '../../src/config/doorkey-config.ts'
import { createAccountRequests } from '../../src/accounts/account-request-store.ts'
import type { AppError } from '../../src/core/app-error.ts'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createCredentialStore } from '../../src/credentials/credential-store.ts'
import { createIssueLedger } from '../../src/credentials/issue-ledger.ts'
import { createIssuer } from '../../src/credentials/issuer.ts'
import { createSealer, type SealingKey } from '../../src/credentials/sealer.ts'
import { createUserLease } from '../../src/credentials/user-lease.ts'
import type { DirectoryTools } from '../../src/directories/directory.ts'
import { createEventStore } from '../../src/events/event-store.ts'
import type { Job } from '../../src/jobs.ts'
import { createAttemptLog } from '../../src/messages/attempt-log.ts'
import { createSuppressions } from '../../src/messages/suppressions.ts'
import { createCircuits } from '../../src/queue/circuits.ts'
import { runSources } from '../../src/sources.ts'
import { createIssuePassword } from '../../workers/issue-password.ts'
import type { TestClock } from './clock.ts'
import type { TestDatabase } from './database.ts'
import { insertEvent } from './ledger-rows.ts'
import { testSource } from './sources.ts'

export const TEST_KEYS: readonly [SealingKey] = [{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }]
const sealer = createSealer(TEST_KEYS)

type HarnessTools = DirectoryTools & {
  readonly clock: TestClock
  readonly pool: TestDatabase['pool']
}

/** The worker that issues passwords, on one source and without a queue. */
export function createIssueHarness(tools: HarnessTools, more: Partial<Source>) {
  const { database, clock } = tools
  const worker = openWorker(tools, more)
  const { work, credentials } = worker
  const eventOf = (id: string) =>
    database.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return {
    /** With what the worker logged, and the mails that were planned. */
    ...worker,
    sealer,
    eventOf,
    /** A user who was just created by an admin. */
    created: (user: { readonly id: string; readonly email: string }) =>
      insertEvent(database, clock.now(), {
        source: tools.source,
        type: 'user.created',
        provider_type: 'user.created',
        origin: 'invited',
        user_id: user.id,
        email: user.email,
        state: 'received',
      }),
    /** A reset; `admin`: an administrator asked for it. */
    reset: (user: { readonly id: string; readonly email: string }, by: 'admin' | 'user') =>
      insertEvent(database, clock.now(), {
        source: tools.source,
        origin: by === 'admin' ? 'invited' : 'unknown',
        user_id: user.id,
        email: user.email,
        state: 'received',
      }),
    /** A reset that a user asked for, of whom the provider names no address. */
    resetWithoutAddress: (userId: string) =>
      insertEvent(database, clock.now(), {
        source: tools.source,
        user_id: userId,
        email: null,
        state: 'received',
      }),
    /** Works on the event once, now or when it is due; gives the row. */
    async turn(id: string) {
      const { run, due_at: dueAt } = await eventOf(id)
      if (dueAt > clock.now()) clock.set(dueAt)
      await work({ id, run })
      return eventOf(id)
    },
    /** The password that would be mailed. */
    async passwordOf(id: string): Promise<string> {
      const { user_id: userId } = await eventOf(id)
      const [credential] = await credentials.ofUser(tools.source, userId ?? '')
      if (!credential) throw new Error('expected a credential, got none')
      return credentials.open(credential).reveal()
    },
  }
}

function openWorker(tools: HarnessTools, more: Partial<Source>) {
  const { database, pool, clock } = tools
  const uses = { database, pool, clock, ids: systemIds, sealer }
  const failures: AppError[] = []
  const rendered: Job[] = []
  const findSource = runSources(new Map([[tools.source, testSource(more)]]), tools)
  const events = createEventStore(uses)
  const credentials = createCredentialStore(uses)
  const circuits = createCircuits(uses)
  const attempts = createAttemptLog({ ...uses, count: () => {} })
  const issueLedger = createIssueLedger({ ...uses, count: () => {} })
  const accountRequests = createAccountRequests(uses)
  const work = createIssuePassword({
    ...uses,
    events,
    accountRequests,
    credentials,
    circuits,
    issuer: createIssuer({
      ...uses,
      accountRequests,
      credentials,
      issueLedger,
      circuits,
      attempts,
    }),
    lease: createUserLease(uses),
    suppressions: createSuppressions(uses),
    findSource,
    pickLocale: () => ({ locale: 'en', rule: 'default' }),
    enqueueRender: async (job) => rendered.push(job),
    log: {
      event: () => {},
      message: () => {},
      accepted: () => {},
      failure: (_job, error) => void failures.push(error),
    },
  })
  const suppressions = createSuppressions(uses)
  return { work, accountRequests, credentials, failures, rendered, findSource, suppressions }
}
