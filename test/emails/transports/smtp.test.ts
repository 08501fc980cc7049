import { simpleParser } from 'mailparser'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { smtp, type SmtpOptions } from '../../../emails/transports/smtp.ts'
import { AppError } from '../../../src/core/app-error.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { OutboundMail } from '../../../src/core/transport.ts'
import { createTestClock } from '../../support/clock.ts'
import { RELAY_CERTIFICATE } from '../../support/smtp-certificate.ts'
import {
  type SmtpFault,
  type SmtpServer,
  type SmtpStage,
  startSmtpServer,
} from '../../support/smtp-server.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
const FROM = 'no-reply@acme.test'
const TO = 'ada.lovelace@example.com'
const PASSWORD = 'c4nary-relay-password'
const LOGIN = { user: 'doorkey', password: new Secret(PASSWORD) }
const BYTES = `From: ${FROM}\r\nTo: ${TO}\r\nMessage-ID: <msg_1@acme.test>\r\n\r\n.hello\r\n..\r\n`

let plain: SmtpServer
let upgrading: SmtpServer
let encrypted: SmtpServer
beforeAll(async () => {
  plain = await startSmtpServer('none')
  upgrading = await startSmtpServer('starttls')
  encrypted = await startSmtpServer('implicit')
})
afterEach(() => {
  for (const server of [plain, upgrading, encrypted]) server.reset()
})
afterAll(async () => {
  for (const server of [plain, upgrading, encrypted]) await server.close()
})

function mail(signal = AbortSignal.timeout(10_000)): OutboundMail {
  const bytes = new Secret(Buffer.from(BYTES))
  return { from: `Acme <${FROM}>`, to: TO, bytes, tags: { message: 'msg_1' }, signal }
}

/** Sends one mail by a transport of its own, which is closed after it. */
async function sendBy(options: Partial<SmtpOptions>, signal?: AbortSignal) {
  const transport = smtp({ host: '127.0.0.1', clock: createTestClock(NOW), ...options })
  try {
    return await transport.send(mail(signal))
  } finally {
    await transport.close()
  }
}

const toPlain = (signal?: AbortSignal) =>
  sendBy({ port: plain.port, tls: 'none', ...LOGIN }, signal)
const toUpgrading = (options: Partial<SmtpOptions> = {}) =>
  sendBy({ port: upgrading.port, ca: RELAY_CERTIFICATE, ...LOGIN, ...options })

async function failureOf(sending: Promise<unknown>): Promise<AppError> {
  const outcome = await sending.catch((error: unknown) => error)
  if (outcome instanceof AppError) return outcome
  throw new Error('expected an AppError')
}

const reply = (text: string): SmtpFault => ({ kind: 'reply', text })

