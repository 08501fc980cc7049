import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ses, type SesOptions } from '../../../emails/transports/ses.ts'
import { AppError } from '../../../src/core/app-error.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { OutboundMail, Transport } from '../../../src/core/transport.ts'
import { createTestClock } from '../../support/clock.ts'
import { type FakeSes, type SesFault, startFakeSes } from '../../../src/testing/fake-ses.ts'

const NOW = new Date('2026-11-23T14:00:00Z')
const FROM = 'no-reply@acme.test'
const TO = 'ada.lovelace@example.com'
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }

let fake: FakeSes
let transport: Transport
beforeAll(async () => {
  fake = await startFakeSes()
  const options = { region: 'eu-west-1', endpoint: fake.url, credentials: CREDENTIALS }
  transport = ses({ ...options, configurationSet: 'credentials', clock: createTestClock(NOW) })
})
afterEach(() => fake.reset())
afterAll(async () => {
  await transport.close()
  await fake.close()
})

function mail(signal = AbortSignal.timeout(20_000)): OutboundMail {
  const bytes = new Secret(Buffer.from(`From: ${FROM}\r\nTo: ${TO}\r\n\r\nhello\r\n`))
  return { from: `Acme <${FROM}>`, to: TO, bytes, tags: { message: 'msg_1' }, signal }
}

async function failure(fault: SesFault, signal?: AbortSignal): Promise<AppError> {
  fake.faults.next(fault)
  const outcome = await transport.send(mail(signal)).catch((error: unknown) => error)
  if (outcome instanceof AppError) return outcome
  throw new Error('expected an AppError')
}

const error = (code: string, message?: string) => {
  return { kind: 'error', code, ...(message !== undefined && { message }) } as const
}
const UNVERIFIED = 'Email address is not verified. The following identities failed the check in'

test('names sender, recipient, tags and configuration set beside the bytes', async () => {
  const { id } = await transport.send(mail())
  expect(fake.mails).toHaveLength(1)
  expect(fake.mails[0]).toMatchObject({
    id,
    source: FROM,
    destinations: [TO],
    tags: { message: 'msg_1' },
    configurationSet: 'credentials',
    text: 'hello\n',
  })
})

