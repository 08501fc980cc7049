import { afterEach, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { systemClock } from '../../src/core/clock.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { registerHealth } from '../../src/ops/health.ts'
import { createLogger } from '../../src/ops/logger.ts'
import { createMetrics } from '../../src/ops/metrics.ts'

let app: FastifyInstance
let lines: string[]
afterEach(() => app.close())

function start(checks: Record<string, () => Promise<void>>, isStopping = false): void {
  lines = []
  const destination = { write: (line: string) => void lines.push(line) }
  const log = createLogger({ level: 'info', destination })
  app = createHttpServer({ log, clock: systemClock, trustProxy: false })
  registerHealth(app, {
    checks,
    metrics: createMetrics(),
    isStopping: () => isStopping,
    timeoutMs: 20,
  })
}

const up = async (): Promise<void> => {}
const down = async (): Promise<void> => {
  throw new Error('canary')
}
const hangs = (): Promise<void> => new Promise(() => {})

describe('/readyz', () => {
  test('is 200 when everything answers', async () => {
    start({ postgres: up, redis: up })
    const answer = await app.inject('/readyz')
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }])
  })

  test('is 503 and names what refuses and what does not answer in time', async () => {
    start({ postgres: down, redis: hangs, queue: up })
    const answer = await app.inject('/readyz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toEqual({ status: 'down', down: ['postgres', 'redis'] })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      down: ['postgres', 'redis'],
    })
    expect(lines.join('')).not.toContain('canary')
  })

  test('is 503 while stopping, whatever answers', async () => {
    start({ postgres: up }, true)
    const answer = await app.inject('/readyz')
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'stopping' }])
  })
})

test('/livez is 200 even when all else is down, and is not logged', async () => {
  start({ postgres: down })
  expect((await app.inject('/livez')).statusCode).toBe(200)
  expect(lines).toEqual([])
})

test('/metrics is Prometheus text', async () => {
  start({})
  const answer = await app.inject('/metrics')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(answer.body).toContain('# TYPE doorkey_webhooks_total counter')
})
