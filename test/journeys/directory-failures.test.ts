import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../src/core/error-codes.ts'
import { BACKOFF_MS } from '../../src/jobs.ts'
import {
  type DirectoryCall,
  type FakeDirectory,
  fingerprint,
  startFakeDirectory,
} from '../support/fake-directory.ts'
import { httpDirectory } from '../support/http-directory.ts'
import { makeDue } from '../support/ledger-times.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const RESET = { type: 'password.reset_requested', eventId: randomUUID() } as const
const WITHIN = { timeout: 30_000 }

let directory: FakeDirectory
let system: System
beforeAll(async () => {
  directory = await startFakeDirectory()
  system = await startSystem({
    queue: 'postgres',
    sources: { acme: { directory: httpDirectory(directory.url) } },
  })
})
afterAll(async () => {
  await system.close()
  await directory.close()
})

describe('a directory that fails', () => {
  it('is given one and the same password until it takes it, and that one is mailed', async () => {
    const ada = newcomer()
    const before = directory.calls.length
    directory.failNext(
      { kind: 'answer', status: 503 },
      { kind: 'take-and-cut' },
      { kind: 'answer', status: 404 },
      { kind: 'echo' },
    )
    const { eventId } = await system.post('acme', ada)
    await system.settled({ hurries: true })

    const calls = directory.calls.slice(before)
    expect(calls).toHaveLength(5)
    expect(new Set(calls.map(({ password }) => password)).size).toBe(1)
    await expectOneMail(ada)
    expect(await attemptsOf(eventId)).toEqual([
      'failed DIRECTORY_UNREACHABLE',
      'unknown DIRECTORY_UNKNOWN_OUTCOME',
      'failed DIRECTORY_USER_NOT_FOUND',
      'failed UNEXPECTED',
      'ok null',
    ])
  })

  it('takes the password that a user chooses only after the one that it may have', async () => {
    const ada = newcomer({ occurredAt: new Date(Date.now() - 10_000) })
    await system.post('acme', { ...ada, ...RESET, occurredAt: new Date() })
    await system.settled()
    const link = system.mailsTo(ada.email)[0]?.links.find((one) => one.includes('#')) ?? ''

    const chosen = 'a-password-of-my-own-1'
    const isAdas = ({ userId }: DirectoryCall) => userId === ada.userId
    const stop = directory.failWhen(isAdas, { kind: 'take-and-cut' })
    await system.post('acme', ada)
    await expect.poll(() => directory.passwordsOf(ada.userId).length, WITHIN).toBeGreaterThan(0)
    expect(await system.choose(link, chosen)).toBe(503)
    stop()
    await system.settled({ hurries: true })
    expect(new Set(directory.passwordsOf(ada.userId)).size).toBe(1)

    expect(await system.choose(link, chosen)).toBe(200)
    await system.settled()
    expect(directory.passwordsOf(ada.userId).at(-1)).toBe(fingerprint(chosen))
    expect(new Set(directory.passwordsOf(ada.userId)).size).toBe(2)
  })

  it('ends one event failed, with cause and remedy, and holds up no other', async () => {
    const poor = newcomer()
    const others = [newcomer(), newcomer(), newcomer()]
    const stop = directory.failWhen(({ userId }) => userId === poor.userId, {
      kind: 'answer',
      status: 422,
    })
    const { eventId } = await system.post('acme', poor)
    for (const other of others) await system.post('acme', other)
    await system.settled()
    stop()

    expect(await eventOf(eventId)).toMatchObject({
      state: 'failed',
      code: 'DIRECTORY_REFUSED_PASSWORD',
      cause: expect.stringContaining('422'),
      credential: 'failed',
      secret: null,
    })
    expect(ERROR_CODES.DIRECTORY_REFUSED_PASSWORD.remedy).toMatch(/policy/)
    expect(system.mailsTo(poor.email)).toEqual([])
    for (const other of others) await expectOneMail(other)
  })

  it('ends an event failed once every attempt of the schedule is used up', async () => {
    const poor = newcomer()
    const before = directory.calls.length
    const stop = directory.failWhen(() => true, { kind: 'answer', status: 503 })
    const { eventId } = await system.post('acme', poor)
    await system.settled({ hurries: true })
    stop()
    expect(await eventOf(eventId)).toMatchObject({
      state: 'failed',
      code: 'DIRECTORY_UNREACHABLE',
      secret: null,
    })
    expect(directory.calls.slice(before)).toHaveLength(BACKOFF_MS.passwords.length + 1)
    expect(system.mailsTo(poor.email)).toEqual([])
  })

  it('is waited for without using an attempt when it asks for time', async () => {
    const ada = newcomer()
    directory.failNext({ kind: 'answer', status: 429 }, { kind: 'answer', status: 429 })
    const { eventId } = await system.post('acme', ada)
    await system.settled({ hurries: true })
    expect(await eventOf(eventId)).toMatchObject({ state: 'done', attempts: 0 })
    await expectOneMail(ada)
    expect(await circuits()).toEqual([])
  })
})

