import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SesFault } from '../../src/testing/ses-fault.ts'
import { lapseClaims, makeDue } from '../support/ledger-times.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const WITHIN = { timeout: 30_000 }
const MINUTE_MS = 60_000
const LOST_ANSWER: SesFault = { kind: 'reset', when: 'after-accepting' }

/** What leaves it open whether the mail was taken, and how many mails arrive in the end. */
const FAULTS: readonly {
  readonly what: string
  readonly fault: SesFault
  readonly mails: 1 | 2
}[] = [
  { what: 'an answer lost after acceptance', fault: LOST_ANSWER, mails: 2 },
  {
    what: 'a connection that was cut',
    fault: { kind: 'reset', when: 'before-accepting' },
    mails: 1,
  },
  {
    what: 'a connection that was closed',
    fault: { kind: 'close', when: 'before-accepting' },
    mails: 1,
  },
  { what: 'an internal error', fault: { kind: 'error', code: 'InternalFailure' }, mails: 1 },
  { what: 'a page of a proxy', fault: { kind: 'answer', status: 502, body: '<p>' }, mails: 1 },
  { what: 'half an answer', fault: { kind: 'answer', status: 200, body: '<Send' }, mails: 1 },
]

describe('a send of unknown outcome', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem({ queue: 'postgres' })
  })
  afterAll(() => system.close())

  it.each(FAULTS)('after $what waits, then goes out once more', async ({ fault, mails }) => {
    const ada = newcomer()
    system.ses.faults.next(fault)
    await system.post('demo', ada)
    await expect.poll(() => stateOf(system, ada.email), WITHIN).toBe('unknown')
    const { due_at, unknown_since } = await messageTo(system, ada.email)
    expect(due_at.getTime() - (unknown_since?.getTime() ?? 0)).toBeGreaterThan(14 * MINUTE_MS)
    await expectNothingMore(system)

    await makeDue(system.store.database)
    await system.settled()
    expect(await messageTo(system, ada.email)).toMatchObject({
      state: 'accepted',
      unknown_resends: 1,
    })
    expect(system.ses.accepted(ada.email)).toHaveLength(mails)
    expect(new Set(bytesTo(system, ada.email)).size).toBe(1)
    await expectNothingMore(system)
  })

  it('that is unknown again is held, and does not go out a third time', async () => {
    const ada = newcomer()
    system.ses.faults.next(LOST_ANSWER, LOST_ANSWER)
    await system.post('demo', ada)
    await system.settled({ hurries: true })
    expect(await messageTo(system, ada.email)).toMatchObject({
      state: 'held',
      code: 'TRANSPORT_UNKNOWN_OUTCOME',
      unknown_resends: 1,
    })
    const bytes = bytesTo(system, ada.email)
    expect(bytes).toHaveLength(2)
    expect(new Set(bytes).size).toBe(1)
    await expectNothingMore(system)
  })

  it('goes out once more and no oftener, whatever SES answers in between', async () => {
    const ada = newcomer()
    system.ses.faults.next(
      { kind: 'throttle' },
      LOST_ANSWER,
      { kind: 'error', code: 'ServiceUnavailable' },
      { kind: 'throttle' },
      LOST_ANSWER,
    )
    await system.post('demo', ada)
    await system.settled({ hurries: true })
    expect(await stateOf(system, ada.email)).toBe('held')
    expect(system.ses.accepted(ada.email)).toHaveLength(2)
    await expectNothingMore(system)
  })
})

describe('a send of unknown outcome, where the configuration says hold', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem({
      queue: 'postgres',
      unknown: { afterMs: 15 * MINUTE_MS, then: 'hold' },
    })
  })
  afterAll(() => system.close())

  it('is held and does not go out again', async () => {
    const ada = newcomer()
    system.ses.faults.next(LOST_ANSWER)
    await system.post('demo', ada)
    await system.settled({ hurries: true })
    expect(await stateOf(system, ada.email)).toBe('held')
    expect(system.ses.accepted(ada.email)).toHaveLength(1)
    await expectNothingMore(system)
  })

  it('and every accepted one stay settled when every job comes back from the dead', async () => {
    const users = [newcomer(), newcomer(), newcomer()]
    for (const user of users) await system.post('demo', user)
    await system.settled()
    const { database } = system.store
    const events = await database.selectFrom('event').select('id').execute()
    const messages = await database.selectFrom('message').select('id').execute()
    expect(messages.length).toBeGreaterThanOrEqual(users.length)
    for (const run of [0, 1, 2, 3]) {
      const jobsOf = (rows: readonly { readonly id: string }[]) =>
        rows.map(({ id }) => ({ id, run }))
      await system.app.foundation.queue.enqueue('passwords', jobsOf(events))
      await system.app.foundation.queue.enqueue('renders', jobsOf(messages))
      await system.app.foundation.queue.enqueue('sends', jobsOf(messages))
    }
    await expectNothingMore(system)
    for (const user of users) expect(system.ses.accepted(user.email)).toHaveLength(1)
  })
})

/**
 * Loses every claim and the queue, lets whatever is left run, and sees that SES was called for the
 * newcomer only, whose mail comes after everything that was in the queue before.
 */
async function expectNothingMore(system: System): Promise<void> {
  const before = system.ses.calls.length
  await lapseClaims(system.store.database)
  const late = newcomer()
  await system.post('demo', late)
  await system.ses.whenAccepted(1, late.email)
  const empty = { waiting: 0, active: 0, delayed: 0 }
  await expect
    .poll(() => system.app.foundation.queue.counts(), WITHIN)
    .toEqual({ passwords: empty, renders: empty, sends: empty, automations: empty })
  expect(system.ses.calls.length).toBe(before + 1)
}

const messageTo = ({ store }: System, address: string) =>
  store.database
    .selectFrom('message')
    .selectAll()
    .where('to_address', '=', address)
    .executeTakeFirstOrThrow()

async function stateOf({ store }: System, address: string): Promise<string | undefined> {
  const message = await store.database
    .selectFrom('message')
    .select('state')
    .where('to_address', '=', address)
    .executeTakeFirst()
  return message?.state
}

function bytesTo({ ses }: System, address: string): readonly string[] {
  return ses.calls
    .filter(({ destinations }) => destinations.includes(address))
    .map(({ raw }) => raw.toString('latin1'))
}
