import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Provider, SampleEvent, SignedSample } from '../../src/events/provider.ts'
import { createHttpServer } from '../../src/http/server.ts'
import type { Job } from '../../src/jobs.ts'
import { createLogger } from '../../src/ops/logger.ts'
import { createMetrics, type Metrics } from '../../src/ops/metrics.ts'
import { createInbox, type Inbox } from '../../webhooks/inbox.ts'
import { authgear } from '../../webhooks/providers/authgear.ts'
import { standardWebhooks } from '../../webhooks/providers/standard-webhooks.ts'
import { registerReceiver } from '../../webhooks/receiver.ts'
import { createTestClock, type TestClock } from '../support/clock.ts'
import { RECEIVED_AT, SEALER, UNLIMITED } from './received-events.ts'

export const ACME = authgear({ secrets: [new Secret('acme-secret')] })
export const DEMO = standardWebhooks({
  secrets: [new Secret(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)],
})
/** A provider with limits and a success answer of its own. */
const SMALL: Provider = {
  ...ACME,
  id: 'small',
  methods: ['POST'],
  contentTypes: ['text/json'],
  bodyBytesMax: 1_024,
  successStatus: 200,
}

export interface Receiver {
  readonly app: FastifyInstance
  readonly inbox: Inbox
  readonly clock: TestClock
  readonly metrics: Metrics
  readonly jobs: readonly Job[]
  /** The log, line by line as parsed JSON. */
  readonly lines: readonly Record<string, unknown>[]
  close(): Promise<void>
}

/**
 * The receiver with sources `acme`, `demo` and `small`, or those given, on `pool` and a clock at
 * `RECEIVED_AT`.
 */
export async function startReceiver(
  pool: Pool,
  trustProxy = false,
  providers: Readonly<Record<string, Provider>> = { acme: ACME, demo: DEMO, small: SMALL },
): Promise<Receiver> {
  const lines: Record<string, unknown>[] = []
  const jobs: Job[] = []
  const clock = createTestClock(RECEIVED_AT)
  const metrics = createMetrics()
  const log = createLogger({
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  })
  const app = createHttpServer({ log, clock, trustProxy })
  const inbox = createInbox({
    pool,
    sealer: SEALER,
    ids: systemIds,
    budget: UNLIMITED,
    enqueue: async (group) => void jobs.push(...group),
    onError: (error) => log.error(error),
  })
  const sources = new Map(
    Object.entries(providers).map(([name, provider]) => [name, { name, provider }]),
  )
  await registerReceiver(app, { sources, inbox, clock, metrics })
  return {
    app,
    inbox,
    clock,
    metrics,
    jobs,
    lines,
    async close() {
      await app.close()
      await inbox.close()
    },
  }
}

/** A signed sample that happened at `RECEIVED_AT`. */
export async function sample(
  provider: Provider,
  changes: Partial<SampleEvent> = {},
): Promise<SignedSample> {
  return provider.sample({
    type: 'user.created',
    eventId: `e-${systemIds.next('event').slice(4)}`,
    userId: 'u_1',
    email: 'canary@example.com',
    occurredAt: RECEIVED_AT,
    ...changes,
  })
}

/** `body` as Authgear would sign it for the source `acme` or `small`. */
export function signedForAcme(body: string | Buffer): SignedSample {
  return {
    headers: {
      'content-type': 'application/json',
      'x-authgear-body-signature': createHmac('sha256', 'acme-secret').update(body).digest('hex'),
    },
    body: Buffer.from(body),
  }
}
