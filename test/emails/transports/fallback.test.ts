import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fallback } from '../../../emails/transports/fallback.ts'
import { ses } from '../../../emails/transports/ses.ts'
import { smtp } from '../../../emails/transports/smtp.ts'
import { addMs } from '../../../src/core/clock.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { OutboundMail, Transport } from '../../../src/core/transport.ts'
import { createTestClock } from '../../support/clock.ts'
import { type FakeSes, type SesFault, startFakeSes } from '../../../src/testing/fake-ses.ts'
import { type SmtpServer, startSmtpServer } from '../../support/smtp-server.ts'

const TO = 'ada@example.com'

let fake: FakeSes
let relay: SmtpServer
let clock: ReturnType<typeof createTestClock>
let pair: Transport
beforeAll(async () => {
  fake = await startFakeSes()
  relay = await startSmtpServer()
})
beforeEach(() => {
  clock = createTestClock(new Date('2026-11-24T08:00:00Z'))
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const where = { region: 'eu-west-1', endpoint: fake.url, credentials }
  pair = fallback({
    primary: ses({ ...where, clock }),
    secondary: smtp({ host: '127.0.0.1', port: relay.port, tls: 'none', clock }),
    clock,
  })
})
afterEach(async () => {
  await pair.close()
  fake.reset()
  relay.reset()
})
afterAll(async () => {
  await fake.close()
  await relay.close()
})

function mail(more: Partial<OutboundMail> = {}): OutboundMail {
  const bytes = new Secret(Buffer.from('From: a@acme.test\r\n\r\nhello\r\n'))
  const signal = AbortSignal.timeout(10_000)
  return { from: 'a@acme.test', to: TO, bytes, tags: { message: 'msg_1' }, signal, ...more }
}

const sent = () => [fake.accepted().length, relay.mails.length]
const refusal = (code: string): SesFault => ({ kind: 'error', code })
const UNAVAILABLE = refusal('ServiceUnavailable')
const unverified = (from: string): SesFault => ({
  kind: 'error',
  code: 'MessageRejected',
  message: `Email address is not verified: ${from}`,
})

test('the primary sends alone while it can, under its own id and tags', async () => {
  const { id } = await pair.send(mail())
  expect(fake.mails).toMatchObject([{ id, tags: { message: 'msg_1' } }])
  expect(sent()).toEqual([1, 0])
})

describe('the secondary sends, once, and its id says so, when the primary', () => {
  test.each([
    ['is away', UNAVAILABLE],
    ['throttles', { kind: 'throttle' }],
    ['has used up its day', { kind: 'daily-quota' }],
    ['is paused', refusal('AccountSendingPausedException')],
    ['refuses our credentials', refusal('ExpiredToken')],
    ['refuses our sender', unverified('a@acme.test')],
  ] satisfies [string, SesFault][])('%s', async (_, fault) => {
    fake.faults.next(fault)
    expect(await pair.send(mail())).toEqual({ id: 'smtp/secondary:Q1ABCDEF' })
    expect(sent()).toEqual([0, 1])
  })
})

