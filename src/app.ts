import type { FastifyInstance } from 'fastify'
import { type Emails, loadEmailsOnce } from '../emails/load-emails.ts'
import { pickLocale } from '../emails/pick-locale.ts'
import { createInbox } from '../webhooks/inbox.ts'
import { registerReceiver } from '../webhooks/receiver.ts'
import { createSuppressionList } from './messages/suppression-list.ts'
import { automationSubscriber, createRunAutomation } from '../workers/run-automation.ts'
import { createIssuePassword } from '../workers/issue-password.ts'
import { createRenderEmail } from '../workers/render-email.ts'
import { createSendEmail } from '../workers/send-email.ts'
import { createUpkeep } from '../workers/upkeep.ts'
import type { UserChanges } from './accounts/user-changes.ts'
import { registerReference } from './api/reference.ts'
import { createAutomationProcesses } from './automations/automation-processes.ts'
import type { DoorkeyConfig } from './config/doorkey-config.ts'
import type { Settings } from './config/settings.ts'
import { AppError } from './core/app-error.ts'
import { registerConsole } from './console/console.ts'
import { createIssuer } from './credentials/issuer.ts'
import { type Foundation, type FoundationOptions, openFoundation } from './foundation.ts'
import { createSettleFeedback } from './feedback/feedback-store.ts'
import { fetchText } from './feedback/fetch-text.ts'
import { registerSesFeedback } from './feedback/ses-route.ts'
import type { FetchText } from './feedback/signing-certificates.ts'
import { closeHttp } from './http/close-http.ts'
import { createHttpServer } from './http/server.ts'
import { batched } from './database/batched.ts'
import { createGenerateForOperator } from './accounts/generate-for-operator.ts'
import { createThrottle } from './credentials/throttle.ts'
import { createQueueBudget } from './events/queue-budget.ts'
import type { Job, QueueName } from './jobs.ts'
import type { WorkOptions } from './queue/queue.ts'
import type { QueueWorker } from './queue/queue-worker.ts'
import { registerHealth } from './ops/health.ts'
import { readLevels } from './ops/levels.ts'
import { openOperatorApi } from './operator-routes.ts'
import { createOperatorKeys } from './operators/operator-keys.ts'
import { timeAutomations, timeRender, timeTransport } from './ops/timed-calls.ts'
import { openUserChanges, registerUserRoutes } from './user-routes.ts'

export const APP_PARTS = ['receiver', 'workers', 'upkeep', 'console'] as const
export type AppPart = (typeof APP_PARTS)[number]

/**
 * Per process. Passwords exceed the hash threads, so that none of those waits. Rows exceed jobs,
 * since a burst puts several into one job, and stay below what one process can do in a claim's time.
 */
const AT_ONCE: Readonly<Record<QueueName, WorkOptions>> = {
  passwords: { concurrency: 16, rowsAtOnceMax: 64 },
  renders: { concurrency: 4, rowsAtOnceMax: 64 },
  sends: { concurrency: 16, rowsAtOnceMax: 64 },
  automations: { concurrency: 4, rowsAtOnceMax: 16 },
}

export interface AppOptions extends FoundationOptions {
  /** What this process does. */
  readonly parts: ReadonlySet<AppPart>
  /** Which queues it works on, if it works. */
  readonly queues: ReadonlySet<QueueName>
  /** How certificates of Amazon SNS are fetched. Default over the network. */
  readonly fetchText?: FetchText | undefined
}

/** A running Doorkey, or a part of one. */
export interface App {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string
  readonly foundation: Foundation
  /** Takes nothing new, finishes what is in hand, closes everything. Safe to call twice. */
  stop(): Promise<void>
}

