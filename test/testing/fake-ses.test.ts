import {
  GetAccountSendingEnabledCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SendEmailCommand,
  SendRawEmailCommand,
  SESClient,
} from '@aws-sdk/client-ses'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeSes, startFakeSes } from '../../src/testing/fake-ses.ts'
import { SES_ERRORS, type SesFault } from '../../src/testing/ses-fault.ts'

const TO = 'ada@example.com'
const NOW = new Date('2026-11-24T08:00:00Z')

let fake: FakeSes
let client: SESClient
beforeAll(async () => {
  fake = await startFakeSes({ clock: { now: () => NOW } })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  client = new SESClient({ region: 'eu-west-1', endpoint: fake.url, credentials, maxAttempts: 1 })
})
beforeEach(() => fake.reset())
afterAll(async () => {
  client.destroy()
  await fake.close()
})

const send = (to = TO, abortSignal = AbortSignal.timeout(20_000)) =>
  client.send(
    new SendRawEmailCommand({
      Source: 'no-reply@acme.test',
      Destinations: [to, 'second@example.com'],
      RawMessage: { Data: Buffer.from(`To: ${to}\r\nSubject: Hi\r\n\r\nä\0 body\r\n`, 'latin1') },
      Tags: [
        { Name: 'one', Value: '1' },
        { Name: 'two', Value: '2' },
      ],
      ConfigurationSetName: 'credentials',
    }),
    { abortSignal },
  )

const failureOf = (sending: Promise<unknown>) =>
  sending.then(
    () => undefined,
    (error: unknown) => error,
  )