describe('nobody else sends when the primary', () => {
  test.each([
    [
      'may have taken the mail',
      { kind: 'reset', when: 'after-accepting' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
    ['had an internal error', refusal('InternalFailure'), 'TRANSPORT_UNKNOWN_OUTCOME'],
    ['refused the message', refusal('MessageRejected'), 'TRANSPORT_REJECTED'],
    ['refused the recipient', unverified(TO), 'TRANSPORT_REJECTED'],
  ] satisfies [string, SesFault, string][])('%s', async (_, fault, code) => {
    fake.faults.next(fault)
    await expect(pair.send(mail())).rejects.toMatchObject({ code })
    expect(relay.connections()).toBe(0)
  })
})

describe('a mail that may have been taken goes again by the same way only', () => {
  test('the secondary, though the primary is well', async () => {
    fake.faults.next(UNAVAILABLE)
    relay.failNext('dot', { kind: 'reset' })
    const error = { code: 'TRANSPORT_UNKNOWN_OUTCOME', via: 'secondary' }
    await expect(pair.send(mail())).rejects.toMatchObject(error)
    expect(await pair.send(mail({ mayBeTaken: { via: 'secondary' } }))).toEqual({
      id: 'smtp/secondary:Q2ABCDEF',
    })
    expect(sent()).toEqual([0, 2])
  })

  test.each([['primary'], [undefined]])('%s: the primary, also while it fails', async (via) => {
    fake.faults.next(UNAVAILABLE)
    const again = mail({ mayBeTaken: { via } })
    await expect(pair.send(again)).rejects.toMatchObject({ code: 'TRANSPORT_UNREACHABLE' })
    expect(sent()).toEqual([0, 0])
    await pair.send(again)
    expect(sent()).toEqual([1, 0])
  })
})

describe('the primary rests', () => {
  test('for half a minute after a failure, then is asked again', async () => {
    fake.faults.next(UNAVAILABLE)
    await pair.send(mail())
    await pair.send(mail())
    expect([fake.calls.length, ...sent()]).toEqual([1, 0, 2])
    clock.set(addMs(clock.now(), 30_000))
    await pair.send(mail())
    await pair.send(mail())
    expect(sent()).toEqual([2, 2])
  })

  test('for as long as it said', async () => {
    fake.faults.next({ kind: 'daily-quota' })
    await pair.send(mail())
    clock.set(addMs(clock.now(), 29 * 60_000))
    await pair.send(mail())
    expect(sent()).toEqual([0, 2])
    clock.set(addMs(clock.now(), 60_000))
    await pair.send(mail())
    expect(sent()).toEqual([1, 2])
  })

  test('for one sender only, where it refused that one', async () => {
    fake.faults.next(unverified('a@acme.test'))
    await pair.send(mail())
    await pair.send(mail({ from: 'b@acme.test' }))
    await pair.send(mail())
    expect(fake.accepted().map(({ source }) => source)).toEqual(['b@acme.test'])
    expect(relay.mails.map(({ from }) => from)).toEqual(['a@acme.test', 'a@acme.test'])
  })
})

describe('where both fail', () => {
  test('the error is the primary’s, names both, and stays so while the primary rests', async () => {
    fake.faults.next(refusal('ExpiredToken'))
    for (const _ of [1, 2]) {
      relay.failNext('mail', { kind: 'reply', text: '451 4.3.0 later' })
      await expect(pair.send(mail())).rejects.toMatchObject({
        code: 'TRANSPORT_CREDENTIALS',
        message: expect.stringMatching(/^ses: expected .*ExpiredToken.*; then smtp: .*451 4.3.0/),
      })
    }
    expect(fake.calls.length).toBe(1)
    expect(sent()).toEqual([0, 0])
  })

  test('a refusal for good by the secondary ends the mail', async () => {
    fake.faults.next(UNAVAILABLE)
    relay.failNext('rcpt', { kind: 'reply', text: '550 5.1.1 no such user' })
    await expect(pair.send(mail())).rejects.toMatchObject({ code: 'TRANSPORT_REJECTED' })
  })
})

test('an error that no transport should throw may have come after the mail was taken', async () => {
  const broken: Transport = {
    id: 'broken',
    send: () => Promise.reject(new TypeError('oops')),
    close: async () => {},
  }
  const odd = fallback({ primary: broken, secondary: pair })
  const error = { code: 'TRANSPORT_UNKNOWN_OUTCOME', via: 'primary' }
  await expect(odd.send(mail())).rejects.toMatchObject(error)
  expect(sent()).toEqual([0, 0])
})

describe('the quota', () => {
  const ask = () => pair.sendQuota?.(AbortSignal.timeout(5_000))

  test('is the primary’s; its used-up day stops nobody', async () => {
    const quota = { MaxSendRate: 10, Max24HourSend: 200, SentLast24Hours: 199 }
    fake.setQuota(quota)
    expect(await ask()).toEqual({ perSecond: 8.5, perDay: 200, sentInDay: 199 })
    fake.setQuota({ ...quota, SentLast24Hours: 200 })
    expect(await ask()).toEqual({ perSecond: 8.5, perDay: null, sentInDay: 200 })
  })
})

test('the check tells of each that fails, else what both found', async () => {
  const signal = AbortSignal.timeout(5_000)
  await expect(pair.check?.(signal)).resolves.toMatchObject([
    { check: 'account', status: 'ok' },
    { check: 'configuration-set', status: 'warning' },
  ])
  relay.failNext('greeting', { kind: 'reply', text: '554 5.7.1 blocked' })
  await expect(pair.check?.(signal)).rejects.toMatchObject({ code: 'TRANSPORT_ACCOUNT' })
  expect(sent()).toEqual([0, 0])
})
