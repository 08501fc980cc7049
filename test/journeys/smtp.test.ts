import { simpleParser } from 'mailparser'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fallback } from '../../emails/transports/fallback.ts'
import { smtp } from '../../emails/transports/smtp.ts'
import { createTestClock } from '../support/clock.ts'
import { makeDue } from '../support/ledger-times.ts'
import { readMail } from '../support/mail.ts'
import { newcomer } from '../support/signed-posts.ts'
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts'
import { startSystem, type System } from '../support/system.ts'

const WITHIN = { timeout: 30_000 }
const BUSY = { kind: 'reply', text: '451 4.3.0 try later' } as const

const relayOf = ({ port }: SmtpServer) => smtp({ host: '127.0.0.1', port, tls: 'none' })

const messageTo = ({ store }: System, address: string) =>
  store.database
    .selectFrom('message')
    .selectAll()
    .where('to_address', '=', address)
    .executeTakeFirst()

async function expectState(system: System, address: string, state: string): Promise<void> {
  await expect.poll(async () => (await messageTo(system, address))?.state, WITHIN).toBe(state)
}

const mailsTo = (server: SmtpServer, address: string) =>
  server.mails.filter(({ recipients }) => recipients.includes(address))

describe('by SMTP', () => {
  let relay: SmtpServer
  let system: System
  beforeAll(async () => {
    relay = await startSmtpServer()
    system = await startSystem({ queue: 'postgres', transport: relayOf(relay) })
  })
  afterEach(() => relay.reset())
  afterAll(async () => {
    await system.close()
    await relay.close()
  })

  it('a new user gets a password that works', async () => {
    const ada = newcomer()
    await system.post('demo', ada)
    await system.settled()
    expect(relay.mails).toMatchObject([{ from: 'no-reply@demo.test', recipients: [ada.email] }])
    const { secret } = readMail(await simpleParser(relay.mails[0]?.raw ?? ''))
    expect(await system.verify('demo', ada.userId, secret ?? '')).toBe('must_change')
    expect(await messageTo(system, ada.email)).toMatchObject({
      state: 'accepted',
      accepted_id: 'Q1ABCDEF',
    })
  })

  it('a connection killed after the mail leaves it unknown, sent again only after the window', async () => {
    const ada = newcomer()
    relay.failNext('dot', { kind: 'reset' })
    await system.post('demo', ada)
    await expectState(system, ada.email, 'unknown')
    const late = newcomer()
    await system.post('demo', late)
    await expectState(system, late.email, 'accepted')
    expect(mailsTo(relay, ada.email)).toHaveLength(1)

    await makeDue(system.store.database)
    await system.settled()
    await expectState(system, ada.email, 'accepted')
    const [first, second, ...more] = mailsTo(relay, ada.email)
    expect(second?.raw).toEqual(first?.raw)
    expect(more).toEqual([])
  })
})

describe('by a pair of relays', () => {
  const clock = createTestClock()
  let primary: SmtpServer
  let secondary: SmtpServer
  let system: System
  beforeAll(async () => {
    primary = await startSmtpServer()
    secondary = await startSmtpServer()
    const ways = { primary: relayOf(primary), secondary: relayOf(secondary) }
    const transport = fallback({ ...ways, clock })
    system = await startSystem({ queue: 'postgres', transport })
  })
  afterAll(async () => {
    await system.close()
    await primary.close()
    await secondary.close()
  })

  it('the second takes what the first did not, and what it may have taken it gets again', async () => {
    const ada = newcomer()
    primary.failNext('mail', BUSY)
    secondary.failNext('dot', { kind: 'reset' })
    await system.post('demo', ada)
    await expectState(system, ada.email, 'unknown')
    const bob = newcomer()
    await system.post('demo', bob)
    await expectState(system, bob.email, 'accepted')
    const { accepted_id } = (await messageTo(system, bob.email)) ?? {}
    expect(accepted_id).toBe('smtp/secondary:Q2ABCDEF')

    // The primary has rested, and takes what is new.
    clock.advance(60_000)
    const carol = newcomer()
    await system.post('demo', carol)
    await expectState(system, carol.email, 'accepted')
    await makeDue(system.store.database)
    await system.settled()
    await expectState(system, ada.email, 'accepted')
    expect(mailsTo(secondary, ada.email)).toHaveLength(2)
    expect(primary.mails).toMatchObject([{ recipients: [carol.email] }])
  })
})
