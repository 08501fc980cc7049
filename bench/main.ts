import { randomBytes } from 'node:crypto'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { processEnvironment } from '../src/config.ts'
import { Secret } from '../src/core/secret.ts'
import { openDatabase } from '../src/database/database.ts'
import { migrate } from '../src/database/migrate.ts'
import { createQueue } from '../src/queue/queue.ts'
import { startChild } from './children/child.ts'
import { measureIntake } from './measure/intake.ts'
import { measureLatency } from './measure/latency.ts'
import { openPath } from './measure/path.ts'
import { measureRender } from './measure/render.ts'
import { measureResets } from './measure/resets.ts'
import type { Setting } from './measure/setting.ts'
import { measureWholePath } from './measure/whole-path.ts'
import { monotonicMs } from './monotonic.ts'
import { FULL, type Plan, QUICK } from './plan.ts'
import { formatReport, type Report, targetsOf } from './report.ts'
import { openBenchDatabase } from './servers/postgres.ts'
import { openBenchRedis } from './servers/redis.ts'

const RUN_MS_MAX = 180_000

const USAGE = `usage: npm run bench -- [--quick] [--json] [--cpu-prof FOLDER]

  --quick            few and short rounds: shows that the bench works, not how fast anything is
  --json             the last line is one JSON object
  --cpu-prof FOLDER  V8's CPU profiles of Doorkey's processes go there

  DATABASE_URL and REDIS_URL choose servers; see bench/README.md.`

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(USAGE)
else await main(values.quick ? QUICK : FULL)

async function main(plan: Plan): Promise<void> {
  const closing: (() => Promise<unknown>)[] = []
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const late = `expected to end within ${RUN_MS_MAX} ms, got no end; what was measured is printed`
  const timer = setTimeout(() => reject(new Error(`bench: ${late}`)), RUN_MS_MAX)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => reject(new Error(`bench: expected to end by itself, got ${signal}`)))
  }
  let report: Report | undefined
  const found = (next: Report): void => {
    report = next
  }
  try {
    await Promise.race([run(plan, (close) => closing.unshift(close), found), cut])
  } finally {
    clearTimeout(timer)
    if (report) print(report)
    for (const close of closing) await close()
  }
}

function print(report: Report): void {
  console.log(formatReport(report))
  if (values.json) console.log(JSON.stringify({ ...report, targets: targetsOf(report) }))
}

/** Tells `found` of all that is known so far, after each measurement. */
async function run(
  plan: Plan,
  atEnd: Setting['atEnd'],
  found: (report: Report) => void,
): Promise<void> {
  const startedAtMs = monotonicMs()
  const environment = processEnvironment()
  const database = await openBenchDatabase(environment)
  atEnd(database.close)
  const redis = await openBenchRedis(environment)
  if (redis) atEnd(redis.close)
  await migrateOnce(database.url)
  if (!redis) await migrateQueue(database.url)
  const load = startChild('load')
  atEnd(load.stop)
  const setting: Setting = {
    plan,
    servers: { databaseUrl: database.url, redisUrl: redis?.url ?? null },
    load,
    secret: randomBytes(32).toString('base64'),
    sealingKeys: `bench:${randomBytes(32).toString('base64')}`,
    profileTo: values['cpu-prof'],
    say: (line) => console.error(`bench: ${line}`),
    atEnd,
  }
  const report = (): Report => ({
    machine: machineOf(database.how, redis?.how),
    isQuick: plan === QUICK,
    rounds: plan.rounds,
    connections: plan.intakeConnections,
    elapsedMs: Math.round(monotonicMs() - startedAtMs),
  })
  const intake = await measureIntake(setting)
  found({ ...report(), intake })
  const path = await openPath(setting)
  const wholePath = await measureWholePath(setting, path)
  found({ ...report(), intake, wholePath })
  const latency = await measureLatency(setting, path)
  found({ ...report(), intake, wholePath, latency })
  const resets = await measureResets(setting, path)
  found({ ...report(), intake, wholePath, latency, resets })
  const render = await measureRender(setting)
  found({ ...report(), intake, wholePath, latency, resets, render })
}

function machineOf(postgres: string, redis: string | undefined): Report['machine'] {
  const [cpu] = cpus()
  return {
    node: process.versions.node,
    cpus: cpus().length,
    cpu: cpu?.model ?? 'unknown',
    postgres,
    queue: redis ?? 'BullMQ in the same Postgres',
  }
}

async function migrateOnce(url: string): Promise<void> {
  const { kysely, close } = openDatabase({ url: new Secret(url), onError: () => {} })
  await migrate(kysely)
  await close()
}

/** The naive design's queue is in the same schema as Doorkey's, and is there before it. */
async function migrateQueue(databaseUrl: string): Promise<void> {
  const onError = (error: Error): never => {
    throw error
  }
  const queue = await createQueue({ databaseUrl: new Secret(databaseUrl), onError })
  await queue.close()
}
