import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createResetHarness, postForm } from './reset-harness.ts'

const PASSWORD = 'c4nary battery staple'
const FIRST = { kind: 'setup-link', purpose: 'created' } as const
const RENEWED = { kind: 'setup-link', purpose: 'reset' } as const
let store: TestDatabase
let page: ReturnType<typeof createResetHarness>

beforeAll(async () => {
  store = await createTestDatabase()
  page = createResetHarness(store)
})
afterAll(async () => {
  await page.app.close()
  await store.close()
})

const post = (id: string, token: string, password: string, at = 'setup') =>
  postForm(page.app, `/${at}/${id}`, { token, password })

test('shows the same form whether or not there is such a link', async () => {
  const { id } = await page.link({}, FIRST)
  const answers = await Promise.all(
    [id, 'cred_none'].map((one) => page.app.inject({ url: `/setup/${one}` })),
  )
  const [real, none] = answers.map(({ body }) => body.replace(/nonce="[^"]+"/g, ''))
  expect(real).toBe(none)
  expect(real).toContain('<h1>Choose your password</h1>')
  expect(answers[0]?.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  })
})

test.each([
  [FIRST, 0, 'There is no email about this.'],
  [RENEWED, 1, 'An email that confirms the change is on its way.'],
])(
  'sets the password of one of 20 at once and tells by mail only of a change: %o',
  async (row, mails, words) => {
    const link = await page.link({}, row)
    const passwords = Array.from({ length: 20 }, (_, index) => `${PASSWORD} number ${index}`)
    const answers = await Promise.all(passwords.map((one) => post(link.id, link.token, one)))
    const done = answers.filter(({ statusCode }) => statusCode === 200)
    expect(done).toHaveLength(1)
    expect(done[0]?.body).toContain('Your password is set')
    expect(done[0]?.body).toContain(words)
    const winner = passwords[answers.findIndex(({ statusCode }) => statusCode === 200)] ?? ''
    const asked = { source: 'acme', userId: link.userId, password: new Secret(winner) }
    expect(await page.login.verify(asked)).toBe('ok')
    expect(await page.stateOf(link.id)).toBe('used')
    expect(await page.messagesOf(link.eventId)).toHaveLength(mails)
  },
)

test('takes no link of another kind, and offers a new one', async () => {
  const [reset, setup] = [await page.link(), await page.link({}, FIRST)]
  const wrong = await post(reset.id, reset.token, PASSWORD)
  expect(wrong.statusCode).toBe(410)
  expect(wrong.body).toContain(`<form method="post" action="${reset.id}/renew">`)
  const other = await post(setup.id, setup.token, PASSWORD, 'reset')
  expect(other.statusCode).toBe(410)
  expect(other.body).not.toContain('<form')
  expect(await page.stateOf(reset.id)).toBe('set')
  expect((await post(setup.id, setup.token, PASSWORD)).statusCode).toBe(200)
})

test('a reset link is renewed where one logs in, and nowhere else', async () => {
  const { id } = await page.link()
  expect((await postForm(page.app, `/reset/${id}/renew`, {})).statusCode).toBe(404)
})
