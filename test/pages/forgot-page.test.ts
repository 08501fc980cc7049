import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createForgotHarness, forgotSources, postForm } from './forgot-harness.ts'

const PASSWORD = 'c4nary battery staple'
const CODE = '048213'
const SENT = 'If there is an account with this address'
let store: TestDatabase
let at: ReturnType<typeof createForgotHarness>
let people = 0
let clients = 0

beforeAll(async () => {
  store = await createTestDatabase()
  at = createForgotHarness(store, forgotSources())
})
afterAll(async () => {
  await at.app.close()
  await store.close()
})

const someone = () => `ada.canary.${(people += 1)}@example.com`
/** From a client of its own, so that no test uses up another's limit. */
const from = (ip = `192.0.2.${(clients += 1)}`) => ({ 'x-forwarded-for': ip })
const ask = (email: string, url = '/forgot/acme', headers: Readonly<Record<string, string>> = {}) =>
  postForm(at, url, { email }, { ...from(), ...headers })
const typeCode = (fields: object, headers: Readonly<Record<string, string>> = {}) =>
  postForm(
    at,
    '/forgot/acme/code',
    { email: someone(), code: CODE, password: PASSWORD, ...fields },
    { ...from(), ...headers },
  )
const requestsOf = (email: string) => at.requestsOf(email)
const plain = (body: string) => body.replace(/nonce="[^"]+"/g, '')

describe('GET /forgot/:source', () => {
  test('asks for an address, without a script, and changes nothing', async () => {
    const before = at.recorded.length
    const { statusCode, body, headers } = await at.app.inject({ url: '/forgot/acme' })
    expect(statusCode).toBe(200)
    expect(body).toContain('<form method="post">')
    expect(body).toContain('type="email"')
    expect(body).toContain('Acme')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-robots-tag': 'noindex',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect(at.recorded).toHaveLength(before)
  })

  test('speaks the language of the browser, else that of the source', async () => {
    const open = (language: string) =>
      at.app.inject({ url: '/forgot/links', headers: { 'accept-language': language } })
    expect((await open('ar')).body).toContain('<html lang="ar" dir="rtl">')
    expect((await open('tlh')).body).toContain('<html lang="de" dir="ltr">')
  })

  test.each(['/forgot/none', '/forgot/blind', '/forgot/links/code', '/forgot/'])(
    'there is nothing at %s',
    async (url) => {
      expect((await at.app.inject({ url })).statusCode).toBe(404)
      const posted = await postForm(at, url, { email: someone() }, from())
      expect(posted.statusCode).toBe(404)
    },
  )
})

describe('POST /forgot/:source', () => {
  test('commits one request, due at once, and enqueues it', async () => {
    const email = someone()
    const answer = await ask(email, '/forgot/acme', { 'accept-language': 'de' })
    expect(answer.statusCode).toBe(200)
    const [request, ...others] = await requestsOf(email)
    expect(others).toEqual([])
    expect(request).toMatchObject({
      act: 'forgot-password',
      delivery: 'reset-code',
      source: 'acme',
      origin: 'unknown',
      user_id: null,
      requested_by: null,
      locale: 'de',
    })
    // The queue of this harness takes nothing; the request stands all the same.
    expect(at.enqueued).toContainEqual({ id: request?.id, run: 0 })
  })

  test('asks for a link where the source mails links, and shows no form for a code', async () => {
    const email = someone()
    const { body } = await ask(email, '/forgot/links')
    expect(await requestsOf(email)).toMatchObject([{ delivery: 'reset-link' }])
    expect(body).toContain(SENT)
    expect(body).not.toContain('<form')
  })

  test('answers with the form for the code, which repeats the address in no URL', async () => {
    const email = someone()
    const { body, headers } = await ask(email)
    expect(body).toContain(SENT)
    expect(body).toContain('action="acme/code"')
    expect(body).toContain('autocomplete="one-time-code"')
    expect(body).toContain(`value="${email}"`)
    expect(headers).not.toHaveProperty('location')
    const urls = body.match(/(?:href|action|src)="[^"]*"/g) ?? []
    expect(urls.length).toBeGreaterThan(1)
    expect(urls.join()).not.toContain('canary')
  })

  test('says the same to everybody: known, unknown, throttled, and from a busy client', async () => {
    const [known, unknown] = [someone(), someone()]
    await at.mailCode(known, CODE)
    const client = from()
    const page = async (email: string) => {
      const { statusCode, body } = await postForm(at, '/forgot/acme', { email }, client)
      return { statusCode, body: plain(body).replaceAll(email, 'EMAIL') }
    }
    const first = await page(known)
    expect(first.body).toContain(SENT)
    for (const email of [unknown, known, unknown]) expect(await page(email)).toEqual(first)
    for (let time = 0; time < 30; time += 1) await page(known)
    const flooding = someone()
    expect(await page(flooding)).toEqual(first)
    expect(await requestsOf(flooding)).toEqual([])
  })

  test('costs the same statements and jobs for a known and an unknown address', async () => {
    const [known, unknown] = [someone(), someone()]
    await at.mailCode(known, CODE)
    const costOf = async (email: string) => {
      const [statements, jobs] = [at.recorded.length, at.enqueued.length]
      await ask(email)
      return {
        statements: at.recorded.slice(statements).map(({ sql }) => sql),
        jobs: at.enqueued.length - jobs,
      }
    }
    const ofKnown = await costOf(known)
    expect(ofKnown.jobs).toBe(1)
    expect(ofKnown.statements.length).toBeGreaterThanOrEqual(6)
    expect(await costOf(unknown)).toEqual(ofKnown)
  })

  test('refuses what is no address, and says so', async () => {
    for (const email of ['nobody', 'a@b', 'a@example.com,b@example.com', '\0@example.com', '']) {
      const answer = await ask(email)
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain('This is not an email address')
    }
  })

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-site' },
  ])('refuses a form from elsewhere: %j', async (headers) => {
    const email = someone()
    expect((await ask(email, '/forgot/acme', headers)).statusCode).toBe(403)
    expect(await requestsOf(email)).toEqual([])
    const { userId } = await at.mailCode(email, CODE)
    expect((await typeCode({ email }, headers)).statusCode).toBe(403)
    expect(await at.opens(userId, PASSWORD)).toBe('invalid')
  })
})

