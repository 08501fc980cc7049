import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import type { ErrorCode } from '../../src/core/error-codes.ts'
import type { Directory, DirectoryFactory } from '../../src/directories/directory.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createResetHarness } from './reset-harness.ts'

const PASSWORD = 'c4nary battery staple'
const faults: ErrorCode[] = []
const lookupFaults: ErrorCode[] = []
const taken: unknown[] = []
/** Whose address it is. */
const owners = new Map<string, string>()
let store: TestDatabase
let page: ReturnType<typeof createResetHarness>

const capabilities = { mustChange: true, expiry: false, createsUsers: true, findsUsers: true }

/** A directory elsewhere that shows one fault after the other, then works. */
const faulty: DirectoryFactory = {
  id: 'faulty',
  capabilities,
  create: (): Directory => ({
    id: 'faulty',
    capabilities,
    hasChosenPassword: async () => undefined,
    findUser: async (by) => {
      if (!('email' in by)) return undefined
      const code = lookupFaults.shift()
      if (code) throw new AppError(code, 'faulty: expected a user, got a fault')
      const id = owners.get(by.email)
      return id === undefined ? undefined : { id, email: by.email }
    },
    createUser: async () => ({ id: 'u_new' }),
    check: async () => {},
    setPassword: async (user, password, { mustChange, expiresAt, chosenByUser }) => {
      const code = faults.shift()
      if (code) throw new AppError(code, 'faulty: expected a password set, got a fault')
      taken.push({ user: user.id, password: String(password), mustChange, expiresAt, chosenByUser })
    },
  }),
}

beforeAll(async () => {
  store = await createTestDatabase()
  page = createResetHarness(store, { directory: faulty })
})
afterAll(async () => {
  await page.app.close()
  await store.close()
})

test.each([
  ['DIRECTORY_UNREACHABLE', 502, 'failed', 'Your link still works'],
  ['DIRECTORY_UNKNOWN_OUTCOME', 502, 'unknown', 'Your link still works'],
  ['DIRECTORY_REFUSED_PASSWORD', 422, 'failed', 'refused by the account’s own rules'],
] as const)('%s does not cost the user the link', async (code, status, outcome, words) => {
  const link = await page.link()
  faults.push(code)
  const answer = await page.post(link.id, link.token, PASSWORD)
  expect(answer.statusCode).toBe(status)
  expect(answer.body).toContain(words)
  for (const secret of [PASSWORD, link.token]) expect(answer.body).not.toContain(secret)
  expect(await page.stateOf(link.id)).toBe('set')
  expect(await page.attemptsOf(link.id)).toMatchObject([{ outcome, code }])
  expect(await page.messagesOf(link.eventId)).toEqual([])

  const again = await page.post(link.id, link.token, PASSWORD)
  expect(again.statusCode).toBe(200)
  expect(await page.messagesOf(link.eventId)).toHaveLength(1)
  expect(taken.at(-1)).toEqual({
    user: link.userId,
    password: '[secret]',
    mustChange: false,
    expiresAt: null,
    chosenByUser: true,
  })
})

describe('a link of an event that named only an address', () => {
  const email = 'Grace@example.com'
  const named = (id: string) => page.link({ user_id: id, email }, { user_id: id })

  test('sets the password of the user who has it, and ends their other links', async () => {
    owners.set(email, 'u_grace')
    const link = await named('grace@example.com')
    const [same, proper] = [await named('grace@example.com'), await named('u_grace')]
    const answer = await page.post(link.id, link.token, PASSWORD)
    expect(answer.statusCode).toBe(200)
    expect(taken.at(-1)).toMatchObject({ user: 'u_grace', password: '[secret]' })
    expect(await page.stateOf(link.id)).toBe('used')
    expect(await page.stateOf(same.id)).toBe('superseded')
    expect(await page.stateOf(proper.id)).toBe('superseded')
    expect(await page.messagesOf(link.eventId)).toHaveLength(1)
  })

  test('waits for another change to that user', async () => {
    owners.set(email, 'u_grace')
    const link = await named('grace@example.com')
    await page.lease.acquire('acme', 'u_grace', 'another', 60_000)
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(503)
    await page.lease.release('acme', 'u_grace', 'another')
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(200)
  })

  test('still works after the directory could not be asked', async () => {
    const link = await named('grace@example.com')
    lookupFaults.push('DIRECTORY_UNREACHABLE')
    const before = taken.length
    expect((await page.post(link.id, link.token, PASSWORD)).statusCode).toBe(502)
    expect(taken).toHaveLength(before)
    expect(await page.stateOf(link.id)).toBe('set')
  })

  test('keeps the id where nobody has the address, and a real id at all times', async () => {
    owners.clear()
    const unknown = await named('grace@example.com')
    await page.post(unknown.id, unknown.token, PASSWORD)
    expect(taken.at(-1)).toMatchObject({ user: 'grace@example.com' })
    owners.set(email, 'u_other')
    const proper = await named('u_grace')
    await page.post(proper.id, proper.token, PASSWORD)
    expect(taken.at(-1)).toMatchObject({ user: 'u_grace' })
  })
})

test('shows a page, and nothing inside, when the database fails', async () => {
  const broken = await createTestDatabase()
  const other = createResetHarness(broken)
  await other.app.ready()
  await broken.close()
  const answer = await other.post('cred_x', 'token', PASSWORD)
  expect(answer.statusCode).toBe(500)
  expect(answer.body).toContain('We could not confirm the change')
  expect(answer.body).not.toContain(PASSWORD)
  await other.app.close()
})