/** Wires the folders together; the only place that may. Rejects with an `AppError`. */
export async function startApp(options: AppOptions): Promise<App> {
  const { settings, config, log, parts } = options
  const foundation = await openFoundation(options)
  const closing: Closing = { first: [], then: [] }
  let isStopping = false
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    isStopping = true
    await closeAll(closing, foundation, log)
    log.info('stopped')
  }
  try {
    const http = createHttpServer({
      log,
      clock: foundation.clock,
      trustProxy: settings.trustProxy ?? false,
    })
    closing.first.push(() => closeHttp(http))
    registerOperations(http, options, foundation, () => isStopping)
    const turn = issuePassword(foundation)
    const changes = openUserChanges({ ...options, foundation, turn })
    if (parts.has('receiver')) {
      closing.then.push(await openReceiver(http, options, foundation))
      await openFeedback(http, options, foundation)
      const api = openOperatorApi(http, { settings, foundation })
      registerUserRoutes(http, api, { ...options, foundation, pickLocale, changes })
      registerReference(http, api, config.publicUrl)
    }
    const overrides = [...config.sources.values()].map((source) => source.templateFolders)
    const emails = loadEmailsOnce({ overrides })
    if (parts.has('console')) openConsole(http, { ...options, changes, emails }, foundation)
    if (parts.has('upkeep')) closing.first.push(startUpkeep(config, foundation))
    if (parts.has('workers'))
      closing.first.push(await startWorkers({ ...options, emails }, foundation))
    closing.then.push(() => config.transport.close())
    const url = await listen(http, settings)
    log.info({ url, parts: [...parts], queue: foundation.queue.backend }, 'started')
    return { url, foundation, stop: () => (stopped ??= stop()) }
  } catch (error) {
    await closeAll(closing, foundation, log)
    throw error
  }
}

/** What has been opened: `first` all at once, since each may take its time, and `then` the rest. */
interface Closing {
  readonly first: (() => Promise<unknown>)[]
  readonly then: (() => Promise<unknown>)[]
}

async function closeAll(
  { first, then }: Closing,
  foundation: Foundation,
  log: AppOptions['log'],
): Promise<void> {
  // One that fails must not keep the others from finishing what they have in hand.
  for (const group of [first, then, [() => foundation.close()]]) {
    const results = await Promise.allSettled(group.map((close) => close()))
    for (const result of results) {
      if (result.status === 'rejected') log.warn({ err: result.reason }, 'stopping')
    }
  }
}

function registerOperations(
  http: FastifyInstance,
  { config }: AppOptions,
  foundation: Foundation,
  isStopping: () => boolean,
): void {
  const { queue, metrics } = foundation
  registerHealth(http, {
    checks: {
      postgres: () => foundation.pingDatabase(),
      [queue.backend === 'redis' ? 'redis' : 'queue']: () => queue.ping(),
    },
    metrics: {
      contentType: metrics.contentType,
      async text() {
        await readLevels({ ...foundation, sources: [...config.sources.keys()] })
        return metrics.text()
      },
    },
    isStopping,
  })
}

async function listen(http: FastifyInstance, { host, port }: Settings): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (cause) {
    const message = `http: expected ${host}:${port} to be free, got a refusal`
    throw new AppError('PORT_UNAVAILABLE', message, { cause })
  }
}

async function openReceiver(
  http: FastifyInstance,
  { config, log }: AppOptions,
  { pool, sealer, ids, clock, metrics, queue }: Foundation,
): Promise<() => Promise<void>> {
  const onError = (error: unknown): void => log.warn({ err: error }, 'receiver')
  const budget = createQueueBudget({ pool, clock, onError })
  const enqueue = (jobs: readonly Job[]) => queue.enqueueTogether('passwords', jobs)
  const inbox = createInbox({ pool, sealer, ids, budget, enqueue, onError })
  await registerReceiver(http, { sources: config.sources, inbox, clock, metrics })
  return async () => {
    await inbox.close()
    await budget.idle()
  }
}

