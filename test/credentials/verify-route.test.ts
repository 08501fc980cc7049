import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createAccountGate } from '../../src/credentials/account-gate.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { registerVerifyRoute } from '../../src/credentials/verify-route.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import { createBuiltinLogin } from '../../src/directories/builtin-login.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { bootstrapApi } from '../support/operator-api.ts'
import { testSource } from '../support/sources.ts'

const KEY = 'dk_the-operator-key-of-this-test'
const PASSWORD = 'c4nary-Pa55word'
const HOUR_MS = 3_600_000
const clock = createTestClock()
const hasher = createPasswordHasher(2)
const other = testSource({
  name: 'other',
  directory: { ...builtinDirectory(), id: 'elsewhere' },
})
let store: TestDatabase
let app: FastifyInstance

beforeAll(async () => {
  store = await createTestDatabase()
  app = serverWith(KEY)
})
afterAll(async () => {
  await app.close()
  await store.close()
})

function serverWith(adminKey: string | undefined): FastifyInstance {
  const { database } = store
  const server = createHttpServer({ log: pino({ level: 'silent' }), clock, trustProxy: true })
  const throttle = createThrottle({ database, clock })
  registerVerifyRoute(bootstrapApi(server, { adminKey, throttle, clock }), {
    login: createBuiltinLogin({ database, hasher, clock }),
    gate: createAccountGate({
      throttle,
      sources: new Map([testSource(), other].map((source) => [source.name, source])),
    }),
  })
  return server
}

async function setPassword(userId: string, more: object = {}): Promise<void> {
  const { database } = store
  const directory = builtinDirectory().create({ source: 'acme', database, hasher, clock })
  await directory.setPassword(
    { id: userId, email: `${userId}@example.com` },
    new Secret(PASSWORD),
    {
      mustChange: false,
      expiresAt: null,
      chosenByUser: true,
      mayReplaceChosen: true,
      signal: new AbortController().signal,
      ...more,
    },
  )
}

async function post(body: object, headers: Record<string, string> = {}) {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/credentials/verify',
    headers: { authorization: `Bearer ${KEY}`, ...headers },
    payload: body,
  })
  expect(answer.body).not.toContain(PASSWORD)
  return answer
}

describe('POST /v1/credentials/verify', () => {
  test.each([
    ['ok', {}, PASSWORD],
    ['must_change', { mustChange: true }, PASSWORD],
    ['expired', { expiresAt: new Date(clock.now().getTime() - HOUR_MS) }, PASSWORD],
    ['invalid', {}, 'another'],
  ])('answers %s', async (status, options, password) => {
    await setPassword(status, options)
    for (const name of [{ userId: status }, { email: `${status}@EXAMPLE.com` }]) {
      const answer = await post({ source: 'acme', password, ...name })
      expect([answer.statusCode, answer.json()]).toEqual([200, { status }])
      expect(answer.headers['cache-control']).toBe('no-store')
    }
  })

  test('answers the same for a user it does not know', async () => {
    const answer = await post({ source: 'acme', userId: 'nobody', password: PASSWORD })
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'invalid' }])
  })

  test.each([
    ['no password', { source: 'acme', userId: 'u' }, 400, 'request_invalid', 'password'],
    ['a number', { source: 'acme', userId: 'u', password: 1 }, 400, 'request_invalid', '/password'],
    ['nobody', { source: 'acme', password: PASSWORD }, 400, 'request_invalid', 'got neither'],
    [
      'two names',
      { source: 'acme', userId: 'u', email: 'e', password: PASSWORD },
      400,
      'request_invalid',
      'got both',
    ],
    [
      'more',
      { source: 'acme', userId: 'u', password: PASSWORD, x: 1 },
      400,
      'request_invalid',
      'additional',
    ],
    [
      'another directory',
      { source: 'other', userId: 'u', password: PASSWORD },
      400,
      'request_invalid',
      'elsewhere',
    ],
    [
      'no such source',
      { source: 'none', userId: 'u', password: PASSWORD },
      404,
      'source_unknown',
      '',
    ],
  ])(
    'refuses a body with %s, naming the path and no value',
    async (_, body, status, code, words) => {
      const answer = await post(body)
      expect([answer.statusCode, answer.json().error.code]).toEqual([status, code])
      expect(answer.json().error.message).toContain(words)
    },
  )
})

describe('who may ask', () => {
  const body = { source: 'acme', userId: 'nobody', password: PASSWORD }

  test.each(['', 'Bearer', 'Bearer wrong', `Basic ${KEY}`, `Bearer ${KEY}x`, `Bearer ${KEY} x`])(
    'is nobody with `%s`',
    async (authorization) => {
      const answer = await post(body, { authorization, 'x-forwarded-for': '192.0.2.1' })
      expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'unauthorized'])
    },
  )

  test('is nobody at all where no key is configured', async () => {
    const closed = serverWith(undefined)
    for (const authorization of ['Bearer undefined', `Bearer ${KEY}`]) {
      const answer = await closed.inject({
        method: 'POST',
        url: '/v1/credentials/verify',
        headers: { authorization },
        payload: body,
      })
      expect(answer.statusCode).toBe(401)
    }
    await closed.close()
  })
})

describe('guessing', () => {
  test('closes one account after ten wrong passwords, even to the right one, and says until when', async () => {
    await setPassword('guessed')
    const wrong = { source: 'acme', userId: 'guessed', password: 'a guess' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(wrong)))
    const codes = answers.map((answer) => answer.statusCode)
    expect(codes.filter((code) => code === 200)).toHaveLength(10)
    expect(codes.filter((code) => code === 429)).toHaveLength(10)
    const right = await post({ ...wrong, password: PASSWORD })
    expect([right.statusCode, right.headers['retry-after']]).toEqual([429, '900'])
    expect((await post({ ...wrong, userId: 'nobody' })).statusCode).toBe(200)
    clock.advance(15 * 60_000)
    expect((await post({ ...wrong, password: PASSWORD })).json()).toEqual({ status: 'ok' })
  })

  test('starts from nothing after a right password', async () => {
    await setPassword('typist')
    for (let round = 0; round < 3; round += 1) {
      for (let tried = 0; tried < 9; tried += 1) {
        const wrong = await post({ source: 'acme', userId: 'typist', password: 'a typo' })
        expect(wrong.json()).toEqual({ status: 'invalid' })
      }
      const right = await post({ source: 'acme', userId: 'typist', password: PASSWORD })
      expect(right.json()).toEqual({ status: 'ok' })
    }
  })

  test('is closed to wrong keys after twenty of them, and never to the right one', async () => {
    const body = { source: 'acme', userId: 'nobody', password: PASSWORD }
    const client = { 'x-forwarded-for': '192.0.2.2' }
    for (let tried = 0; tried < 20; tried += 1) {
      expect((await post(body, { ...client, authorization: 'Bearer x' })).statusCode).toBe(401)
    }
    expect((await post(body, { ...client, authorization: 'Bearer x' })).statusCode).toBe(429)
    expect((await post(body, client)).statusCode).toBe(200)
  })

  test('lets thirty right logins to one account through at once', async () => {
    await setPassword('busy')
    const body = { source: 'acme', userId: 'busy', password: PASSWORD }
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(body)))
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(30).fill(200))
  })

  test('lets at most ten of thirty wrong guesses at one account through at once', async () => {
    const body = { source: 'acme', userId: 'guessed-at', password: 'wrong' }
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(body)))
    const statuses = answers.map((answer) => answer.statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  })
})
