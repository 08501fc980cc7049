import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import type { Directory, DirectoryFactory } from '../../src/directories/directory.ts'
import { errorFrom } from '../support/error-of.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

/** The contract itself, and what only the built-in directory can do. */
const NOT_DIRECTORIES = ['directory.ts', 'builtin-login.ts']
const files = readdirSync(new URL('../../src/directories/', import.meta.url))
const ids = files
  .filter((file) => file.endsWith('.ts') && !NOT_DIRECTORIES.includes(file))
  .map((file) => file.slice(0, -'.ts'.length))

/** How the contract reaches each directory; a new file needs an entry with a server to talk to. */
const FIXTURES = new Map<string, () => DirectoryFactory>([['builtin', builtinDirectory]])

const CANARY = 'c4nary-Pa55word-of-the-contract'
const hasher = createPasswordHasher(2)
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

test('every file of src/directories is under contract', () => {
  expect(ids.length).toBeGreaterThan(0)
  expect([...FIXTURES.keys()].toSorted()).toEqual(ids.toSorted())
})

describe.each([...FIXTURES])('%s', (id, fixture) => {
  const clock = createTestClock()
  const user = { id: 'u_contract', email: 'ada@example.com', name: 'Ada', locale: 'de' }
  const password = new Secret(CANARY)
  let directory: Directory

  beforeAll(() => {
    directory = fixture().create({ source: 'acme', database: store.database, hasher, clock })
  })

  const options = (more: object = {}) => ({
    mustChange: directory.capabilities.mustChange,
    expiresAt: directory.capabilities.expiry ? new Date(clock.now().getTime() + 60_000) : null,
    chosenByUser: false,
    mayReplaceChosen: true,
    signal: new AbortController().signal,
    ...more,
  })

  test('is named after its file', () => {
    expect(fixture().id).toBe(id)
    expect(directory.id).toBe(id)
    expect(directory.capabilities).toEqual(fixture().capabilities)
  })

  test('takes the same password twice, also at once', async () => {
    await directory.setPassword(user, password, options())
    await directory.setPassword(user, password, options())
    await Promise.all([1, 2, 3].map(() => directory.setPassword(user, password, options())))
    expect(await directory.hasChosenPassword(user.id, options().signal)).not.toBe(true)
  })

  test('knows a chosen password, or says that it cannot tell', async () => {
    await directory.setPassword(user, password, options({ chosenByUser: true }))
    expect(await directory.hasChosenPassword(user.id, options().signal)).not.toBe(false)
    expect(await directory.hasChosenPassword('u_nobody', options().signal)).not.toBe(true)
  })

  test('says that the outcome is unknown when its call is ended', async () => {
    const ended = options({ signal: AbortSignal.abort() })
    const error = await errorFrom(directory.setPassword(user, password, ended))
    expect(error.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  })

  test('repeats neither password nor address in an error', async () => {
    const ended = options({ signal: AbortSignal.abort() })
    const error = await errorFrom(directory.setPassword(user, password, ended))
    const printed = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
    expect(printed).toContain('expected')
    expect(printed).not.toContain(CANARY)
    expect(printed).not.toContain(user.email)
  })
})