async function openFeedback(
  http: FastifyInstance,
  { config, fetchText: fetchFrom = fetchText }: AppOptions,
  foundation: Foundation,
): Promise<void> {
  const { steps: log, metrics, clock } = foundation
  const settle = createSettleFeedback(foundation)
  const parts = { ...config.feedback, fetchText: fetchFrom, settle, log, metrics, clock }
  await registerSesFeedback(http, parts)
}

function openConsole(
  http: FastifyInstance,
  {
    settings,
    config,
    changes,
    emails,
  }: AppOptions & { readonly changes: UserChanges; readonly emails: () => Promise<Emails> },
  foundation: Foundation,
): void {
  const { adminKey } = settings
  const { publicUrl, sources } = config
  const { findSource } = foundation
  const maySeePasswords = config.users.showPassword
  const generate = createGenerateForOperator({ ...foundation, maySeePasswords })
  const users = { changes, sources, findSource, maySeePasswords, generate }
  const throttle = createThrottle(foundation)
  const suppressions = createSuppressionList(foundation)
  const keys = createOperatorKeys(foundation)
  registerConsole(http, {
    ...foundation,
    throttle,
    adminKey,
    keys,
    publicUrl,
    users,
    suppressions,
    gallery: { sources, emails },
  })
}

function startUpkeep(config: DoorkeyConfig, foundation: Foundation): () => Promise<void> {
  const { queue, steps } = foundation
  const reconciled = [...config.sources.values()].filter(({ reconcile }) => reconcile)
  const upkeep = createUpkeep({
    ...foundation,
    transport: config.transport,
    reconciled: reconciled.map(({ name }) => foundation.findSource(name)),
    log: steps,
    enqueue: (name, jobs) => queue.enqueue(name, jobs),
    resendsUnknown: config.unknown.then === 'resend',
    unknown: config.unknown,
    subscribers: config.automations.map((one) => ({ name: automationSubscriber(one), on: one.on })),
    shredAfterMs: config.shredAfterMs,
  })
  upkeep.start()
  return () => upkeep.stop()
}

async function startWorkers(
  { settings, config, queues, ...options }: AppOptions & { readonly emails: () => Promise<Emails> },
  foundation: Foundation,
): Promise<() => Promise<void>> {
  const { queue, steps: log, metrics } = foundation
  const { timed } = metrics
  const running: QueueWorker[] = []
  if (queues.has('passwords')) {
    running.push(queue.work('passwords', AT_ONCE.passwords, issuePassword(foundation)))
  }
  if (queues.has('renders')) {
    const { render } = await options.emails()
    const emails = { render: timeRender(render, timed) }
    const { publicUrl } = config
    const enqueueSend = enqueueOn(queue, 'sends')
    const run = createRenderEmail({ ...foundation, log, emails, publicUrl, enqueueSend })
    running.push(queue.work('renders', AT_ONCE.renders, run))
  }
  if (queues.has('sends')) {
    const { unknown } = config
    const transport = timeTransport(config.transport, timed)
    const run = createSendEmail({ ...foundation, log, transport, unknown })
    running.push(queue.work('sends', AT_ONCE.sends, run))
  }
  const processes = createAutomationProcesses(settings.configFile)
  if (queues.has('automations')) {
    const { automations } = config
    const watched = timeAutomations(processes, timed)
    const run = createRunAutomation({ ...foundation, log, automations, processes: watched })
    running.push(queue.work('automations', AT_ONCE.automations, run))
  }
  return async () => {
    await Promise.all(running.map((worker) => worker.close()))
    await processes.close()
  }
}

function issuePassword(foundation: Foundation): (job: Job) => Promise<void> {
  return createIssuePassword({
    ...foundation,
    log: foundation.steps,
    issuer: createIssuer(foundation),
    pickLocale,
    enqueueRender: enqueueOn(foundation.queue, 'renders'),
  })
}

function enqueueOn(queue: Foundation['queue'], name: QueueName): (job: Job) => Promise<unknown> {
  return batched(async (jobs: readonly Job[]) => {
    await queue.enqueueTogether(name, jobs)
    return jobs
  })
}
