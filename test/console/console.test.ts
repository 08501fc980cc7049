import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerConsole } from '../../src/console/console.ts'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { createCircuits } from '../../src/queue/circuits.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { NO_OTHERS } from '../support/operator-api.ts'
import { NO_MAILS, NO_SUPPRESSIONS, NO_USERS } from '../support/no-users.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'

const KEY = 'dk_console-operator-key'
const CANARY = 'c4nary-of-the-console'
const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' }
const clock = createTestClock()
const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])
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

function serverWith(key: string | undefined, publicUrl = 'https://keys.example'): FastifyInstance {
  const { database } = store
  const server = createHttpServer({ log: pino({ level: 'silent' }), clock, trustProxy: true })
  const throttle = createThrottle({ database, clock })
  const adminKey = key === undefined ? undefined : new Secret(key)
  registerConsole(server, {
    database,
    sealer,
    clock,
    throttle,
    adminKey,
    ...NO_OTHERS,
    publicUrl,
    users: NO_USERS,
    suppressions: NO_SUPPRESSIONS,
    gallery: NO_MAILS,
  })
  return server
}

async function postForm(
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = SAME_ORIGIN,
  to = app,
) {
  return to.inject({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    payload: new URLSearchParams(fields).toString(),
  })
}

const signIn = (key: string, headers: Record<string, string> = SAME_ORIGIN, to = app) =>
  postForm('/console/sign-in', { key }, headers, to)

async function cookieOf(to = app): Promise<string> {
  const setCookie = String((await signIn(KEY, SAME_ORIGIN, to)).headers['set-cookie'])
  return setCookie.split(';')[0] ?? ''
}

describe('signing in', () => {
  test('gives a sealed cookie that scripts and other sites do not get, and leads on', async () => {
    const answer = await postForm('/console/sign-in', { key: KEY, next: '/console/events/evt_1' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/events/evt_1'])
    expect(answer.headers['set-cookie']).toMatch(
      /^doorkey_console=\d{13}~admin~k1\.[\w-]+; Max-Age=28800; Path=\/console; HttpOnly; SameSite=Strict; Secure$/,
    )
  })

  test.each(['https://evil.example', '//evil.example', '/console/events/../../x', ''])(
    'never leads away from the console (%s)',
    async (next) => {
      expect((await postForm('/console/sign-in', { key: KEY, next })).headers.location).toBe(
        '/console',
      )
    },
  )

  test('needs no https where the public URL has none', async () => {
    const plain = serverWith(KEY, 'http://127.0.0.1:3000')
    expect((await signIn(KEY, SAME_ORIGIN, plain)).headers['set-cookie']).not.toContain('Secure')
    await plain.close()
  })

  test.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin of nowhere', { origin: 'null' }],
    ['a client that does not say', {}],
  ])('is refused from %s', async (_, headers) => {
    const answer = await signIn(KEY, headers)
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined])
  })

  test('is accepted from the same origin over plain HTTP', async () => {
    const headers = {
      host: 'doorkey:3000',
      origin: 'http://doorkey:3000',
    }
    expect((await signIn(KEY, headers)).statusCode).toBe(303)
  })

  test('is closed to wrong keys after ten of them, and never to the right one', async () => {
    const client = { ...SAME_ORIGIN, 'x-forwarded-for': '192.0.2.1' }
    for (let tried = 0; tried < 10; tried += 1) {
      const wrong = await signIn(CANARY, client)
      expect(wrong.statusCode).toBe(401)
      expect(wrong.body).toContain('This is not an operator key.')
      expect(wrong.body).not.toContain(CANARY)
    }
    const wrong = await signIn(CANARY, client)
    expect([wrong.statusCode, wrong.headers['set-cookie']]).toEqual([429, undefined])
    const elsewhere = { ...SAME_ORIGIN, 'x-forwarded-for': '192.0.2.2' }
    expect((await signIn(CANARY, elsewhere)).statusCode).toBe(401)
    // Behind one proxy everybody is one client, and an outsider must not lock the operator out.
    expect((await signIn(KEY, client)).statusCode).toBe(303)
  })

  test('is not possible without a configured key, and the page says what to do', async () => {
    const closed = serverWith(undefined)
    const answer = await closed.inject('/console')
    expect([answer.statusCode, answer.body.includes('DOORKEY_ADMIN_KEY')]).toEqual([503, true])
    expect((await signIn('undefined', SAME_ORIGIN, closed)).statusCode).toBe(404)
    await closed.close()
  })
})

describe('a session', () => {
  const open = async (cookie: string, to = app) =>
    (await to.inject({ url: '/console', headers: { cookie } })).statusCode

  test('ends after eight hours', async () => {
    const cookie = await cookieOf()
    const start = clock.now()
    expect(await open(`other=1; ${cookie}`)).toBe(200)
    clock.advance(8 * 3_600_000 - 1)
    expect(await open(cookie)).toBe(200)
    clock.advance(1)
    expect(await open(cookie)).toBe(401)
    clock.set(start)
  })

  test('cannot be made longer, forged, or kept when the operator key is changed', async () => {
    const cookie = await cookieOf()
    const longer = cookie.replace(/=\d{13}/, `=${clock.now().getTime() + 10 ** 12}`)
    for (const forged of [longer, `${cookie}x`, cookie.slice(0, -4), 'doorkey_console=1', '']) {
      expect(await open(forged)).toBe(401)
    }
    const changed = serverWith('dk_another-key')
    expect(await open(cookie, changed)).toBe(401)
    await changed.close()
  })

  test('is ended by signing out, which other sites cannot do', async () => {
    const out = await postForm('/console/sign-out', {})
    expect(out.headers['set-cookie']).toMatch(/^doorkey_console=; Max-Age=0;/)
    const forged = await postForm('/console/sign-out', {}, { 'sec-fetch-site': 'cross-site' })
    expect(forged.statusCode).toBe(403)
  })
})

