import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dumpPostgres, findNeedles } from '../support/canary.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createRevealHarness, REVEAL_PASSWORD } from './reveal-harness.ts'

const GRACE_MS = 5 * 60_000
const FORM = 'application/x-www-form-urlencoded'
let store: TestDatabase
let page: ReturnType<typeof createRevealHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  page = createRevealHarness(store)
})
afterAll(async () => {
  await page.app.close()
  await store.close()
})

const open = (id: string) => page.app.inject({ url: `/reveal/${id}` })
const post = (id: string, token: string, headers: Record<string, string> = {}) =>
  page.app.inject({
    method: 'POST',
    url: `/reveal/${id}`,
    headers: { 'content-type': FORM, 'accept-language': 'en', ...headers },
    payload: new URLSearchParams({ token }).toString(),
  })

/** A mail with a link that reveals, on its way. */
async function link(event: object = {}, credential: object = {}) {
  const planned = await page.plan(event, credential)
  return { ...planned, token: await page.render(planned.messageId) }
}

const credentialOf = (id: string) =>
  page.database.selectFrom('credential').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** The `doorkey_reveal=…` that a browser sends back. */
const cookieOf = ({ headers }: { headers: Record<string, unknown> }) =>
  String(headers['set-cookie']).split(';')[0] ?? ''

const shows = ({ body }: { body: string }) => body.includes(REVEAL_PASSWORD)

describe('GET /reveal/:id', () => {
  test('is the same neutral page whether or not there is such a link, and changes nothing', async () => {
    const { id } = await link()
    const before = await dumpPostgres(store.pool)
    const answers = [await open(id), await open('cred_no-such-link'), await open(`${id}?a=%00`)]
    const bodies = answers.map(({ body }) => body.replace(/nonce="[^"]+"/g, ''))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain('Show my password')
    expect((await page.app.inject({ method: 'HEAD', url: `/reveal/${id}` })).statusCode).toBe(404)
    expect(await dumpPostgres(store.pool)).toBe(before)
  })

  test('forbids everything that the page does not need', async () => {
    const { headers, body } = await open('cred_x')
    const nonce = /<style nonce="([^"]+)">/.exec(body)?.[1]
    expect(headers).toMatchObject({
      'content-security-policy':
        `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; ` +
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    expect(body).not.toMatch(/ (?:on[a-z]+|style)="|https?:\/\/|\.submit\(|requestSubmit/)
  })
})

describe('POST /reveal/:id with the right token', () => {
  test('shows the password and what is so about it', async () => {
    const { id, token } = await link({ locale: 'en', email: 'grace@example.com' })
    const answer = await post(id, token)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain(`>${REVEAL_PASSWORD}</code>`)
    expect(answer.body).toContain('data-copy="password"')
    expect(answer.body).toContain('<bdi>grace@example.com</bdi>')
    expect(answer.body).toContain('You will be asked to choose a new one when you log in.')
    expect(answer.body).toMatch(/It works until \w+ \d+, \d{4} at \d\d:\d\d\sUTC\./)
    expect(answer.body).toContain('href="https://acme.test/login"')
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('says only what is so', async () => {
    const { id, token } = await link({}, { must_change: false, expiry_enforced: false })
    const { body } = await post(id, token)
    expect(body).toContain(REVEAL_PASSWORD)
    expect(body).not.toContain('You will be asked')
    expect(body).not.toContain('It works until')
  })

  test('takes the whole link where there are no scripts', async () => {
    const { id, token } = await link()
    expect(shows(await post(id, ` https://doorkey.test/reveal/${id}#${token}\n`))).toBe(true)
  })

  test('shows the password to exactly one of 100 at once', async () => {
    const { id, token } = await link()
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(id, token)))
    expect(answers.filter(shows)).toHaveLength(1)
    expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 410)).toHaveLength(99)
  })

  test('destroys what our own key opens: the password, and the mail with the token', async () => {
    const { id, token, messageId } = await link()
    expect((await credentialOf(id)).secret).not.toBeNull()
    await post(id, token)
    expect(await credentialOf(id)).toMatchObject({ state: 'set', secret: null })
    expect(await messageOf(messageId)).toMatchObject({ content: null })
  })

  test.each([
    ['rendered', 'accepted', true],
    ['unknown', 'accepted', true],
    ['held', 'accepted', true],
    ['accepted', 'accepted', true],
    ['bounced', 'bounced', true],
    ['sending', 'sending', false],
  ] as const)('knows that a mail that was %s has left', async (state, then, isShredded) => {
    const { id, token, messageId } = await link()
    const query = page.database.updateTable('message').set({ state, content: Buffer.from('bytes') })
    await query.where('id', '=', messageId).execute()
    expect(shows(await post(id, token))).toBe(true)
    const message = await messageOf(messageId)
    expect([message.state, message.content === null]).toEqual([then, isShredded])
  })

  test('burns nothing while our key is missing', async () => {
    const { id, token } = await link()
    const before = [await page.rowOf(id), await credentialOf(id)]
    page.loseKey()
    const answer = await post(id, token)
    page.findKey()
    expect(answer.statusCode).toBe(500)
    expect(answer.body).toContain('Your link still works')
    expect([await page.rowOf(id), await credentialOf(id)]).toEqual(before)
    expect(shows(await post(id, token))).toBe(true)
  })

  test('speaks the language of the event, not of the browser', async () => {
    const { id, token } = await link({ locale: 'ar-EG' })
    const { body } = await post(id, token)
    expect(body).toContain('<html lang="ar" dir="rtl">')
  })
})

