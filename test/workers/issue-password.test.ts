import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { DIRECTORY_IDS, openStandIn } from '../support/directory-contract.ts'
import { createIssueHarness } from '../support/issue-harness.ts'
import type { VendorAnswer } from '../support/vendor-server.ts'

const TEN_MINUTES_MS = 600_000
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

async function open(id: string) {
  const at = await openStandIn(id, store.database)
  const tools = { ...at.tools, pool: store.pool, clock: at.clock }
  const source = { name: tools.source, directory: at.standIn.factory }
  const harness = createIssueHarness(tools, source)
  return { ...at, harness }
}

describe.each(DIRECTORY_IDS)('a new user of %s', (id) => {
  test('is mailed the password that opens the account', async () => {
    const { standIn, harness, addUser } = await open(id)
    const event = await harness.created(await addUser())
    const row = await harness.turn(event)
    expect(row).toMatchObject({ state: 'done', code: null })
    expect(harness.rendered).toHaveLength(1)
    expect(await standIn.opens(row.user_id ?? '', await harness.passwordOf(event))).toBe(true)
    await standIn.close()
  })
})

describe('what a directory says', () => {
  let at: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    at = await open('authgear')
  })
  afterAll(() => at.standIn.close())

  const answerNext = (answer: VendorAnswer | undefined, times = 1): void => {
    const { http } = at.standIn
    if (!http || !answer) throw new Error('authgear: expected a stand-in with that answer')
    const faults = Array.from({ length: times }, () => ({ kind: 'answer', answer }) as const)
    http.server.failNext(http.isSetPassword, ...faults)
  }

  test('a refused password ends the event at once, with the provider’s own reason', async () => {
    const event = await at.harness.created(await at.addUser())
    answerNext(at.standIn.http?.policy.answer)
    expect(await at.harness.turn(event)).toMatchObject({
      state: 'failed',
      code: 'DIRECTORY_REFUSED_PASSWORD',
      cause: 'authgear: expected a password that its policy allows, got PasswordTooShort',
    })
    expect(at.harness.failures.at(-1)?.code).toBe('DIRECTORY_REFUSED_PASSWORD')
    expect(at.harness.failures.at(-1)?.remedy).toContain('policy')
  })

  test('a user who is not there yet is asked for again, with the same password', async () => {
    const event = await at.harness.created(await at.addUser())
    answerNext(at.standIn.http?.notFound)
    const waiting = await at.harness.turn(event)
    expect(waiting).toMatchObject({ state: 'working', code: 'DIRECTORY_USER_NOT_FOUND' })
    expect(waiting.due_at.getTime()).toBeGreaterThan(at.clock.now().getTime())
    const password = await at.harness.passwordOf(event)
    const done = await at.harness.turn(event)
    expect(done.state).toBe('done')
    expect(await at.standIn.opens(done.user_id ?? '', password)).toBe(true)
  })

  test('a user who never comes ends the event after ten minutes', async () => {
    const started = at.clock.now().getTime()
    const event = await at.harness.created({ id: 'u_nobody', email: 'nobody@example.com' })
    let row = await at.harness.turn(event)
    while (row.state === 'working') row = await at.harness.turn(event)
    const waitedMs = at.clock.now().getTime() - started
    expect(row).toMatchObject({ state: 'failed', code: 'DIRECTORY_USER_NOT_FOUND' })
    expect(waitedMs).toBeGreaterThanOrEqual(TEN_MINUTES_MS)
    expect(waitedMs).toBeLessThanOrEqual(TEN_MINUTES_MS * 1.1)
    const credentials = store.database.selectFrom('credential').select(['state', 'secret'])
    expect(await credentials.where('event_id', '=', event).execute()).toEqual([
      { state: 'failed', secret: null },
    ])
  })
})

describe('an event that names a user and no address', () => {
  let at: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    at = await open('zitadel')
  })
  afterAll(() => at.standIn.close())

  test('is mailed to the address that the directory knows, which stays in the row', async () => {
    const { id, email } = await at.addUser()
    const event = await at.harness.resetWithoutAddress(id)
    expect(await at.harness.turn(event)).toMatchObject({ state: 'done', email })
    const messages = store.database.selectFrom('message').select('to_address')
    expect(await messages.where('event_id', '=', event).execute()).toEqual([{ to_address: email }])
  })

  test('ends without one where the directory does not know the user', async () => {
    const event = await at.harness.resetWithoutAddress('283000000000009999')
    expect(await at.harness.turn(event)).toMatchObject({ state: 'no_address', code: 'no_address' })
  })

  test('is tried again when the directory could not be asked', async () => {
    const { id } = await at.addUser()
    const event = await at.harness.resetWithoutAddress(id)
    at.standIn.http?.server.failNext(({ method }) => method === 'GET', { kind: 'reset' })
    const waiting = await at.harness.turn(event)
    expect(waiting).toMatchObject({ state: 'working', code: 'DIRECTORY_UNREACHABLE', email: null })
    expect(await at.harness.turn(event)).toMatchObject({ state: 'done' })
  })

  test('asks nobody for a user who gets no password', async () => {
    const { id } = await at.addUser()
    const event = await at.harness.resetWithoutAddress(id)
    const changed = { type: 'user.created', origin: 'self' } as const
    await store.database.updateTable('event').set(changed).where('id', '=', event).execute()
    const before = at.standIn.http?.server.calls.length
    expect(await at.harness.turn(event)).toMatchObject({ state: 'ignored', code: 'origin_self' })
    expect(at.standIn.http?.server.calls.length).toBe(before)
  })
})
