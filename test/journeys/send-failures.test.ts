import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../src/core/error-codes.ts'
import type { SesCall } from '../../src/testing/ses-call.ts'
import { makeDue } from '../support/ledger-times.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const WITHIN = { timeout: 30_000 }
const REJECTED = { kind: 'error', code: 'MessageRejected' } as const

let system: System
beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

const isFor = (address: string) => (call: SesCall) => call.destinations.includes(address)

describe('SES', () => {
  it.each(['throttle', 'daily-quota'] as const)(
    'is waited for without using an attempt when it answers with a %s',
    async (kind) => {
      const ada = newcomer()
      system.ses.faults.next({ kind }, { kind })
      await system.post('demo', ada)
      await system.settled({ hurries: true })
      expect(await messagesTo(ada.email)).toMatchObject([{ state: 'accepted', attempts: 0 }])
      expectSameBytes(ada.email, 3)
      expect(system.ses.accepted(ada.email)).toHaveLength(1)
    },
  )

  it('that was not reached is asked again, with the same bytes', async () => {
    const ada = newcomer()
    const unavailable = { kind: 'error', code: 'ServiceUnavailable' } as const
    system.ses.faults.next(unavailable, unavailable)
    await system.post('demo', ada)
    await system.settled({ hurries: true })
    expect(await messagesTo(ada.email)).toMatchObject([{ state: 'accepted', attempts: 2 }])
    expectSameBytes(ada.email, 3)
    expect(system.ses.accepted(ada.email)).toHaveLength(1)
  })

  it('rejects one mail, which ends failed with cause and remedy, and the others go on', async () => {
    const poor = newcomer()
    const others = [newcomer(), newcomer(), newcomer(), newcomer()]
    const isPoor = isFor(poor.email)
    const stop = system.ses.faults.when((call) => (isPoor(call) ? REJECTED : undefined))
    await system.post('demo', poor)
    for (const other of others) await system.post('acme', other)
    await system.settled()
    stop()

    expect(await messagesTo(poor.email)).toMatchObject([
      {
        state: 'failed',
        code: 'TRANSPORT_REJECTED',
        cause: expect.stringContaining('MessageRejected'),
      },
    ])
    expect(ERROR_CODES.TRANSPORT_REJECTED.remedy).toMatch(/sandbox/)
    expect(system.ses.accepted(poor.email)).toEqual([])
    for (const other of others) expect(system.ses.accepted(other.email)).toHaveLength(1)
  })

  it('that has paused the account is left alone until one probe succeeds', async () => {
    const users = [newcomer(), newcomer(), newcomer()]
    const stop = system.ses.faults.always({ kind: 'error', code: 'AccountSendingPausedException' })
    for (const user of users) await system.post('demo', user)
    await expect.poll(heldMessages, WITHIN).toBe(users.length)
    const calls = system.ses.calls.length
    expect(await circuits()).toMatchObject([{ kind: 'circuit', code: 'TRANSPORT_ACCOUNT' }])
    // Whoever comes now waits without a call.
    const late = newcomer()
    await system.post('demo', late)
    await expect.poll(heldMessages, WITHIN).toBe(users.length + 1)
    expect(system.ses.calls).toHaveLength(calls)

    stop()
    await system.settled({ hurries: true })
    expect(await circuits()).toEqual([])
    for (const user of [...users, late]) {
      expect(await messagesTo(user.email)).toMatchObject([{ state: 'accepted', attempts: 0 }])
      expect(system.ses.accepted(user.email)).toHaveLength(1)
    }
  })

  it('that refuses one source’s sender as well as our key shows both; each is probed by itself', async () => {
    const [ada, bob] = [newcomer(), newcomer()]
    const denied = { kind: 'error', code: 'ExpiredToken' } as const
    const unverified = { kind: 'error', code: 'MailFromDomainNotVerifiedException' } as const
    const renew = system.ses.faults.always(denied)
    await system.post('demo', ada)
    await expect.poll(heldMessages, WITHIN).toBe(1)
    renew()
    const isDemo = (call: SesCall) => call.tags['source'] === 'demo'
    const verify = system.ses.faults.when((call) => (isDemo(call) ? unverified : undefined))
    // The probe is of the source whose sender is at fault: it fails with another cause.
    await makeDue(system.store.database)
    await expect.poll(openCodes, WITHIN).toEqual(['TRANSPORT_CREDENTIALS', 'TRANSPORT_SENDER'])

    // The other source probes the key at once, without a minute's wait, and closes that cause only.
    await system.post('acme', bob)
    await system.ses.whenAccepted(1, bob.email)
    await expect.poll(openCodes, WITHIN).toEqual(['TRANSPORT_SENDER'])
    expect(system.ses.accepted(ada.email)).toEqual([])

    verify()
    await system.settled({ hurries: true })
    expect(await circuits()).toEqual([])
    expect(system.ses.accepted(ada.email)).toHaveLength(1)
  })
})

function expectSameBytes(address: string, count: number): void {
  const calls = system.ses.calls.filter(isFor(address))
  expect(calls).toHaveLength(count)
  expect(new Set(calls.map(({ raw }) => raw.toString('latin1'))).size).toBe(1)
}

const messagesTo = (address: string) =>
  system.store.database
    .selectFrom('message')
    .selectAll()
    .where('to_address', '=', address)
    .execute()

const circuits = () =>
  system.store.database.selectFrom('circuit').select(['key', 'kind', 'code']).execute()

const openCodes = async () => (await circuits()).map(({ code }) => code).toSorted()

/** Mails that wait for a circuit to close. */
async function heldMessages(): Promise<number> {
  const rows = await system.store.database
    .selectFrom('message')
    .select('id')
    .where('state', '=', 'rendered')
    .where('claimed_until', 'is', null)
    .where('due_at', '>', new Date())
    .execute()
  return rows.length
}
