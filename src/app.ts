import type { FastifyInstance } from 'fastify'
import { loadEmails } from '../emails/load-emails.ts'
import { pickLocale } from '../emails/pick-locale.ts'
import { createInbox } from '../webhooks/inbox.ts'
import { registerReceiver } from '../webhooks/receiver.ts'
import { createIssuePassword } from '../workers/issue-password.ts'
import { createRenderEmail } from '../workers/render-email.ts'
import { createSendEmail } from '../workers/send-email.ts'
import { createUpkeep } from '../workers/upkeep.ts'
import type { DoorkeyConfig } from './config/doorkey-config.ts'
import type { Settings } from './config/settings.ts'
import { AppError } from './core/app-error.ts'
import { registerConsole } from './console/console.ts'
import { createIssuer } from './credentials/issuer.ts'
import { type Foundation, type FoundationOptions, openFoundation } from './foundation.ts'
import { createHttpServer } from './http/server.ts'
import { createThrottle } from './credentials/throttle.ts'
import { createQueueBudget } from './events/queue-budget.ts'
import type { Job, QueueName } from './jobs.ts'
import type { QueueWorker } from './queue/queue-worker.ts'
import { registerHealth } from './ops/health.ts'
import { readLevels } from './ops/levels.ts'
import { registerUserRoutes } from './user-routes.ts'

export const APP_PARTS = ['receiver', 'workers', 'upkeep', 'console'] as const
export type AppPart = (typeof APP_PARTS)[number]

/** Jobs at once per process. Passwords exceed the hash threads, so that none of those waits. */
const CONCURRENCY: Readonly<Record<QueueName, number>> = { passwords: 16, renders: 4, sends: 16 }

export interface AppOptions extends FoundationOptions {
  /** What this process does. */
  readonly parts: ReadonlySet<AppPart>
  /** Which queues it works on, if it works. */
  readonly queues: ReadonlySet<QueueName>
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
  const closing: (() => Promise<unknown>)[] = []
  let isStopping = false
  try {
    const http = createHttpServer({
      log,
      clock: foundation.clock,
      trustProxy: settings.trustProxy ?? false,
    })
    registerHealth(http, {
      checks: {
        postgres: () => foundation.pingDatabase(),
        [foundation.queue.backend === 'redis' ? 'redis' : 'queue']: () => foundation.queue.ping(),
      },
      metrics: {
        contentType: foundation.metrics.contentType,
        async text() {
          await readLevels({ ...foundation, sources: [...config.sources.keys()] })
          return foundation.metrics.text()
        },
      },
      isStopping: () => isStopping,
    })
    if (parts.has('receiver')) closing.push(await openReceiver(http, options, foundation))
    if (parts.has('receiver')) registerUserRoutes(http, { ...options, foundation, pickLocale })
    if (parts.has('console')) openConsole(http, options, foundation)
    if (parts.has('upkeep')) closing.push(startUpkeep(config, foundation))
    if (parts.has('workers')) closing.push(await startWorkers(options, foundation))
    const url = await listen(http, settings)
    closing.unshift(() => http.close())
    log.info({ url, parts: [...parts], queue: foundation.queue.backend }, 'started')

    let stopped: Promise<void> | undefined
    const stop = async (): Promise<void> => {
      isStopping = true
      for (const close of closing) await close()
      await foundation.close()
      log.info('stopped')
    }
    return { url, foundation, stop: () => (stopped ??= stop()) }
  } catch (error) {
    for (const close of closing) await close()
    await foundation.close()
    throw error
  }
}

async function listen(http: FastifyInstance, { host, port }: Settings): Promise<string> {
  try {
    return await http.listen({ host, port })
  } catch (cause) {
    throw new AppError(
      'PORT_UNAVAILABLE',
      `http: expected ${host}:${port} to be free, got a refusal`,
      {
        cause,
      },
    )
  }
}

async function openReceiver(
  http: FastifyInstance,
  { config, log }: AppOptions,
  { pool, sealer, ids, clock, metrics, queue }: Foundation,
): Promise<() => Promise<void>> {
  const onError = (error: unknown): void => log.warn({ err: error }, 'receiver')
  const budget = createQueueBudget({ pool, clock, onError })
  const enqueue = (jobs: readonly Job[]) => queue.enqueue('passwords', jobs)
  const inbox = createInbox({ pool, sealer, ids, budget, enqueue, onError })
  await registerReceiver(http, { sources: config.sources, inbox, clock, metrics })
  return async () => {
    await inbox.close()
    await budget.idle()
  }
}

function openConsole(
  http: FastifyInstance,
  { settings, config }: AppOptions,
  foundation: Foundation,
): void {
  const { adminKey } = settings
  const { publicUrl } = config
  const throttle = createThrottle(foundation)
  registerConsole(http, { ...foundation, throttle, adminKey, publicUrl })
}

function startUpkeep(config: DoorkeyConfig, foundation: Foundation): () => Promise<void> {
  const { database, pool, queue, clock, steps } = foundation
  const upkeep = createUpkeep({
    database,
    pool,
    queue,
    clock,
    log: steps,
    sources: [...config.sources.keys()],
    enqueue: (name, jobs) => queue.enqueue(name, jobs),
    resendsUnknown: config.unknown.then === 'resend',
    unknown: config.unknown,
    shredAfterMs: config.shredAfterMs,
  })
  upkeep.start()
  return () => upkeep.stop()
}

async function startWorkers(
  { config, queues }: AppOptions,
  foundation: Foundation,
): Promise<() => Promise<void>> {
  const { queue, steps: log } = foundation
  const enqueueOn = (name: QueueName) => (jobs: readonly Job[]) => queue.enqueue(name, jobs)
  const running: QueueWorker[] = []
  if (queues.has('passwords')) {
    const run = createIssuePassword({
      ...foundation,
      log,
      issuer: createIssuer(foundation),
      pickLocale,
      enqueueRenders: enqueueOn('renders'),
    })
    running.push(queue.work('passwords', { concurrency: CONCURRENCY.passwords }, run))
  }
  if (queues.has('renders')) {
    const emails = await loadEmails()
    const { publicUrl } = config
    const enqueueSends = enqueueOn('sends')
    const run = createRenderEmail({ ...foundation, log, emails, publicUrl, enqueueSends })
    running.push(queue.work('renders', { concurrency: CONCURRENCY.renders }, run))
  }
  if (queues.has('sends')) {
    const { transport, unknown } = config
    const run = createSendEmail({ ...foundation, log, transport, unknown })
    running.push(queue.work('sends', { concurrency: CONCURRENCY.sends }, run))
  }
  return async () => {
    await Promise.all(running.map((worker) => worker.close()))
    await config.transport.close()
  }
}