describe('each documented fault has its code', () => {
  test.each([
    ['rate', { kind: 'throttle' }, 'TRANSPORT_THROTTLED'],
    ['rate, other name', error('TooManyRequestsException'), 'TRANSPORT_THROTTLED'],
    ['rate by status', { kind: 'answer', status: 429, body: 'slow down' }, 'TRANSPORT_THROTTLED'],
    ['daily quota', { kind: 'daily-quota' }, 'TRANSPORT_QUOTA'],
    ['expired token', error('ExpiredToken'), 'TRANSPORT_CREDENTIALS'],
    ['clock', error('RequestTimeTooSkewed'), 'TRANSPORT_CREDENTIALS'],
    ['signature', error('SignatureDoesNotMatch'), 'TRANSPORT_CREDENTIALS'],
    ['unknown key', error('UnrecognizedClientException'), 'TRANSPORT_CREDENTIALS'],
    ['no right', error('AccessDenied'), 'TRANSPORT_CREDENTIALS'],
    [
      'no right to one identity',
      error('AccessDenied', "not authorized on resource `arn:aws:ses:eu:1:identity/acme.test'"),
      'TRANSPORT_SENDER',
    ],
    [
      'no right to the set',
      error('AccessDenied', "not authorized on resource `arn:aws:ses:eu:1:configuration-set/x'"),
      'TRANSPORT_CREDENTIALS',
    ],
    ['any other 403', { kind: 'answer', status: 403, body: '' }, 'TRANSPORT_CREDENTIALS'],
    ['paused account', error('AccountSendingPausedException'), 'TRANSPORT_ACCOUNT'],
    ['paused set', error('ConfigurationSetSendingPaused'), 'TRANSPORT_ACCOUNT'],
    ['no set', error('ConfigurationSetDoesNotExist'), 'TRANSPORT_ACCOUNT'],
    ['MAIL FROM', error('MailFromDomainNotVerifiedException'), 'TRANSPORT_SENDER'],
    [
      'suspended',
      error('MessageRejected', 'Sending suspended for this account.'),
      'TRANSPORT_ACCOUNT',
    ],
    [
      'our sender',
      error('MessageRejected', `${UNVERIFIED} EU: ${FROM}, ${TO}`),
      'TRANSPORT_SENDER',
    ],
    [
      'sandbox recipient',
      error('MessageRejected', `${UNVERIFIED} EU: ${TO}`),
      'TRANSPORT_REJECTED',
    ],
    [
      'recipient whose address ends with ours',
      error('MessageRejected', `${UNVERIFIED} EU: my.${FROM}`),
      'TRANSPORT_REJECTED',
    ],
    ['content', error('MessageRejected'), 'TRANSPORT_REJECTED'],
    ['parameter', error('InvalidParameterValue', 'Message length is more.'), 'TRANSPORT_REJECTED'],
    ['a new 4xx', error('SomethingNew'), 'TRANSPORT_REJECTED'],
    [
      'JSON from an emulator',
      { kind: 'answer', status: 400, body: '{"a":1}' },
      'TRANSPORT_REJECTED',
    ],
    ['unavailable', error('ServiceUnavailable'), 'TRANSPORT_UNREACHABLE'],
    ['request time-out', error('RequestTimeout'), 'TRANSPORT_UNREACHABLE'],
    ['internal failure', error('InternalFailure'), 'TRANSPORT_UNKNOWN_OUTCOME'],
    [
      'bad gateway',
      { kind: 'answer', status: 502, body: '<h1>Bad</h1>' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
    ['gateway time-out', { kind: 'answer', status: 504, body: '' }, 'TRANSPORT_UNKNOWN_OUTCOME'],
    [
      'a 200 without an id',
      { kind: 'answer', status: 200, body: '<x/>' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
    [
      'a 200 that is no XML',
      { kind: 'answer', status: 200, body: 'ok' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
    [
      'reset before reading',
      { kind: 'reset', when: 'before-accepting' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
    [
      'reset after accepting',
      { kind: 'reset', when: 'after-accepting' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
    [
      'closed without an answer',
      { kind: 'close', when: 'before-accepting' },
      'TRANSPORT_UNKNOWN_OUTCOME',
    ],
  ] satisfies [string, SesFault, string][])('%s', async (_what, fault, code) => {
    const { code: got, message } = await failure(fault)
    expect(got).toBe(code)
    expect(message).toMatch(/^ses: expected /)
    expect(fake.calls.length).toBe(1)
  })
})

test('says when to come back: soon for the rate, later for the daily quota', async () => {
  expect((await failure({ kind: 'throttle' })).retryAt).toEqual(new Date('2026-11-23T14:00:01Z'))
  expect((await failure({ kind: 'daily-quota' })).retryAt).toEqual(new Date('2026-11-23T14:30:00Z'))
  expect((await failure(error('InternalFailure'))).retryAt).toBeUndefined()
})

test('keeps addresses and bodies out of its errors, causes too', async () => {
  const thrown = await failure(error('MessageRejected', `${UNVERIFIED} EU: ${TO}`))
  expect(thrown.message).toBe(
    'ses: expected the mail to be accepted, got MessageRejected, HTTP 400, request fake-request',
  )
  expect(thrown.cause).toBeUndefined()
})

test('a hang that kept the mail is unknown, with one call and one mail', async () => {
  const thrown = await failure({ kind: 'hang', when: 'after-accepting' }, AbortSignal.timeout(200))
  expect(thrown.code).toBe('TRANSPORT_UNKNOWN_OUTCOME')
  expect(fake.calls.length).toBe(1)
  expect(fake.accepted(TO)).toHaveLength(1)
})

test('finds no host by that name: unreachable', async () => {
  const lost = ses({
    region: 'eu-west-1',
    endpoint: 'http://ses.invalid',
    credentials: CREDENTIALS,
  })
  await expect(lost.send(mail())).rejects.toMatchObject({ code: 'TRANSPORT_UNREACHABLE' })
  await lost.close()
})

test('lacks credentials: the circuit, not the mail', async () => {
  const credentials = () => {
    return Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }))
  }
  const anonymous = ses({ region: 'eu-west-1', endpoint: fake.url, credentials })
  await expect(anonymous.send(mail())).rejects.toMatchObject({
    code: 'TRANSPORT_CREDENTIALS',
    retry: 'circuit',
  })
  expect(fake.calls.length).toBe(0)
  await anonymous.close()
})

describe('the fake', () => {
  test('fails what fits until told otherwise, and works on after each fault', async () => {
    const stop = fake.faults.when((call) =>
      call.destinations.includes(TO) ? { kind: 'throttle' } : undefined,
    )
    await expect(transport.send(mail())).rejects.toMatchObject({ code: 'TRANSPORT_THROTTLED' })
    await expect(transport.send(mail())).rejects.toMatchObject({ code: 'TRANSPORT_THROTTLED' })
    stop()
    const waiting = fake.whenAccepted(1, TO)
    await transport.send(mail())
    expect(await waiting).toHaveLength(1)
    expect(fake.calls).toHaveLength(3)
  })

  test('accepts after a delay', async () => {
    fake.faults.next({ kind: 'slow', ms: 50 })
    await transport.send(mail())
    expect(fake.accepted()).toHaveLength(1)
  })
})

describe('the quota', () => {
  const QUOTA = { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: 120 }
  const ask = async (signal = AbortSignal.timeout(20_000), options: SesOptions = {}) => {
    const where = { region: 'eu-west-1', endpoint: fake.url, credentials: CREDENTIALS }
    const asked = ses({ ...where, ...options })
    try {
      return await asked.sendQuota?.(signal)
    } finally {
      await asked.close()
    }
  }

  test('leaves a part of the rate to others', async () => {
    fake.setQuota(QUOTA)
    const expected = { perDay: 50_000, sentInDay: 120 }
    expect(await ask()).toEqual({ ...expected, perSecond: 14 * 0.85 })
    expect(await ask(undefined, { rateShare: 0.5 })).toEqual({ ...expected, perSecond: 7 })
  })

  test('an account without a daily limit has none', async () => {
    fake.setQuota({ ...QUOTA, Max24HourSend: -1 })
    expect(await ask()).toMatchObject({ perDay: null })
  })

  test.each([
    ['denied', error('AccessDenied', 'User: arn:aws:iam::1:user/ada is not authorized')],
    ['hangs', { kind: 'hang', when: 'before-accepting' }],
  ] as const)('that is %s is the setting, or an error that names nobody', async (_, fault) => {
    fake.setQuota(fault)
    const soon = () => AbortSignal.timeout(300)
    expect(await ask(soon(), { fallbackRate: 14 })).toEqual({
      perSecond: 14,
      perDay: null,
      sentInDay: 0,
    })
    const failed = await ask(soon()).catch((thrown: unknown) => thrown)
    expect(failed).toMatchObject({ code: 'QUOTA_UNREADABLE' })
    expect(String(failed)).not.toContain('ada')
  })
})
