import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { retryAt } from '../../../src/directories/http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClientOptions,
  pathOf,
} from '../../../src/directories/http/directory-client.ts'
import { errorFrom, errorOf } from '../../support/error-of.ts'
import {
  startVendorServer,
  type VendorFault,
  type VendorServer,
} from '../../support/vendor-server.ts'

const signal = new AbortController().signal
const NOW = new Date('2026-11-23T12:00:00Z')
let server: VendorServer

beforeAll(async () => {
  server = await startVendorServer(() => ({ status: 200, json: { ok: true } }))
})
afterAll(() => server.close())

const client = (more: Partial<DirectoryClientOptions> = {}) =>
  createDirectoryClient({
    id: 'acme',
    baseUrl: `${server.url}/base/`,
    authorize: async () => ({ authorization: new Secret('Bearer t0ken') }),
    ...more,
  })

test('opens secrets in the request only, and leaves out what is undefined', async () => {
  const body = { password: new Secret('c4nary'), list: [new Secret('other')], none: undefined }
  expect(JSON.stringify(body)).not.toContain('c4nary')
  await client().call({ method: 'POST', path: '/users', body, signal })
  const call = server.calls.at(-1)
  expect(call).toMatchObject({
    path: '/base/users',
    body: { password: 'c4nary', list: ['other'] },
    headers: { authorization: 'Bearer t0ken', 'content-type': 'application/json' },
  })
})

test('uses a connection again', async () => {
  const one = client()
  for (const path of ['/1', '/2', '/3']) await one.call({ method: 'GET', path, signal })
  const ports = server.calls.slice(-3).map(({ fromPort }) => fromPort)
  expect(ports).toEqual([expect.any(Number), ports[0], ports[0]])
})

test.each<[VendorFault, string, string]>([
  [{ kind: 'hang' }, 'DIRECTORY_UNREACHABLE', 'DIRECTORY_UNKNOWN_OUTCOME'],
  [{ kind: 'reset' }, 'DIRECTORY_UNREACHABLE', 'DIRECTORY_UNKNOWN_OUTCOME'],
  [{ kind: 'take-and-flood' }, 'DIRECTORY_UNREACHABLE', 'DIRECTORY_UNKNOWN_OUTCOME'],
  [{ kind: 'echo' }, 'DIRECTORY_UNREACHABLE', 'DIRECTORY_UNKNOWN_OUTCOME'],
])('%o is %s for a read and %s for a change', async (fault, forRead, forChange) => {
  const one = client({ http: { timeoutMs: 200 } })
  server.failNext(() => true, fault, fault)
  const read = await errorFrom(one.call({ method: 'POST', path: '/', isRead: true, signal }))
  const change = await errorFrom(one.call({ method: 'POST', path: '/', signal }))
  expect([read.code, change.code]).toEqual([forRead, forChange])
})

test('gives 409 to a caller that expects it', async () => {
  server.failNext(() => true, { kind: 'answer', answer: { status: 409 } })
  const call = { method: 'POST', path: '/', signal, expect: [201, 409] } as const
  expect((await client().call(call)).status).toBe(409)
})

test('counts a reused password as set only for a call that accepts it', async () => {
  const one = client({ isReused: ({ status }) => status === 418 })
  const fault = { kind: 'answer', answer: { status: 418 } } as const
  server.failNext(() => true, fault, fault)
  await one.call({ method: 'PUT', path: '/', signal, acceptsReused: true })
  const refused = await errorFrom(one.call({ method: 'PUT', path: '/', signal }))
  expect(refused.code).toBe('DIRECTORY_UNEXPECTED')
})

test('keeps an id in its place in the path', () => {
  expect(pathOf('auth0|a/../b?c#d')).toBe('/auth0%7Ca%2F..%2Fb%3Fc%23d')
  for (const id of ['', '.', '..']) {
    expect(errorOf(() => pathOf(id)).code).toBe('DIRECTORY_USER_NOT_FOUND')
  }
})

test.each([
  [{ 'retry-after': '30' }, '2026-11-23T12:00:30.000Z'],
  [{ 'retry-after': 'Mon, 23 Nov 2026 12:01:00 GMT' }, '2026-11-23T12:01:00.000Z'],
  [{ 'retry-after': '0' }, '2026-11-23T12:00:01.000Z'],
  [{ 'retry-after': '999999' }, '2026-11-23T13:00:00.000Z'],
  [{ 'x-rate-limit-reset': '1795435230' }, '2026-11-23T12:00:30.000Z'],
  [{ 'x-ratelimit-reset': '1000000000' }, '2026-11-23T12:00:01.000Z'],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('reads %o as %s', (headers, expected) => {
  expect(retryAt({ headers }, NOW)?.toISOString()).toBe(expected)
})
