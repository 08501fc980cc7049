import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { AppPart } from '../../src/app.ts'
import type { QueueName } from '../../src/jobs.ts'
import { type FakeDirectory, startFakeDirectory } from './fake-directory.ts'
import { type Waiting, whenSettled } from './ledger-times.ts'
import { openPlace, type Place, type QueueKind } from './place.ts'
import { WEBHOOK_SECRETS } from './signed-posts.ts'
import { ADMIN_KEY, PUBLIC_URL, SEALING_KEYS } from './system.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
/** With it a process starts in half the time; see the configuration for how it comes to be. */
const COMPILE_CACHE = fileURLToPath(
  new URL('../../node_modules/.cache/doorkey/compile', import.meta.url),
)
const CONFIG = fileURLToPath(new URL('./fixtures/chaos.config.ts', import.meta.url))

/** A `doorkey start` in a process of its own. */
export interface DoorkeyProcess {
  readonly url: string
  /** Everything it has printed so far. */
  readonly lines: readonly string[]
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Asks it to end, as a platform does; gives the exit code. */
  stop(): Promise<number | null>
}

export interface StartOptions {
  /** Default all parts. */
  readonly only?: readonly AppPart[]
  /** Default all queues. */
  readonly workers?: readonly QueueName[]
}

/** Servers of a test's own, and processes on them. */
export interface ProcessPlace extends Place {
  readonly directory: FakeDirectory
  /** Resolves once the process has started. */
  start(options?: StartOptions): Promise<DoorkeyProcess>
  /** Resolves once no event and no message is open. */
  settled(waiting?: Waiting): Promise<void>
}

export async function openProcessPlace(queue: QueueKind): Promise<ProcessPlace> {
  const place = await openPlace(queue)
  const directory = await startFakeDirectory()
  const processes: DoorkeyProcess[] = []
  const logLines = () => processes.flatMap((one) => one.lines)
  return {
    ...place,
    directory,
    async start(options = {}) {
      const started = await startDoorkey(environmentOf(place, directory), options)
      processes.push(started)
      return started
    },
    settled: (waiting) => whenSettled(place.store.database, logLines, waiting),
    async close() {
      for (const one of processes) await one.kill()
      await directory.close()
      await place.close()
    },
  }
}

function environmentOf(place: Place, directory: FakeDirectory): Record<string, string> {
  return {
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: place.store.url,
    ...(place.redis && { REDIS_URL: place.redis.url }),
    PORT: '0',
    PUBLIC_URL,
    DOORKEY_KEYS: SEALING_KEYS,
    DOORKEY_ADMIN_KEY: ADMIN_KEY,
    LOG_LEVEL: 'trace',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SES: place.ses.url,
    ACME_WEBHOOK_SECRET: WEBHOOK_SECRETS.acme,
    DEMO_WEBHOOK_SECRET: WEBHOOK_SECRETS.demo,
    TEST_DIRECTORY_URL: directory.url,
  }
}

async function startDoorkey(
  environment: Record<string, string>,
  { only, workers }: StartOptions,
): Promise<DoorkeyProcess> {
  const args = ['start', '--config', CONFIG]
  if (only) args.push('--only', only.join(','))
  if (workers) args.push('--workers', workers.join(','))
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const lines: string[] = []
  const started = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      const url = startedUrl(line)
      if (url) started.resolve(url)
    })
  }
  const ended = exited.then(() => {
    throw new Error(`doorkey: expected a start, got its end:\n${lines.slice(-20).join('\n')}`)
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  return {
    url: await Promise.race([started.promise, ended]),
    lines,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      return child.exitCode
    },
  }
}

/** The address in the log line that says that everything runs. */
function startedUrl(line: string): string | undefined {
  return line.includes('"msg":"started"') ? /"url":"([^"]+)"/.exec(line)?.[1] : undefined
}
