import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'
import { createResetHarness } from './reset-harness.ts'

const PASSWORD = 'c4nary battery staple'
const INVALID = 'This link does not work any more'
let store: TestDatabase
let page: ReturnType<typeof createResetHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  page = createResetHarness(store, { policy: { minLength: 15, excludedWords: ['acme'] } })
})
afterAll(async () => {
  await page.app.close()
  await store.close()
})

const opens = (userId: string, password: string) =>
  page.login.verify({ source: 'acme', userId, password: new Secret(password) })

/** Everything the ledger says, to see whether a request changed anything. */
const ledger = async () => {
  const { database } = page
  return JSON.stringify(
    await Promise.all([
      database.selectFrom('credential').selectAll().orderBy('id').execute(),
      database.selectFrom('message').selectAll().orderBy('id').execute(),
      database.selectFrom('attempt').selectAll().orderBy('id').execute(),
      database.selectFrom('builtin_user').selectAll().orderBy('user_id').execute(),
      database.selectFrom('lease').selectAll().execute(),
    ]),
  )
}

describe('GET /reset/:id', () => {
  test('changes nothing, however often it is asked', async () => {
    const { id } = await page.link()
    const before = await ledger()
    for (let time = 0; time < 3; time += 1) expect((await page.open(id)).statusCode).toBe(200)
    expect(await ledger()).toBe(before)
  })

  test('is the same page whether or not there is such a link', async () => {
    const { id } = await page.link()
    const bodies = await Promise.all([id, 'cred_no-such-link'].map((one) => page.open(one)))
    const [real, none] = bodies.map((answer) => answer.body.replace(/nonce="[^"]+"/g, ''))
    expect(real).toBe(none)
    expect(real).toContain('Choose a new password')
  })

  test('carries little: each script of it is at most 2 KB', async () => {
    const { body } = await page.open('cred_x')
    const scripts = [...body.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(
      ([, text]) => text ?? '',
    )
    expect(scripts).toHaveLength(5)
    for (const script of scripts) expect(Buffer.byteLength(script)).toBeLessThanOrEqual(2_048)
    expect(Buffer.byteLength(body)).toBeLessThan(20_000)
  })

  test('forbids everything that the page does not need', async () => {
    const { headers, body } = await page.open('cred_x')
    const nonce = /<style nonce="([^"]+)">/.exec(body)?.[1]
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; ` +
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    expect((await page.open('cred_x')).headers['content-security-policy']).not.toContain(nonce)
    expect(body).not.toMatch(/ (?:on[a-z]+|style)="|https?:\/\//)
  })
})

describe('POST /reset/:id with the right token', () => {
  test('sets the password, uses up the link and plans one confirmation', async () => {
    const link = await page.link({ locale: 'en' })
    const answer = await page.post(link.id, link.token, PASSWORD)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Your password is changed')
    expect(answer.body).toContain('log in to Acme')
    expect(answer.body).toContain('href="https://acme.test/login"')
    expect(await opens(link.userId, PASSWORD)).toBe('ok')
    expect(await page.stateOf(link.id)).toBe('used')
    expect(await page.attemptsOf(link.id)).toMatchObject([{ kind: 'set-password', outcome: 'ok' }])
    const messages = await page.messagesOf(link.eventId)
    expect(messages).toMatchObject([
      {
        template: 'password-changed',
        state: 'planned',
        to_address: 'ada@example.com',
        credential_id: link.id,
      },
    ])
    // The queue of this harness takes nothing; the change stands all the same.
    expect(page.enqueued).toContainEqual({ id: messages[0]?.id, run: 0 })
    expect((await page.post(link.id, link.token, 'another good password')).statusCode).toBe(410)
    expect(await opens(link.userId, PASSWORD)).toBe('ok')
  })

  test('takes the whole link where there are no scripts', async () => {
    const link = await page.link()
    const pasted = ` https://keys.example/reset/${link.id}#${link.token}\n`
    expect((await page.post(link.id, pasted, PASSWORD)).statusCode).toBe(200)
    expect(await opens(link.userId, PASSWORD)).toBe('ok')
  })

  test('changes the password once and plans one mail when sent 20 times at once', async () => {
    const link = await page.link()
    const passwords = Array.from({ length: 20 }, (_, index) => `${PASSWORD} number ${index}`)
    const answers = await Promise.all(passwords.map((one) => page.post(link.id, link.token, one)))
    const changed = answers.filter((answer) => answer.statusCode === 200)
    expect(changed).toHaveLength(1)
    expect(answers.filter((answer) => [410, 503].includes(answer.statusCode))).toHaveLength(19)
    expect(await page.attemptsOf(link.id)).toHaveLength(1)
    expect(await page.messagesOf(link.eventId)).toHaveLength(1)
    const winner = passwords[answers.findIndex((answer) => answer.statusCode === 200)] ?? ''
    expect(await opens(link.userId, winner)).toBe('ok')
  })

  test('ends every other open credential of the user, and their mails that have not left', async () => {
    const link = await page.link()
    const now = page.clock.now()
    const { database } = page
    const older = await Promise.all(
      (['issued', 'set', 'set', 'expired'] as const).map(async (state, index) => {
        const event = await insertEvent(database, now, { user_id: link.userId })
        const row = { event_id: event, user_id: link.userId, kind: 'password', state } as const
        const id = await insertCredential(database, now, row)
        const message = (['planned', 'rendered', 'unknown', 'delivered'] as const)[index] ?? 'held'
        await insertMessage(database, now, { event_id: event, credential_id: id, state: message })
        return { event, id }
      }),
    )
    const bystander = await page.link()
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(200)
    const states = await Promise.all(older.map(({ id }) => page.stateOf(id)))
    expect(states).toEqual(['superseded', 'superseded', 'superseded', 'expired'])
    const messages = await Promise.all(older.map(({ event }) => page.messagesOf(event)))
    expect(messages.flat().map((message) => message.state)).toEqual([
      'superseded',
      'superseded',
      'superseded',
      'delivered',
    ])
    expect(await page.stateOf(bystander.id)).toBe('set')
  })

  test('waits while a generated password may still arrive at the directory', async () => {
    const link = await page.link()
    const now = page.clock.now()
    const event = await insertEvent(page.database, now, { user_id: link.userId })
    const row = {
      event_id: event,
      user_id: link.userId,
      kind: 'password',
      state: 'setting',
    } as const
    const inDoubt = await insertCredential(page.database, now, row)
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(503)
    expect(await page.stateOf(link.id)).toBe('set')
    expect(await page.stateOf(inDoubt)).toBe('setting')
  })

  test('sets the password also for a user without an address, and promises no mail', async () => {
    const link = await page.link({ email: null })
    const answer = await page.post(link.id, link.token, PASSWORD)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toContain('on its way')
    expect(await page.messagesOf(link.eventId)).toEqual([])
  })
})

