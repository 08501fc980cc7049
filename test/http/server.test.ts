import { connect } from 'node:net'
import { request as httpRequest } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { createLogger } from '../../src/ops/logger.ts'
import { createTestClock } from '../support/clock.ts'

const NOW = new Date('2026-11-23T12:00:00Z')

function startServer(trustProxy = false): {
  app: FastifyInstance
  lines: Record<string, unknown>[]
} {
  const lines: Record<string, unknown>[] = []
  const log = createLogger({
    level: 'info',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  })
  const app = createHttpServer({ log, clock: createTestClock(NOW), trustProxy })
  app.get('/fail/:how', (request) => {
    const url = request.url
    if (url.includes('forbidden')) {
      throw new AppError('FORBIDDEN', 'api: expected scope users, got read')
    }
    if (url.includes('until')) {
      const retryAt = new Date('2026-11-23T12:00:41.5Z')
      throw new AppError('CLIENT_THROTTLED', 'api: expected few guesses, got many', { retryAt })
    }
    if (url.includes('ours')) {
      throw new AppError('DATABASE_UNREACHABLE', 'database: expected an answer, got canary')
    }
    throw new Error('canary in a foreign message')
  })
  const body = {
    type: 'object',
    required: ['email'],
    properties: { email: { type: 'string', format: 'email' } },
  }
  app.post('/validated', { schema: { body } }, async () => ({ ok: true }))
  app.get('/ip', (request, reply) => reply.send({ ip: request.ip }))
  return { app, lines }
}

describe('errors', () => {
  test('an AppError answers with its status, public code and message', async () => {
    const { app } = startServer()
    const answer = await app.inject('/fail/forbidden')
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toEqual({
      error: {
        code: 'forbidden',
        message: 'api: expected scope users, got read',
        requestId: expect.any(String),
      },
    })
    expect(answer.headers['retry-after']).toBeUndefined()
  })

  test('an unknown error is 500; its message stands neither in the answer nor in the log', async () => {
    const { app, lines } = startServer()
    const answer = await app.inject('/fail/unknown?email=canary')
    expect(answer.statusCode).toBe(500)
    expect(answer.json().error.code).toBe('internal_error')
    expect(answer.body).not.toContain('canary')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      level: 'error',
      status: 500,
      code: 'UNEXPECTED',
      route: '/fail/:how',
      requestId: answer.json().error.requestId,
      err: { type: 'AppError', cause: { type: 'Error', stack: expect.any(Array) } },
    })
    expect(JSON.stringify(lines)).not.toContain('canary')
  })

  test('our own faults answer without their message, and say when to retry', async () => {
    const { app } = startServer()
    const answer = await app.inject('/fail/ours')
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(answer.body).not.toContain('canary')
    const limited = await app.inject('/fail/until')
    expect(limited.statusCode).toBe(429)
    expect(limited.headers['retry-after']).toBe('42')
  })

  test('an invalid request names the field and the rule, not the value', async () => {
    const { app } = startServer()
    const send = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url: '/validated', headers: { 'content-type': type }, payload })
    const answer = await send('{"email":"canary"}')
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toMatchObject({
      code: 'request_invalid',
      message: 'request: expected a valid request, got: body/email must match format "email"',
    })
    for (const body of ['canary', '', '{"__proto__":{"canary":1}}']) {
      const refused = await send(body)
      expect(refused.statusCode).toBe(400)
      expect(refused.json().error.code).toBe('request_invalid')
      expect(refused.body).not.toContain('canary')
    }
    expect((await send('canary', 'text/xml')).statusCode).toBe(415)
    const large = await send(JSON.stringify({ email: 'x'.repeat(65 * 1_024) }))
    expect(large.statusCode).toBe(413)
    expect(large.json().error.code).toBe('body_too_large')
  })

  test('unknown and malformed addresses answer 404 and 400 without repeating them', async () => {
    const { app } = startServer()
    const unknown = await app.inject('/canary?canary=1')
    expect(unknown.statusCode).toBe(404)
    expect(unknown.json().error.code).toBe('not_found')
    const malformed = await app.inject('/fail/%canary')
    expect(malformed.statusCode).toBe(400)
    expect(malformed.json().error.code).toBe('request_invalid')
    expect(unknown.body + malformed.body).not.toContain('canary')
  })

  test('HEAD runs no GET handler that did not ask for it', async () => {
    const { app } = startServer()
    expect((await app.inject({ method: 'HEAD', url: '/ip' })).statusCode).toBe(404)
  })
})

describe('request ids and client addresses', () => {
  const headers = { 'x-request-id': 'outside-0001', 'x-forwarded-for': '198.51.100.7' }

  test('from outside are not believed', async () => {
    const { app, lines } = startServer()
    const answer = await app.inject({ url: '/ip', headers })
    expect(answer.json().ip).toBe('127.0.0.1')
    expect(lines[0]?.['requestId']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a trusted proxy names the client, and nobody names the request', async () => {
    const { app, lines } = startServer(true)
    const answer = await app.inject({ url: '/ip', headers })
    expect(answer.json().ip).toBe('198.51.100.7')
    expect(lines[0]?.['requestId']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('what is not HTTP is answered in the same shape and logged', async () => {
    const { app, lines } = startServer()
    await app.listen({ host: '127.0.0.1', port: 0 })
    const address = app.server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const socket = connect(port, '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n')
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    await app.close()
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
      error: {
        code: 'request_invalid',
        message: expect.any(String),
        requestId: lines.at(-1)?.['requestId'],
      },
    })
  })

  test('differ from request to request', async () => {
    const { app, lines } = startServer()
    for (let count = 0; count < 50; count += 1) await app.inject('/ip')
    expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(50)
  })
})

test('the log has the route’s pattern, never the path, the query or the client', async () => {
  const { app, lines } = startServer()
  await app.inject({ url: '/fail/forbidden-canary?token=canary', remoteAddress: '192.0.2.9' })
  await app.inject({ url: '/nowhere/canary' })
  expect(lines.map(({ route }) => route)).toEqual(['/fail/:how', 'none'])
  expect(JSON.stringify(lines)).not.toMatch(/canary|192\.0\.2/)
})

test('headers above 16 KiB are refused over HTTP', async () => {
  const { app } = startServer()
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  httpRequest(`${address}/ip`, { headers: { 'x-large': 'x'.repeat(17 * 1_024) } }, (answer) => {
    answer.resume()
    resolve(answer.statusCode)
  })
    .on('error', reject)
    .end()
  expect(await promise).toBe(431)
  await app.close()
})
