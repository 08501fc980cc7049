import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

const CHECK_TIMEOUT_MS = 2_000

export interface HealthOptions {
  /** What must answer for work to go on, by name: `postgres`, `redis`. A check rejects when down. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>
  /** True from SIGTERM on, so that the platform sends no more requests. */
  isStopping(): boolean
  /** How long one check may take. */
  readonly timeoutMs?: number
}

/**
 * `/livez` (the process answers), `/readyz` (200, or 503 with the names of what is down) and
 * `/metrics`.
 */
export function registerHealth(
  app: FastifyInstance,
  { checks, metrics, isStopping, timeoutMs = CHECK_TIMEOUT_MS }: HealthOptions,
): void {
  app.get('/livez', async () => ({ status: 'ok' }))

  app.get('/readyz', async (request, reply) => {
    if (isStopping()) return reply.code(503).send({ status: 'stopping' })
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => ({
        name,
        isUp: await answers(check, timeoutMs),
      })),
    )
    const down = results.filter(({ isUp }) => !isUp).map(({ name }) => name)
    if (down.length === 0) return { status: 'ok' }
    request.logFields['down'] = down
    return reply.code(503).send({ status: 'down', down })
  })

  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}

async function answers(check: () => Promise<void>, timeoutMs: number): Promise<boolean> {
  const { promise: expired, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, timeoutMs, false)
  try {
    return await Promise.race([check().then(() => true), expired])
  } catch {
    // The name of the check is the answer; its own cause is logged where the connection is made.
    return false
  } finally {
    clearTimeout(timer)
  }
}