describe('a mail', () => {
  test('arrives byte for byte, with an envelope of one, over TLS and logged in', async () => {
    const { id } = await toUpgrading()
    expect(id).toBe('Q1ABCDEF')
    expect(upgrading.mails).toEqual([
      {
        from: FROM,
        recipients: [TO],
        raw: Buffer.from(BYTES),
        isSecure: true,
        login: `\0doorkey\0${PASSWORD}`,
      },
    ])
    expect((await simpleParser(upgrading.mails[0]?.raw ?? '')).text).toBe('.hello\n..\n')
  })

  test.each([
    ['250 OK id=1tABcd-00000001abc-2xyz', '1tABcd-00000001abc-2xyz'],
    ['250 2.0.0 4AO8c1Xy012345 Message accepted for delivery', '4AO8c1Xy012345'],
    [
      '250 Ok 0100018b5c3c0a4f-6b1a6f0e-1d2c-4c3b-9a8f-0123456789ab-000000',
      '0100018b5c3c0a4f-6b1a6f0e-1d2c-4c3b-9a8f-0123456789ab-000000',
    ],
    ['250 2.0.0 OK <a1@b.prod.outlook.com> [Hostname=x]', 'a1@b.prod.outlook.com'],
    ['250 thanks', 'msg_1@acme.test'],
  ])('answered with %s has the id %s', async (text, id) => {
    plain.failNext('dot', reply(text))
    expect(await toPlain()).toEqual({ id })
  })

  test('follows another on the same connection, many at once on no more than allowed', async () => {
    const transport = smtp({ host: '127.0.0.1', port: plain.port, tls: 'none', maxConnections: 3 })
    await transport.send(mail())
    await transport.send(mail())
    expect(plain.connections()).toBe(1)
    await Promise.all(Array.from({ length: 20 }, () => transport.send(mail())))
    expect(plain.mails).toHaveLength(22)
    expect(plain.connections()).toBe(3)
    await transport.close()
    await expect.poll(() => plain.open()).toBe(0)
  })

  test('goes by a new connection when the server has ended the idle one', async () => {
    const transport = smtp({ host: '127.0.0.1', port: plain.port, tls: 'none' })
    plain.failNext('dot', reply('250 2.0.0 Ok: queued as AAAA1\r\n421 4.4.2 idle'))
    await transport.send(mail())
    await expect.poll(() => plain.open()).toBe(0)
    await transport.send(mail())
    expect(plain.connections()).toBe(2)
    await transport.close()
  })
})

