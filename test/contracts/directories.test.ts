import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toAppError } from '../../src/core/app-error.ts'
import type { CreatedUser, Directory } from '../../src/directories/directory.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  CANARY,
  DIRECTORY_IDS,
  FIXTURE_IDS,
  openStandIn,
  repeatedBy,
} from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'

/** Their vendors answer alike for a user without sessions and for no user. */
const UNTOLD_IDS = ['logto', 'ory', 'zitadel']
const signal = new AbortController().signal
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

test('every file of src/directories is under contract', () => {
  expect(DIRECTORY_IDS.length).toBeGreaterThan(0)
  expect(FIXTURE_IDS.toSorted()).toEqual(DIRECTORY_IDS.toSorted())
})

test('most directories can end sessions', async () => {
  const able: string[] = []
  for (const id of DIRECTORY_IDS) {
    const { directory, standIn } = await openStandIn(id, store.database)
    if (directory.capabilities.endsSessions) able.push(id)
    await standIn.close()
  }
  expect(able.length).toBeGreaterThanOrEqual(17)
})

describe.each(DIRECTORY_IDS)('%s', (id) => {
  let at: Awaited<ReturnType<typeof openStandIn>>

  beforeAll(async () => {
    at = await openStandIn(id, store.database)
  })
  afterAll(() => at?.standIn.close())

  test('is named after its file and has usable settings', () => {
    const { directory, standIn } = at
    expect(standIn.factory.id).toBe(id)
    expect(standIn.factory.faults ?? []).toEqual([])
    expect(directory.id).toBe(id)
    expect(directory.capabilities).toEqual(standIn.factory.capabilities)
    expect(directory.usersSince !== undefined).toBe(directory.capabilities.listsUsers === true)
  })

  test('tells a person how to set it up', async () => {
    const { guide } = await import(`../../src/directories/${id}.ts`)
    expect(guide).toMatchObject({ name: expect.any(String), mustChange: expect.any(String) })
    expect(guide.setup.length).toBeGreaterThan(0)
    expect(guide.permissions.length).toBeGreaterThan(0)
    expect(guide.config).toContain('directory: ')
  })

  test('sets a password that opens the account, and asks for a change where it can', async () => {
    const { directory, standIn, password, options } = at
    const user = await at.addUser()
    expect(await standIn.opens(user.id, CANARY)).toBe(false)
    await directory.setPassword(user, password, options())
    expect(await standIn.opens(user.id, CANARY)).toBe(true)
    expect(await standIn.opens(user.id, `${CANARY}!`)).toBe(false)
    const asked = directory.capabilities.mustChange ? [true] : [false, undefined]
    expect(asked).toContain(await standIn.mustChange(user.id))
    await directory.setPassword(user, password, options({ mustChange: false, chosenByUser: true }))
    expect(await standIn.mustChange(user.id)).not.toBe(true)
    expect(await standIn.opens(user.id, CANARY)).toBe(true)
  })

  test('takes the same password twice, also at once', async () => {
    const { directory, standIn, password, options } = at
    const user = await at.addUser()
    await directory.setPassword(user, password, options())
    await directory.setPassword(user, password, options())
    await Promise.all([1, 2, 3].map(() => directory.setPassword(user, password, options())))
    expect(await standIn.opens(user.id, CANARY)).toBe(true)
    expect(await directory.hasChosenPassword(user.id, signal)).not.toBe(true)
  })

  test('knows a chosen password, or says that it cannot tell', async () => {
    const { directory, password, options } = at
    const user = await at.addUser()
    await directory.setPassword(user, password, options({ chosenByUser: true, mustChange: false }))
    expect(await directory.hasChosenPassword(user.id, signal)).not.toBe(false)
    const other = await at.addUser()
    expect(await directory.hasChosenPassword(other.id, signal)).not.toBe(true)
  })

  test('finds a user by id and by address, and nobody else', async () => {
    const { directory } = at
    const user = await at.addUser()
    if (!directory.capabilities.findsUsers) return expectUnable(directory.findUser(user, signal))
    expect(await directory.findUser({ id: user.id }, signal)).toMatchObject({ id: user.id })
    const found = await directory.findUser({ email: user.email }, signal)
    expect(found?.id).toBe(user.id)
    expect(await directory.findUser({ email: 'nobody@example.com' }, signal)).toBeUndefined()
  })

  test('makes one user of an address, however often and in whatever case', async () => {
    const { directory, standIn, password, options } = at
    const email = `new.${id}@example.com`
    const user = { email, name: 'New User', locale: 'de' }
    if (!directory.capabilities.createsUsers) {
      return expectUnable(directory.createUser(user, signal))
    }
    const made = await directory.createUser(user, signal)
    expect(await directory.createUser(user, signal)).toMatchObject({ id: made.id })
    const again = await directory.createUser({ email: email.toUpperCase() }, signal)
    expect(again.id).toBe(made.id)
    expect(await standIn.countUsers(email)).toBe(1)
    await directory.setPassword(made, password, options())
    expect(await standIn.opens(made.id, CANARY)).toBe(true)
  })

  test('keeps from when until when an account is valid, where it says so', async () => {
    const { directory, standIn } = at
    expect(standIn.validity !== undefined).toBe(directory.capabilities.validity === true)
    if (!standIn.validity) return
    const validFrom = new Date('2026-12-01T08:00:00Z')
    const validUntil = new Date('2027-01-31T18:00:00Z')
    const email = `guest.${id}@example.com`
    const { id: userId } = await directory.createUser({ email, validFrom, validUntil }, signal)
    expect(await standIn.validity(userId)).toEqual([validFrom, validUntil])
    const open = await directory.createUser({ email: `open.${id}@example.com` }, signal)
    expect(await standIn.validity(open.id)).toEqual([null, null])
  })

  test('says that the outcome is unknown when its call is ended, and repeats nothing', async () => {
    const user = await at.addUser()
    const ended = at.options({ signal: AbortSignal.abort() })
    const error = await errorFrom(at.directory.setPassword(user, at.password, ended))
    expect(error.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
    expect(repeatedBy(error)).toEqual([])
  })

  test('has a way to end sessions only where it says so', () => {
    const { directory } = at
    const canEnd = directory.capabilities.endsSessions === true
    expect(canEnd || directory.endSessions === undefined).toBe(true)
  })

  test('ends the sessions of a user who chose a password, where it can, and of nobody else', async () => {
    const { directory, standIn, password, options } = at
    if (directory.capabilities.endsSessions !== true) return
    const [user, other] = [await at.addUser(), await at.addUser()]
    for (const { id: one } of [user, user, other]) standIn.sessions?.open(one)
    expect(standIn.sessions?.count(user.id)).toBe(2)
    // Twice, since there may be none to end.
    for (let time = 0; time < 2; time += 1) {
      const chosen = { mustChange: false, chosenByUser: true, endsSessions: true }
      await directory.setPassword(user, password, options(chosen))
      await directory.endSessions?.(user.id, signal)
      expect(standIn.sessions?.count(user.id)).toBe(0)
    }
    expect(standIn.sessions?.count(other.id)).toBe(1)
    expect(await standIn.opens(user.id, CANARY)).toBe(true)
  })

  test('tells of an id that nobody has, whose sessions it should end, where its vendor does', async () => {
    const { directory, standIn } = at
    if (!directory.endSessions) return
    const other = await at.addUser()
    standIn.sessions?.open(other.id)
    const nobody = '0199aaaa-0000-7000-8000-000000000000'
    const error = await directory.endSessions(nobody, signal).then(() => undefined, toAppError)
    const told = UNTOLD_IDS.includes(id) ? undefined : 'DIRECTORY_USER_NOT_FOUND'
    expect(error?.code).toBe(told)
    expect(standIn.sessions?.count(other.id)).toBe(1)
  })

  test('lists those who came since, where it can list them', async () => {
    const { directory, clock } = at
    const user = await at.addUser()
    const minuteAgo = new Date(clock.now().getTime() - 60_000)
    const listed = await listSince(directory, minuteAgo)
    const mine = listed.filter((one) => one.id === user.id)
    expect(mine).toHaveLength(directory.usersSince ? 1 : 0)
    for (const one of mine) {
      expect(one).toMatchObject({ email: user.email, createdAt: expect.any(Date) })
    }
    const inAnHour = new Date(Date.now() + 3_600_000)
    expect(await listSince(directory, inAnHour)).toEqual([])
  })
})

async function listSince(directory: Directory, since: Date): Promise<readonly CreatedUser[]> {
  const listed: CreatedUser[] = []
  for await (const user of directory.usersSince?.(since, signal) ?? []) listed.push(user)
  return listed
}

/** What a directory cannot do it refuses aloud, as a fault of the configuration. */
async function expectUnable(call: Promise<unknown>): Promise<void> {
  expect((await errorFrom(call)).code).toBe('CONFIG_INVALID')
}