describe("to the AWS SDK's own client", () => {
  it('takes a mail with its exact bytes, recipients, tags and configuration set', async () => {
    const { MessageId } = await send()
    expect(MessageId).toMatch(/^0102[\w-]{36}-000000$/)
    expect(fake.mails).toEqual([
      {
        id: MessageId,
        acceptedAt: NOW,
        source: 'no-reply@acme.test',
        destinations: [TO, 'second@example.com'],
        tags: { one: '1', two: '2' },
        configurationSet: 'credentials',
        raw: Buffer.from(`To: ${TO}\r\nSubject: Hi\r\n\r\nä\0 body\r\n`, 'latin1'),
        subject: 'Hi',
        text: expect.stringContaining(' body\n'),
        html: '',
      },
    ])
  })

  it('tells the quota that was set', async () => {
    const quota = { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: 12 }
    fake.setQuota(quota)
    expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject(quota)
    fake.reset()
    const ample = await client.send(new GetSendQuotaCommand({}))
    expect(ample).toMatchObject({ Max24HourSend: -1, MaxSendRate: 10_000 })
    fake.setQuota({ kind: 'error', code: 'AccessDenied' })
    expect(await failureOf(client.send(new GetSendQuotaCommand({})))).toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('tells whether sending is enabled, and refuses mails while it is not', async () => {
    const ask = () => client.send(new GetAccountSendingEnabledCommand({}))
    expect(await ask()).toMatchObject({ Enabled: true })
    fake.setSendingEnabled(false)
    expect(await ask()).toMatchObject({ Enabled: false })
    expect(await failureOf(send())).toMatchObject({ name: 'AccountSendingPausedException' })
    expect(fake.mails).toEqual([])
  })

  it('says InvalidAction to whatever else is asked, however long it is', async () => {
    const Text = { Data: 'x'.repeat(10_000) }
    const mail = new SendEmailCommand({
      Source: 'no-reply@acme.test',
      Destination: { ToAddresses: [TO] },
      Message: { Subject: { Data: 'Hi' }, Body: { Text } },
    })
    const refused = [client.send(mail), client.send(new ListIdentitiesCommand({}))]
    for (const failure of await Promise.all(refused.map(failureOf))) {
      expect(failure).toMatchObject({ name: 'InvalidAction', $fault: 'client' })
    }
    expect(fake.calls).toEqual([])
  })

  it.each(Object.entries(SES_ERRORS))(
    '%s has its name and status',
    async (code, [status, text]) => {
      fake.faults.next({ kind: 'error', code })
      const failure = await failureOf(send())
      const name = `${code.replace(/Exception$/, '')}(?:Exception)?`
      expect(failure).toMatchObject({
        name: expect.stringMatching(new RegExp(`^${name}$`)),
        message: text,
        $metadata: { httpStatusCode: status, requestId: 'fake-request' },
      })
      expect(fake.calls).toHaveLength(1)
      expect(fake.mails).toEqual([])
    },
  )

  it.each([
    [{ kind: 'throttle' }, 'Maximum sending rate exceeded.'],
    [{ kind: 'daily-quota' }, 'Daily message quota exceeded.'],
  ] satisfies [SesFault, string][])(
    '$kind is Throttling, in words of its own',
    async (fault, message) => {
      fake.faults.next(fault)
      expect(await failureOf(send())).toMatchObject({ name: 'Throttling', message })
    },
  )

  it.each(['reset', 'close', 'hang'] as const)(
    '%s keeps the mail or not, as told',
    async (kind) => {
      const when = ['before-accepting', 'after-accepting'] as const
      for (const [kept, moment] of when.entries()) {
        fake.reset()
        fake.faults.next({ kind, when: moment })
        const soon = AbortSignal.timeout(kind === 'hang' ? 200 : 20_000)
        const name = { reset: 'TimeoutError', close: 'TimeoutError', hang: 'AbortError' }[kind]
        expect(await failureOf(send(TO, soon))).toMatchObject({ name })
        expect(fake.calls).toHaveLength(1)
        expect(fake.mails).toHaveLength(kept)
      }
    },
  )

  it('slow answers in the end; an answer of any kind is passed on', async () => {
    fake.faults.next({ kind: 'slow', ms: 30 }, { kind: 'answer', status: 502, body: '<p>' })
    expect((await send()).MessageId).toBe(fake.mails[0]?.id)
    expect(await failureOf(send())).toMatchObject({ $metadata: { httpStatusCode: 502 } })
    expect(fake.mails).toHaveLength(1)
  })

  it('stopped is not there, and comes back on the same port with what it had', async () => {
    await send()
    fake.faults.next({ kind: 'hang', when: 'before-accepting' })
    const cut = failureOf(send())
    await expect.poll(() => fake.calls.length).toBe(2)
    await fake.stop()
    expect(await cut).toMatchObject({ code: 'ECONNRESET' })
    expect(await failureOf(send())).toMatchObject({ code: 'ECONNREFUSED' })
    await fake.restart()
    await send()
    expect(fake.mails).toHaveLength(2)
  })
})

describe('faults', () => {
  const codes = async (...tos: readonly string[]) => {
    const failures: unknown[] = []
    for (const to of tos) failures.push(await failureOf(send(to)))
    return failures.map((failure) => (failure instanceof Error ? failure.name : 'sent'))
  }
  const error = (code: string): SesFault => ({ kind: 'error', code })

  it('next are spent in order, before any rule', async () => {
    const stop = fake.faults.always(error('RequestExpired'))
    fake.faults.next(error('OptInRequired'), error('ExpiredToken'))
    expect(await codes(TO, TO, TO)).toEqual(['OptInRequired', 'ExpiredToken', 'RequestExpired'])
    stop()
    expect(await codes(TO)).toEqual(['sent'])
  })

  it('when asks about each call, the oldest rule first', async () => {
    const isAda = (to: readonly string[]) => to.includes(TO)
    const stop = fake.faults.when(({ destinations }) =>
      isAda(destinations) ? error('OptInRequired') : undefined,
    )
    fake.faults.when(({ tags }) => (tags['one'] === '1' ? error('ExpiredToken') : undefined))
    expect(await codes(TO, 'bob@example.com')).toEqual(['OptInRequired', 'ExpiredToken'])
    stop()
    expect(await codes(TO)).toEqual(['ExpiredToken'])
    fake.reset()
    expect(await codes(TO)).toEqual(['sent'])
  })
})