describe('POST /reset/:id with a password that the policy refuses', () => {
  test('says all that is wrong in words, repeats nothing typed and keeps the link', async () => {
    const link = await page.link()
    const answer = await page.post(link.id, link.token, 'Acme <Ada>')
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('<li>It needs at least 15 characters.</li>')
    expect(answer.body).toContain('<li>It must not contain “acme”.</li>')
    expect(answer.body).toContain(
      'aria-describedby="password-problem password-hint password-rules"',
    )
    for (const typed of [link.token, 'Acme <Ada>', 'Acme &lt;Ada']) {
      expect(answer.body).not.toContain(typed)
    }
    expect((await page.post(link.id, link.token, 'my lovelace password')).body).toContain(
      'your name or email address',
    )
    expect(await page.attemptsOf(link.id)).toEqual([])
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(200)
  })

  test.each([
    ['de-AT', 'de', 'ltr', 'Es braucht mindestens 15 Zeichen.'],
    ['ja', 'ja', 'ltr', '15文字以上にしてください。'],
    ['ar-EG', 'ar', 'rtl', 'الحد الأدنى لعدد الأحرف: 15.'],
  ])(
    'speaks the language of the event (%s), not of the browser',
    async (tag, locale, dir, words) => {
      const link = await page.link({ locale: tag })
      const answer = await page.post(link.id, link.token, 'short', 'en')
      expect(answer.body).toContain(`<html lang="${locale}" dir="${dir}">`)
      expect(answer.body).toContain(words)
    },
  )
})

describe('POST /reset/:id with a link that does not work', () => {
  test('answers the same 410 for every reason, and changes nothing', async () => {
    const hourAgo = new Date(page.clock.now().getTime() - 3_600_000)
    const links = await Promise.all([
      page.link().then((link) => ({ ...link, token: 'x'.repeat(43) })),
      page.link().then((link) => ({ ...link, token: '' })),
      page.link().then((link) => ({ ...link, id: 'cred_no-such-link' })),
      page.link({}, { expires_at: hourAgo }),
      page.link({}, { expires_at: page.clock.now() }),
      page.link({}, { kind: 'password' }),
      page.link({}, { token_hash: null }),
      ...(['issued', 'used', 'superseded', 'expired', 'failed'] as const).map((state) =>
        page.link({}, { state }),
      ),
    ])
    const before = await ledger()
    const bodies = new Set<string>()
    for (const link of links) {
      const answer = await page.post(link.id, link.token, PASSWORD)
      expect(answer.statusCode).toBe(410)
      bodies.add(answer.body.replace(/nonce="[^"]+"/g, ''))
    }
    expect(links).toHaveLength(12)
    expect([...bodies]).toEqual([expect.stringContaining(INVALID)])
    expect(await ledger()).toBe(before)
  })

  test('refuses the token of another link', async () => {
    const [mine, theirs] = [await page.link(), await page.link()]
    expect((await page.post(theirs.id, mine.token, PASSWORD)).statusCode).toBe(410)
    expect(await page.stateOf(theirs.id)).toBe('set')
  })
})

describe('POST /reset/:id while somebody else changes the user', () => {
  test('asks to try again, and the link works then', async () => {
    const link = await page.link()
    await page.lease.acquire('acme', link.userId, 'evt_other-0', 60_000)
    const busy = await page.post(link.id, link.token, PASSWORD)
    expect([busy.statusCode, busy.headers['retry-after']]).toEqual([503, '2'])
    expect(busy.body).toContain('Another change to this account')
    expect(await page.attemptsOf(link.id)).toEqual([])
    await page.lease.release('acme', link.userId, 'evt_other-0')
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(200)
  })
})

test('answers a request that is no form with a page that shows nothing of it', async () => {
  const answer = await page.app.inject({
    method: 'POST',
    url: '/reset/cred_x',
    payload: { token: PASSWORD },
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toContain('text/html')
  expect(answer.body).not.toContain(PASSWORD)
})