describe('the pages', () => {
  const get = async (url: string) => app.inject({ url, headers: { cookie: await cookieOf() } })

  async function story(): Promise<string> {
    const { database } = store
    const now = clock.now()
    const eventId = await insertEvent(database, now, {
      type: 'user.created',
      state: 'done',
      email: 'grace.hopper@example.com',
      user_id: 'grace@example.com',
      name: CANARY,
      body: CANARY,
      provider_reset: CANARY,
      settled_at: now,
    })
    const credentialId = await insertCredential(database, now, {
      event_id: eventId,
      kind: 'password',
      secret: CANARY,
      token_hash: CANARY,
    })
    const messageId = await insertMessage(database, now, {
      event_id: eventId,
      credential_id: credentialId,
      template: 'password-issued',
      to_address: 'grace.hopper@example.com',
      state: 'failed',
      code: 'TRANSPORT_CREDENTIALS',
      cause: 'ses: expected 200, got <403>',
      content: Buffer.from(CANARY),
      settled_at: now,
    })
    await database
      .insertInto('attempt')
      .values({
        id: `att_${messageId}`,
        subject_id: messageId,
        kind: 'send-email',
        started_at: now,
        finished_at: new Date(now.getTime() + 250),
        outcome: 'failed',
        code: 'TRANSPORT_CREDENTIALS',
        cause: 'ses: expected 200, got <403>',
      })
      .execute()
    return eventId
  }

  test('show nothing to who is not signed in, and lead there after', async () => {
    const answer = await app.inject(`/console/events/${await story()}`)
    expect(answer.statusCode).toBe(401)
    expect(answer.body).toMatch(/name="next" value="\/console\/events\/evt_/)
    expect(answer.body).not.toContain('example.com')
  })

  test('count events and mails by state, and list the latest 50 with their mails', async () => {
    // Ids of one millisecond have no order, so the oldest gets one of long ago.
    const id = 'evt_00000000-0000-7000-8000-000000000000'
    const first = await insertEvent(store.database, new Date(0), { id, state: 'ignored' })
    const listed = await story()
    const late = new Date(clock.now().getTime() + 1_000)
    for (let made = 0; made < 49; made += 1) await insertEvent(store.database, late)
    const { body, statusCode } = await get('/console')
    expect(statusCode).toBe(200)
    expect(body.match(/href="\/console\/events\//g)).toHaveLength(50)
    expect(body).toContain(`/console/events/${listed}`)
    expect(body).not.toContain(first)
    expect(body).toContain('<b>1</b><span class="state ">ignored</span>')
    expect(body).toMatch(/password-issued <span class="state bad">failed<\/span>/)
  })

  test('tell one event’s story with cause and remedy', async () => {
    const { body, statusCode } = await get(`/console/events/${await story()}`)
    expect(statusCode).toBe(200)
    expect(body).toContain('ses: expected 200, got &lt;403&gt;')
    expect(body).toContain('Renew the AWS or SMTP credentials')
    expect(body).toContain('Send (250 ms)')
    const order = ['Event received', 'Credential issued', 'Mail planned', 'Send (', 'Mail ended']
    expect(order.filter((what) => body.includes(what))).toEqual(order)
  })

  test('mask addresses and show no secret, no sealed value and no name', async () => {
    const id = await story()
    for (const url of ['/console', `/console/events/${id}`]) {
      const { body } = await get(url)
      expect(body).toContain('g…@example.com')
      for (const hidden of ['grace', CANARY, KEY]) expect(body).not.toContain(hidden)
    }
  })

  test('say when there is no such event, and what to do when something breaks', async () => {
    expect((await get('/console/events/evt_none')).statusCode).toBe(404)
    const answer = await postForm('/console/sign-in', { key: 'x'.repeat(600) })
    expect([answer.statusCode, answer.body.includes('Correct the fields')]).toEqual([400, true])
  })

  test('run no script but ours, and are kept nowhere', async () => {
    const { headers, body } = await get('/console')
    const [, nonce] =
      /script-src 'nonce-([^']+)';/.exec(String(headers['content-security-policy'])) ?? []
    const scripts = body.match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    expect(new Set(scripts)).toEqual(new Set([`<script nonce="${nonce}">`]))
    expect(headers['cache-control']).toBe('no-store')
  })
})

test('the overview shows each cause that stops something, with its remedy, while it does', async () => {
  const headers = { cookie: await cookieOf() }
  const circuits = createCircuits({ database: store.database, clock })
  const until = new Date(clock.now().getTime() + 60_000)
  for (const code of ['TRANSPORT_ACCOUNT', 'TRANSPORT_SENDER'] as const)
    await circuits.hold('transport:ses', 'circuit', until, new AppError(code, 'ses: got a no'))
  const { body } = await app.inject({ url: '/console', headers })
  for (const shown of ['Stopped', 'transport:ses', 'TRANSPORT_ACCOUNT', 'Verify the'])
    expect(body).toContain(shown)
  await circuits.close(['transport:ses#TRANSPORT_ACCOUNT', 'transport:ses#TRANSPORT_SENDER'])
  expect((await app.inject({ url: '/console', headers })).body).not.toContain('Stopped')
})
