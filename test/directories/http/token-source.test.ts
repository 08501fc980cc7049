import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/core/app-error.ts'
import { Secret } from '../../../src/core/secret.ts'
import { createDirectoryClient } from '../../../src/directories/http/directory-client.ts'
import { clientCredentials, createTokenSource } from '../../../src/directories/http/token-source.ts'
import { createTestClock } from '../../support/clock.ts'
import { errorFrom } from '../../support/error-of.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorServer,
} from '../../support/vendor-server.ts'

const signal = new AbortController().signal

describe('createTokenSource', () => {
  const create = (lifeMs: number) => {
    const clock = createTestClock()
    const fetches: (() => void)[] = []
    let failsNext = false
    const tokens = createTokenSource({
      clock,
      fetchToken: async () => {
        const number = fetches.length + 1
        await new Promise<void>((resolve) => fetches.push(resolve))
        if (failsNext) throw new AppError('DIRECTORY_UNREACHABLE', 'token: expected one, got none')
        return {
          value: new Secret(`token-${number}`),
          expiresAt: new Date(clock.now().getTime() + lifeMs),
        }
      },
    })
    const get = async () => (await tokens.authorize(signal)).authorization.reveal()
    const release = (fails = false): void => {
      failsNext = fails
      fetches.at(-1)?.()
    }
    return { clock, fetches, tokens, get, release }
  }

  test('fetches one token for twenty callers, and keeps it until a minute before its end', async () => {
    const { clock, fetches, get, release } = create(300_000)
    const callers = Array.from({ length: 20 }, get)
    release()
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['Bearer token-1']))
    clock.advance(239_000)
    expect(await get()).toBe('Bearer token-1')
    clock.advance(2_000)
    const renewed = get()
    release()
    expect(await renewed).toBe('Bearer token-2')
    expect(fetches).toHaveLength(2)
  })

  test('fetches another one after a drop, and does not keep a failure', async () => {
    const { fetches, tokens, get, release } = create(300_000)
    const failing = get()
    release(true)
    expect((await errorFrom(failing)).code).toBe('DIRECTORY_UNREACHABLE')
    const first = get()
    release()
    expect(await first).toBe('Bearer token-2')
    tokens.drop(await tokens.authorize(signal))
    const second = get()
    release()
    expect(await second).toBe('Bearer token-3')
    expect(fetches).toHaveLength(3)
  })

  test('keeps its token where another one was refused', async () => {
    const { fetches, tokens, get, release } = create(300_000)
    const coming = tokens.authorize(signal)
    release()
    const old = await coming
    tokens.drop(old)
    const renewed = get()
    tokens.drop(old)
    release()
    expect(await renewed).toBe('Bearer token-2')
    tokens.drop(old)
    expect(await get()).toBe('Bearer token-2')
    expect(fetches).toHaveLength(2)
  })

  test('a caller who gives up does not take the token from the others', async () => {
    const { tokens, get, release } = create(300_000)
    const impatient = new AbortController()
    const leaving = tokens.authorize(impatient.signal)
    const staying = get()
    impatient.abort()
    expect((await errorFrom(leaving)).code).toBe('DIRECTORY_UNREACHABLE')
    release()
    expect(await staying).toBe('Bearer token-1')
  })
})

test('twenty calls in flight with a revoked token fetch one more together', async () => {
  let fetched = 0
  const tokens = createTokenSource({
    clock: createTestClock(),
    fetchToken: async () => {
      fetched += 1
      return { value: new Secret(`token-${fetched}`), expiresAt: new Date(Date.now() + 300_000) }
    },
  })
  // The refusals come one by one: the last ones long after the first call has its new token.
  let refused = 0
  const server = await startVendorServer(async ({ headers }) => {
    if (headers.authorization !== 'Bearer token-1') return { status: 200, json: {} }
    refused += 1
    await sleep(refused * 5)
    return { status: 401 }
  })
  const { authorize, drop } = tokens
  const client = createDirectoryClient({
    id: 'acme',
    baseUrl: server.url,
    authorize,
    dropToken: drop,
  })
  const calls = Array.from({ length: 20 }, () => client.call({ method: 'GET', path: '/', signal }))
  const statuses = (await Promise.all(calls)).map(({ status }) => status)
  await server.close()
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(refused).toBe(20)
  expect(fetched).toBe(2)
})

describe('clientCredentials', () => {
  let server: VendorServer
  let answer: VendorAnswer
  beforeAll(async () => {
    server = await startVendorServer(() => answer)
  })
  afterAll(() => server.close())

  const create = (sentAs: 'form' | 'basic') =>
    clientCredentials({
      id: 'acme',
      url: `${server.url}/token`,
      clientId: 'client',
      clientSecret: new Secret('c4nary-secret'),
      sentAs,
      form: { scope: 'users' },
      clock: createTestClock(),
    })

  test('proves itself in the form or by Basic', async () => {
    answer = { status: 200, json: { access_token: 'given', expires_in: 60 } }
    await create('form').authorize(signal)
    await create('basic').authorize(signal)
    const [form, basic] = server.calls.slice(-2)
    const fields = { grant_type: 'client_credentials', scope: 'users' }
    const client = { client_id: 'client', client_secret: 'c4nary-secret' }
    expect(form?.body).toEqual({ ...fields, ...client })
    expect(form?.headers.authorization).toBeUndefined()
    expect(basic?.body).toEqual(fields)
    const pair = Buffer.from('client:c4nary-secret').toString('base64')
    expect(basic?.headers.authorization).toBe(`Basic ${pair}`)
  })

  test.each([
    [400, 'DIRECTORY_CREDENTIALS'],
    [401, 'DIRECTORY_CREDENTIALS'],
    [404, 'DIRECTORY_CREDENTIALS'],
    [429, 'DIRECTORY_RATE_LIMITED'],
    [500, 'DIRECTORY_UNREACHABLE'],
    [302, 'DIRECTORY_UNEXPECTED'],
  ] as const)('%i from the token endpoint is %s, and changes nothing', async (status, code) => {
    answer = { status, json: { error: 'c4nary-secret' } }
    const error = await errorFrom(create('form').authorize(signal))
    expect(error.code).toBe(code)
    expect(error.message).not.toContain('c4nary')
  })

  test('an answer without a token is not taken for one', async () => {
    answer = { status: 200, json: { token: 'given' } }
    const error = await errorFrom(create('form').authorize(signal))
    expect(error.code).toBe('DIRECTORY_UNEXPECTED')
    expect(error.message).not.toContain('given')
  })
})