describe('a directory that refuses our credentials', () => {
  let stop: () => void
  beforeEach(() => {
    stop = directory.failWhen(() => true, { kind: 'answer', status: 401 })
  })
  afterEach(() => stop())

  it('is left alone until one probe succeeds, and no attempt is used up', async () => {
    const before = directory.calls.length
    const users = Array.from({ length: 5 }, () => newcomer())
    const [first, ...others] = users
    await system.post('acme', first ?? newcomer())
    await expect
      .poll(circuits, WITHIN)
      .toMatchObject([{ kind: 'circuit', code: 'DIRECTORY_CREDENTIALS' }])
    for (const other of others) await system.post('acme', other)
    await expect.poll(waiting, WITHIN).toEqual([
      { code: 'CIRCUIT_OPEN', attempts: 0, count: 4 },
      { code: 'DIRECTORY_CREDENTIALS', attempts: 0, count: 1 },
    ])
    expect(directory.calls).toHaveLength(before + 1)

    stop()
    stop = directory.failWhen(() => true, { kind: 'hold' })
    await makeDue(system.store.database)
    await directory.whenCalled(before + 2)
    await expect
      .poll(waiting, WITHIN)
      .toContainEqual({ code: 'CIRCUIT_OPEN', attempts: 0, count: 4 })
    expect(directory.calls).toHaveLength(before + 2)
    stop()
    directory.release()
    await expect.poll(circuits, WITHIN).toEqual([])
    await system.settled({ hurries: true })

    for (const user of users) await expectOneMail(user)
    expect(directory.calls).toHaveLength(before + 6)
  })

  it('does not hold up the other source', async () => {
    await system.post('acme', newcomer())
    const other = newcomer()
    await system.post('demo', other)
    await system.ses.whenAccepted(1, other.email)
    expect(await circuits()).toHaveLength(1)
    stop()
    await system.settled({ hurries: true })
  })
})

/** One mail, with the password that the directory was last given. */
async function expectOneMail({ userId, email }: ReturnType<typeof newcomer>) {
  const mails = system.mailsTo(email)
  expect(mails).toHaveLength(1)
  const passwords = directory.passwordsOf(userId)
  expect(passwords.length).toBeGreaterThan(0)
  expect(fingerprint(mails[0]?.secret ?? '')).toBe(passwords.at(-1))
}

async function eventOf(id = '') {
  return system.store.database
    .selectFrom('event')
    .innerJoin('credential', 'credential.event_id', 'event.id')
    .select(['event.state', 'event.code', 'event.cause', 'event.attempts'])
    .select(['credential.state as credential', 'credential.secret'])
    .where('event.id', '=', id)
    .executeTakeFirstOrThrow()
}

async function attemptsOf(eventId = ''): Promise<readonly string[]> {
  const rows = await system.store.database
    .selectFrom('attempt')
    .innerJoin('credential', 'credential.id', 'attempt.subject_id')
    .select(['attempt.outcome', 'attempt.code'])
    .where('credential.event_id', '=', eventId)
    .orderBy('attempt.started_at')
    .execute()
  return rows.map(({ outcome, code }) => `${outcome} ${code}`)
}

const circuits = () =>
  system.store.database.selectFrom('circuit').select(['key', 'kind', 'code']).execute()

/** Events that were put back, by why. */
const waiting = () =>
  system.store.database
    .selectFrom('event')
    .select(['code', 'attempts'])
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('state', '=', 'working')
    .where('claimed_until', 'is', null)
    .where('due_at', '>', new Date())
    .groupBy(['code', 'attempts'])
    .orderBy('code')
    .execute()
    .then((rows) => rows.map((row) => ({ ...row, count: Number(row.count) })))
