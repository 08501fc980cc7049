import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import { type AccountRequests, createAccountRequests } from './accounts/account-request-store.ts'
import type { DoorkeyConfig } from './config/doorkey-config.ts'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import { type Ids, systemIds } from './core/ids.ts'
import { Secret } from './core/secret.ts'
import { waitForServer } from './core/wait-for-server.ts'
import { type CredentialStore, createCredentialStore } from './credentials/credential-store.ts'
import { checkKeyCanary } from './credentials/key-canary.ts'
import { createIssueLedger, type IssueLedger } from './credentials/issue-ledger.ts'
import { createPasswordHasher, type PasswordHasher } from './credentials/password-hasher.ts'
import { createKeyedDigest, type KeyedDigest } from './credentials/keyed-digest.ts'
import { createSealer, type Sealer } from './credentials/sealer.ts'
import { parseSealingKeys } from './credentials/sealing-keys.ts'
import { createUserLease, type UserLease } from './credentials/user-lease.ts'
import { type Database, openDatabase } from './database/database.ts'
import { expectMigrated, migrate } from './database/migrate.ts'
import { pingDatabase } from './database/ping-database.ts'
import type { Schema } from './database/schema.ts'
import { createEventStore, type EventStore } from './events/event-store.ts'
import { createDeliveryStore, type DeliveryStore } from './lifecycle/delivery-store.ts'
import { type AttemptLog, createAttemptLog } from './messages/attempt-log.ts'
import { createMessageStore, type MessageStore } from './messages/message-store.ts'
import { createSendPace, type SendPace } from './messages/send-pace.ts'
import { createSendLedger, type SendLedger } from './messages/send-ledger.ts'
import { createSuppressions, type Suppressions } from './messages/suppressions.ts'
import { type AuditLog, createAuditLog } from './ops/audit-log.ts'
import { createMetrics, type Metrics } from './ops/metrics.ts'
import { createStepLog, type StepLog } from './ops/step-log.ts'
import { timeDirectories } from './ops/timed-calls.ts'
import { type Circuits, createCircuits } from './queue/circuits.ts'
import { createQueue, type Queue } from './queue/queue.ts'
import { type FindSource, runSources } from './sources.ts'

/** How long a start waits for servers that are still starting themselves. */
const START_WAIT_SECONDS = 30

/** What every part of Doorkey stands on. */
export interface Foundation {
  readonly database: Kysely<Schema>
  readonly pool: pg.Pool
  readonly queue: Queue
  readonly sealer: Sealer
  readonly digest: KeyedDigest
  readonly hasher: PasswordHasher
  readonly clock: Clock
  readonly ids: Ids
  readonly metrics: Metrics
  readonly audit: AuditLog
  readonly steps: StepLog
  readonly events: EventStore
  readonly accountRequests: AccountRequests
  readonly credentials: CredentialStore
  readonly messages: MessageStore
  readonly attempts: AttemptLog
  readonly issueLedger: IssueLedger
  readonly sendLedger: SendLedger
  readonly suppressions: Suppressions
  readonly deliveries: DeliveryStore
  readonly circuits: Circuits
  readonly pace: SendPace
  readonly lease: UserLease
  readonly findSource: FindSource
  /** Throws `DATABASE_UNREACHABLE`. */
  pingDatabase(): Promise<void>
  close(): Promise<void>
}

export interface FoundationOptions {
  readonly settings: Settings
  readonly config: DoorkeyConfig
  readonly log: Logger
  /** Bring the schema up to date first, instead of refusing to start on an older one. */
  readonly migrates: boolean
}

/**
 * Opens Postgres and the queue, checks schema and sealing keys, builds the stores. Throws
 * `DATABASE_UNREACHABLE`, `QUEUE_UNREACHABLE`, `MIGRATION_PENDING`, `KEY_UNKNOWN`, `SEAL_BROKEN`.
 */
export async function openFoundation(options: FoundationOptions): Promise<Foundation> {
  const { settings, log, migrates } = options
  const none = new Secret('')
  const keys = parseSealingKeys(settings.keys ?? none)
  const sealer = createSealer(keys)
  const digest = createKeyedDigest(keys)
  const opened = openDatabase({
    url: settings.databaseUrl ?? none,
    onError: (error) => log.warn({ err: error }, 'postgres: an idle connection broke'),
  })
  try {
    const waitFor = (ask: () => Promise<void>) =>
      waitForServer(START_WAIT_SECONDS, ask, (line) => log.warn(line))
    await waitFor(() => pingDatabase(opened.kysely))
    await checkSchema(opened.kysely, migrates, log)
    await checkKeyCanary(opened.kysely, sealer)
    const queue = await createQueue({
      redisUrl: settings.redisUrl,
      databaseUrl: settings.databaseUrl ?? none,
      onError: (error) => log.warn({ err: error }, 'queue'),
    })
    try {
      await waitFor(() => queue.ping())
    } catch (error) {
      await queue.close()
      throw error
    }
    return buildStores(options, opened, queue, { sealer, digest })
  } catch (error) {
    await opened.close()
    throw error
  }
}

function buildStores(
  { config, log }: FoundationOptions,
  opened: Database,
  queue: Queue,
  seals: Pick<Foundation, 'sealer' | 'digest'>,
): Foundation {
  const { kysely: database, pool } = opened
  const uses = { database, pool, ...seals, clock: systemClock, ids: systemIds }
  const hasher = createPasswordHasher()
  const metrics = createMetrics()
  const count = metrics.attempt
  return {
    ...uses,
    queue,
    hasher,
    metrics,
    audit: createAuditLog(uses),
    steps: createStepLog({ log, metrics }),
    events: createEventStore(uses),
    accountRequests: createAccountRequests(uses),
    credentials: createCredentialStore(uses),
    messages: createMessageStore(uses),
    attempts: createAttemptLog({ ...uses, count }),
    issueLedger: createIssueLedger({ ...uses, count }),
    sendLedger: createSendLedger({ ...uses, count }),
    suppressions: createSuppressions(uses),
    deliveries: createDeliveryStore(uses),
    circuits: createCircuits(uses),
    pace: createSendPace(uses),
    lease: createUserLease(uses),
    findSource: timeDirectories(
      runSources(config.sources, { database, hasher, clock: systemClock }),
      metrics.timed,
    ),
    pingDatabase: () => pingDatabase(database),
    async close() {
      await queue.close()
      await opened.close()
    },
  }
}

async function checkSchema(
  database: Kysely<Schema>,
  migrates: boolean,
  log: Logger,
): Promise<void> {
  if (migrates) {
    const steps = await migrate(database)
    if (steps.length > 0) log.info({ steps }, 'migrated')
    return
  }
  await expectMigrated(database)
}