describe('POST /forgot/:source/code', () => {
  test('sets the password, and then says so', async () => {
    const email = someone()
    const { userId } = await at.mailCode(email, CODE)
    const { statusCode, body } = await typeCode({ email, code: '048 213' })
    expect(statusCode).toBe(200)
    expect(body).toContain('Your password is changed')
    expect(await at.opens(userId, PASSWORD)).toBe('ok')
  })

  test('says the same of a wrong, a used and an unknown code', async () => {
    const [known, used, unknown] = [someone(), someone(), someone()]
    await at.mailCode(known, CODE)
    await at.mailCode(used, CODE)
    await typeCode({ email: used })
    const pages = await Promise.all(
      [known, used, unknown].map(async (email) => {
        const { statusCode, body } = await typeCode({ email, code: '048214' })
        return { statusCode, body: plain(body).replaceAll(email, 'EMAIL') }
      }),
    )
    expect(pages[0]).toMatchObject({ statusCode: 410 })
    expect(pages[0]?.body).toContain('This code does not work')
    expect(pages[1]).toEqual(pages[0])
    expect(pages[2]).toEqual(pages[0])
  })

  test('shows what is wrong with the password, and repeats neither it nor the code', async () => {
    const email = someone()
    await at.mailCode(email, CODE)
    const { statusCode, body } = await typeCode({ email, password: 'sh0rt-canary' })
    expect(statusCode).toBe(422)
    expect(body).toContain('It needs at least 15 characters')
    expect(body).toContain(`value="${email}"`)
    for (const secret of ['sh0rt-canary', CODE]) expect(body).not.toContain(secret)
    expect((await typeCode({ email })).statusCode).toBe(200)
  })

  test('is there for the codes of a provider’s events, without a way to ask for one', async () => {
    expect((await at.app.inject({ url: '/forgot/events' })).statusCode).toBe(404)
    const email = someone()
    const { eventId } = await at.mailCode(email, CODE, { source: 'events' })
    const { body } = await at.app.inject({ url: '/forgot/events/code' })
    expect(body).toContain('name="code"')
    expect(body).not.toContain('<a ')
    expect((await at.app.inject({ url: '/forgot/acme/code' })).body).toContain('href="../acme"')
    const fields = { email, code: CODE, password: PASSWORD }
    const answer = await postForm(at, '/forgot/events/code', fields, from())
    expect(answer.statusCode).toBe(200)
    const messages = await store.database
      .selectFrom('message')
      .select('template')
      .where('event_id', '=', eventId)
      .execute()
    expect(messages).toEqual([{ template: 'password-changed' }])
  })

  test('escapes what was typed', async () => {
    const { statusCode, body } = await typeCode({ email: '"><script>alert(1)</script>' })
    expect(statusCode).toBe(422)
    expect(body).not.toContain('<script>alert')
    expect(body).toContain('&quot;&gt;&lt;script&gt;alert(1)')
  })

  test('stop a client after 30 forms in a quarter of an hour, codes included', async () => {
    const client = from()
    for (let time = 0; time < 29; time += 1) await typeCode({}, client)
    const email = someone()
    await ask(email, '/forgot/acme', client)
    expect(await requestsOf(email)).toHaveLength(1)
    const { id, userId } = await at.mailCode(email, CODE)
    const stopped = await typeCode({ email }, client)
    expect(stopped.statusCode).toBe(410)
    expect(stopped.body).toContain('This code does not work')
    expect(at.compared).not.toContain(id)
    expect(at.logLines.at(-1)).toContain('"throttled":"forgot-client"')
    expect((await typeCode({ email })).statusCode).toBe(200)
    expect(await at.opens(userId, PASSWORD)).toBe('ok')
  })
})

test('no address, code or password of all these requests is in the log or in a throttle', async () => {
  expect(at.logLines.length).toBeGreaterThan(100)
  const log = at.logLines.join('\n').toLowerCase()
  const throttles = await store.database.selectFrom('throttle').select('key').execute()
  expect(throttles.length).toBeGreaterThan(10)
  const keys = JSON.stringify(throttles).toLowerCase()
  for (const needle of ['canary', 'example.com', CODE]) {
    expect(log).not.toContain(needle)
    expect(keys).not.toContain(needle)
  }
  expect(log).toContain('"throttled":"forgot-minute"')
})