describe('TLS', () => {
  test('begins with the first byte where that is asked for', async () => {
    const options = { port: encrypted.port, ca: RELAY_CERTIFICATE, tls: 'implicit' } as const
    expect(await sendBy({ ...options, ...LOGIN })).toEqual({ id: 'Q1ABCDEF' })
    expect(encrypted.mails).toMatchObject([{ isSecure: true, login: `\0doorkey\0${PASSWORD}` }])
    const other = await failureOf(sendBy({ port: encrypted.port, tls: 'implicit' }))
    expect(other.code).toBe('TRANSPORT_UNREACHABLE')
    expect(encrypted.mails).toHaveLength(1)
  })

  test('with a certificate that nobody vouches for: no mail and no password leaves', async () => {
    const { code } = await failureOf(sendBy({ port: upgrading.port, ...LOGIN }))
    expect(code).toBe('TRANSPORT_UNREACHABLE')
    expect(upgrading.mails).toEqual([])
  })

  test('that the server does not offer, or refuses: the same', async () => {
    const missing = await failureOf(sendBy({ port: plain.port, ...LOGIN }))
    expect(missing.code).toBe('TRANSPORT_UNREACHABLE')
    upgrading.failNext('starttls', reply('454 4.7.0 TLS not available'))
    expect((await failureOf(toUpgrading())).code).toBe('TRANSPORT_UNREACHABLE')
    expect([...plain.mails, ...upgrading.mails]).toEqual([])
  })

  test.each([
    ['a password in plain text to elsewhere', { host: 'relay.test', tls: 'none', ...LOGIN }],
    ['a user without a password', { host: 'relay.test', user: 'doorkey' }],
  ] satisfies [string, SmtpOptions][])('is not configured as %s', (_, options) => {
    expect(() => smtp(options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})

const ROWS: readonly [SmtpStage, string, string][] = [
  ['greeting', '421 4.3.2 busy', 'TRANSPORT_UNREACHABLE'],
  ['greeting', '421 4.7.0 too many connections', 'TRANSPORT_THROTTLED'],
  ['greeting', '554 5.7.1 your network is blocked', 'TRANSPORT_ACCOUNT'],
  ['auth', '535 5.7.8 authentication failed', 'TRANSPORT_CREDENTIALS'],
  ['auth', '534 5.7.9 mechanism too weak', 'TRANSPORT_CREDENTIALS'],
  ['auth', '432 4.7.12 password transition', 'TRANSPORT_CREDENTIALS'],
  ['auth', '454 4.7.0 temporary failure', 'TRANSPORT_UNREACHABLE'],
  ['mail', '530 5.7.0 authentication required', 'TRANSPORT_CREDENTIALS'],
  ['mail', '525 5.7.13 account disabled', 'TRANSPORT_CREDENTIALS'],
  ['mail', '450 4.1.8 sender domain not found', 'TRANSPORT_UNREACHABLE'],
  ['mail', '452 4.3.1 storage', 'TRANSPORT_UNREACHABLE'],
  ['mail', '503 5.5.1 nested', 'TRANSPORT_UNREACHABLE'],
  ['mail', '550 5.7.1 sender refused', 'TRANSPORT_SENDER'],
  ['mail', '553 5.1.7 bad sender', 'TRANSPORT_SENDER'],
  ['mail', '552 5.3.4 too big', 'TRANSPORT_REJECTED'],
  ['mail', '454 Throttling failure: Maximum sending rate exceeded.', 'TRANSPORT_THROTTLED'],
  ['rcpt', '454 4.7.1 slow down', 'TRANSPORT_THROTTLED'],
  ['rcpt', '450 4.7.1 greylisted', 'TRANSPORT_UNREACHABLE'],
  ['rcpt', '451 4.3.0 try later', 'TRANSPORT_UNREACHABLE'],
  ['rcpt', '550 5.1.1 no such user', 'TRANSPORT_REJECTED'],
  ['rcpt', '550 5.1.10 null MX', 'TRANSPORT_REJECTED'],
  ['rcpt', '550 unknown', 'TRANSPORT_REJECTED'],
  ['rcpt', '554 5.7.1 Relay access denied', 'TRANSPORT_SENDER'],
  ['rcpt', '550 relaying denied', 'TRANSPORT_SENDER'],
  ['data', '451 4.3.0 not now', 'TRANSPORT_UNREACHABLE'],
  ['data', '554 5.5.0 no', 'TRANSPORT_REJECTED'],
  ['dot', '421 4.3.0 going down', 'TRANSPORT_UNREACHABLE'],
  ['dot', '451 4.3.0 not now', 'TRANSPORT_UNREACHABLE'],
  ['dot', '454 Throttling failure: Daily message quota exceeded.', 'TRANSPORT_QUOTA'],
  ['dot', '550 5.4.5 daily user sending limit', 'TRANSPORT_QUOTA'],
  ['dot', '552 5.3.4 too big', 'TRANSPORT_REJECTED'],
  ['dot', '554 5.7.1 looks like spam', 'TRANSPORT_REJECTED'],
  ['dot', '550 5.7.60 client may not Send As this sender', 'TRANSPORT_SENDER'],
  ['dot', `554 Message rejected: Email address is not verified: ${FROM}`, 'TRANSPORT_SENDER'],
  ['dot', `554 Message rejected: Email address is not verified: ${TO}`, 'TRANSPORT_REJECTED'],
]

describe('each reply has its code, after one try', () => {
  test.each(ROWS)('%s: %s is %s', async (stage, text, code) => {
    plain.failNext(stage, reply(text))
    const { code: got, message } = await failureOf(toPlain())
    expect(got).toBe(code)
    expect(message).toMatch(/^smtp: expected the mail to be accepted, got \d{3}/)
    expect(message).not.toContain('@')
    expect(plain.connections()).toBe(1)
    expect(plain.mails).toHaveLength(stage === 'dot' ? 1 : 0)
  })

  test('and the time to come back, where waiting helps', async () => {
    plain.failNext('rcpt', reply('454 4.7.1 slow down'))
    expect((await failureOf(toPlain())).retryAt).toEqual(new Date('2026-11-24T08:00:05Z'))
    plain.failNext('dot', reply('550 5.4.5 daily limit'))
    expect((await failureOf(toPlain())).retryAt).toEqual(new Date('2026-11-24T08:30:00Z'))
  })
})

describe('a server that does not answer', () => {
  const STAGES: readonly SmtpStage[] = ['greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data']
  const SILENCES = ['hang', 'reset', 'close'] as const

  test.each(STAGES.flatMap((stage) => SILENCES.map((kind) => [stage, kind] as const)))(
    'at %s, by a %s, surely has not taken the mail',
    async (stage, kind) => {
      plain.failNext(stage, { kind })
      const signal = AbortSignal.timeout(kind === 'hang' ? 300 : 10_000)
      const { code, message } = await failureOf(toPlain(signal))
      expect(code).toBe('TRANSPORT_UNREACHABLE')
      expect(message).toMatch(/, got (?:ETIMEDOUT|ECONNECTION|ESOCKET ECONNRESET)$/)
      expect(plain.mails).toEqual([])
      expect(plain.connections()).toBe(1)
    },
  )

  test.each(SILENCES)('after the mail, by a %s, may have; it gets it once', async (kind) => {
    plain.failNext('dot', { kind })
    const signal = AbortSignal.timeout(kind === 'hang' ? 300 : 10_000)
    expect((await failureOf(toPlain(signal))).code).toBe('TRANSPORT_UNKNOWN_OUTCOME')
    await expect.poll(() => plain.open()).toBe(0)
    expect(plain.mails).toHaveLength(1)
    expect(plain.connections()).toBe(1)
  })

  test('that answers the mail with a riddle may have, too', async () => {
    plain.failNext('dot', reply('354 go on'))
    expect((await failureOf(toPlain())).code).toBe('TRANSPORT_UNKNOWN_OUTCOME')
  })

  test('that is not there, by port or by name, has not', async () => {
    const gone = await startSmtpServer()
    await gone.close()
    const refused = await failureOf(sendBy({ port: gone.port, tls: 'none' }))
    expect(refused).toMatchObject({ code: 'TRANSPORT_UNREACHABLE' })
    const nameless = await failureOf(sendBy({ host: 'relay.invalid' }))
    expect(nameless).toMatchObject({ code: 'TRANSPORT_UNREACHABLE' })
  })

  test('is not called when there is no time left, nor waited for past the signal', async () => {
    expect((await failureOf(toPlain(AbortSignal.abort()))).code).toBe('TRANSPORT_UNREACHABLE')
    expect(plain.connections()).toBe(0)
    const one = smtp({ host: '127.0.0.1', port: plain.port, tls: 'none', maxConnections: 1 })
    plain.failNext('mail', { kind: 'hang' })
    const first = failureOf(one.send(mail(AbortSignal.timeout(600))))
    const second = await failureOf(one.send(mail(AbortSignal.timeout(200))))
    expect(second.message).toBe('smtp: expected a free connection in time, got none')
    expect((await first).code).toBe('TRANSPORT_UNREACHABLE')
    expect(await one.send(mail())).toEqual({ id: 'Q1ABCDEF' })
    await one.close()
  })
})

describe('the check', () => {
  const check = async (options: Partial<SmtpOptions> = {}) => {
    const login = { port: upgrading.port, ca: RELAY_CERTIFICATE, ...LOGIN }
    const transport = smtp({ host: 'localhost', ...login, ...options })
    try {
      await transport.check?.(AbortSignal.timeout(10_000))
    } finally {
      await transport.close()
    }
  }

  test('logs in and sends nothing', async () => {
    await check()
    expect(upgrading.connections()).toBe(1)
    expect(upgrading.mails).toEqual([])
  })

  test('says what is wrong', async () => {
    upgrading.failNext('auth', reply('535 5.7.8 no'))
    expect((await failureOf(check())).code).toBe('TRANSPORT_CREDENTIALS')
  })
})

test('a rate of ours is a pace for all', async () => {
  const { sendQuota, close } = smtp({ host: 'relay.test', rate: 12 })
  expect(await sendQuota?.(AbortSignal.timeout(100))).toEqual({
    perSecond: 12,
    perDay: null,
    sentInDay: 0,
  })
  expect(smtp({ host: 'relay.test' }).sendQuota).toBeUndefined()
  await close()
})
