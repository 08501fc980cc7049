import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import type { Directory, DirectoryFactory } from '../../src/directories/directory.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createResetHarness } from './reset-harness.ts'

const PASSWORD = 'c4nary battery staple'
/** What the directory was asked, in order. */
let asked: string[] = []
let fault: AppError | undefined
let store: TestDatabase
const open: ReturnType<typeof createResetHarness>[] = []

const capabilities = {
  mustChange: true,
  expiry: false,
  createsUsers: false,
  findsUsers: false,
  endsSessions: true,
} as const

/** A directory elsewhere that notes what it is asked. */
const noting: DirectoryFactory = {
  id: 'noting',
  capabilities,
  create: (): Directory => ({
    id: 'noting',
    capabilities,
    hasChosenPassword: async () => undefined,
    findUser: async () => undefined,
    createUser: async () => ({ id: 'u_new' }),
    check: async () => {},
    setPassword: async ({ id }, _, { endsSessions }) => {
      asked.push(`set ${id} ${endsSessions}`)
    },
    async endSessions(userId) {
      asked.push(`end ${userId}`)
      if (fault) throw fault
    },
  }),
}

beforeAll(async () => {
  store = await createTestDatabase()
})
beforeEach(() => {
  asked = []
  fault = undefined
})
afterAll(async () => {
  for (const { app } of open) await app.close()
  await store.close()
})

function openPage(endSessions: boolean) {
  const page = createResetHarness(store, { directory: noting, endSessions })
  open.push(page)
  return page
}

test('a chosen password ends the sessions once, after it is set', async () => {
  const page = openPage(true)
  const link = await page.link()
  const posts = Array.from({ length: 20 }, () => page.post(link.id, link.token, PASSWORD))
  const answers = await Promise.all(posts)
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  expect(asked).toEqual([`set ${link.userId} true`, `end ${link.userId}`])
  expect(await page.attemptsOf(link.id)).toMatchObject([
    { kind: 'set-password', outcome: 'ok' },
    { kind: 'end-sessions', outcome: 'ok' },
  ])
  expect(page.failures).toEqual([])
})

test('the change stands where the sessions could not be ended, which is logged and recorded', async () => {
  const page = openPage(true)
  fault = new AppError('DIRECTORY_CREDENTIALS', 'noting: expected a right, got none')
  const link = await page.link()
  const answer = await page.post(link.id, link.token, PASSWORD)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toContain('Your password is changed')
  expect(await page.stateOf(link.id)).toBe('used')
  expect(await page.messagesOf(link.eventId)).toHaveLength(1)
  expect(await page.attemptsOf(link.id)).toMatchObject([
    { kind: 'set-password', outcome: 'ok' },
    { kind: 'end-sessions', outcome: 'failed', code: 'DIRECTORY_CREDENTIALS' },
  ])
  expect(page.failures).toEqual(['end-sessions DIRECTORY_CREDENTIALS'])
})

test('sessions go on where the source says so', async () => {
  const page = openPage(false)
  const link = await page.link()
  expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(200)
  expect(asked).toEqual([`set ${link.userId} false`])
  expect(await page.attemptsOf(link.id)).toHaveLength(1)
})