describe('the browser that opened it', () => {
  test('may load it again for five minutes, by a cookie for this page alone', async () => {
    const { id, token } = await link()
    const first = await post(id, token)
    expect(first.headers['set-cookie']).toMatch(
      new RegExp(
        `^doorkey_reveal=[\\w-]{43}; Max-Age=300; Path=/reveal/${id}; HttpOnly; SameSite=Strict; Secure$`,
      ),
    )
    const cookie = `other=1; ${cookieOf(first)}`
    page.clock.advance(GRACE_MS - 1)
    const again = await post(id, token, { cookie })
    expect(shows(again)).toBe(true)
    expect(again.headers['set-cookie']).toBeUndefined()
    page.clock.advance(1)
    expect((await post(id, token, { cookie })).statusCode).toBe(410)
  })

  test('is the only one that may, and needs the token too', async () => {
    const [mine, other] = [await link(), await link()]
    const cookie = cookieOf(await post(mine.id, mine.token))
    const foreign = cookieOf(await post(other.id, other.token))
    for (const headers of [{}, { cookie: foreign }, { cookie: 'doorkey_reveal=' }]) {
      const answer = await post(mine.id, mine.token, headers)
      expect(answer.statusCode).toBe(410)
      expect(shows(answer)).toBe(false)
    }
    expect((await post(mine.id, other.token, { cookie })).statusCode).toBe(410)
    expect(shows(await post(mine.id, mine.token, { cookie }))).toBe(true)
  })

  test('may not once the password has ended', async () => {
    for (const state of ['used', 'superseded', 'expired'] as const) {
      const { id, token } = await link()
      const cookie = cookieOf(await post(id, token))
      const query = page.database.updateTable('credential').set({ state })
      await query.where('id', '=', id).execute()
      expect((await post(id, token, { cookie })).statusCode).toBe(410)
    }
  })

  test.each([
    ['http://127.0.0.1:3000', '/reveal/', ''],
    ['https://acme.test/keys', '/keys/reveal/', '; Secure'],
  ])('gets its cookie for links under %s', async (publicUrl, path, ending) => {
    const harness = createRevealHarness(store, { publicUrl })
    const { id, messageId } = await harness.plan()
    const token = await harness.render(messageId)
    const { headers } = await harness.app.inject({
      method: 'POST',
      url: `/reveal/${id}`,
      headers: { 'content-type': FORM },
      payload: new URLSearchParams({ token }).toString(),
    })
    expect(String(headers['set-cookie'])).toMatch(
      new RegExp(`; Path=${path}${id}; HttpOnly; SameSite=Strict${ending}$`),
    )
    await harness.app.close()
  })
})

describe('POST /reveal/:id that shows nothing', () => {
  test('answers the same 410 for every reason, and changes nothing', async () => {
    const past = page.clock.now()
    const links = [
      await link().then((one) => ({ ...one, token: 'x'.repeat(43) })),
      await link().then((one) => ({ ...one, token: '' })),
      await link().then((one) => ({ ...one, token: '\u0000' })),
      await link({}, { expires_at: new Date(past.getTime() + 1) }),
      ...(await Promise.all(['used', 'superseded', 'expired', 'failed'].map(endedAs))),
    ]
    page.clock.advance(1)
    const before = await dumpPostgres(store.pool)
    const answers = await Promise.all([
      ...links.map(({ id, token }) => post(id, token)),
      post('cred_no-such-link', 'x'.repeat(43)),
      post('nothing%00', 'x'),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 410))
    const bodies = answers.map(({ body }) =>
      body.replace(/nonce="[^"]+"/g, '').replace(/action="[^"]+"/g, ''),
    )
    expect(bodies).toHaveLength(10)
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain('Send me a new link')
    expect(await dumpPostgres(store.pool)).toBe(before)
  })

  test('tells whoever has the token when it was opened', async () => {
    const { id, token } = await link()
    await post(id, token)
    const answer = await post(id, token)
    expect(answer.body).toMatch(
      /was shown on \w+ \d+, \d{4} at \d\d:\d\d\sUTC\. If that was not you/,
    )
    expect((await post(id, 'x'.repeat(43))).body).not.toContain('was shown on')
  })

  test('refuses a form without a token field with the page that keeps the link', async () => {
    const { id, token } = await link()
    const url = `/reveal/${id}`
    const answer = await page.app.inject({ method: 'POST', url, headers: { 'content-type': FORM } })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('Your link still works')
    expect(shows(await post(id, token))).toBe(true)
  })
})

describe('the password and the token', () => {
  test('are in no row, answer or log line but the one page that shows it', async () => {
    const { id, token } = await link()
    const tables = [await dumpPostgres(store.pool)]
    const before = page.logLines.length
    await post(id, 'wrong-token-canary')
    expect(
      shows(await post(id, token, { 'sec-fetch-site': 'same-origin', 'sec-fetch-user': '?1' })),
    ).toBe(true)
    const late = await post(id, token)
    tables.push(await dumpPostgres(store.pool))
    const lines = page.logLines.slice(before)
    expect(lines.filter((line) => line.includes('"isPressed":true'))).toHaveLength(1)
    const haystacks = [
      ...tables.map((text, index) => ({ where: `tables ${index}`, text })),
      { where: 'log', text: lines.join('') },
      { where: 'late answer', text: JSON.stringify(late.headers) + late.body },
    ]
    const needles = [REVEAL_PASSWORD, token, 'wrong-token-canary'].map((value) => ({
      what: 'a secret',
      value,
    }))
    expect(findNeedles(haystacks, needles)).toEqual([])
  })
})

async function messageOf(id: string) {
  const query = page.database.selectFrom('message').selectAll().where('id', '=', id)
  return query.executeTakeFirstOrThrow()
}

async function endedAs(state: string) {
  const one = await link()
  await store.pool.query('UPDATE credential SET state = $2 WHERE id = $1', [one.id, state])
  return one
}
