import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ses } from '../../../../emails/transports/ses.ts'
import { ERROR_CODES } from '../../../../src/core/error-codes.ts'
import {
  type FakeSes,
  type SesConfigurationSet,
  type SesIdentity,
  startFakeSes,
} from '../../../../src/testing/fake-ses.ts'

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:ses-feedback'
const OTHER_TOPIC = 'arn:aws:sns:eu-west-1:123456789012:marketing'
const ADDRESS = 'no-reply@mail.acme.example'
const FROM = `Acme <${ADDRESS}>`
const EVENTS = ['bounce', 'complaint', 'delivery', 'send', 'reject']
const DENIED = { kind: 'error', code: 'AccessDenied', message: `${ADDRESS} may not` } as const

let fake: FakeSes
beforeAll(async () => {
  fake = await startFakeSes()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

interface Asked {
  readonly configurationSet?: string
  readonly senders?: readonly string[]
  readonly topics?: readonly string[]
  readonly signal?: AbortSignal
}

async function check({ senders = [FROM], topics = [TOPIC], ...more }: Asked = {}) {
  const { configurationSet, signal = AbortSignal.timeout(20_000) } = more
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const named = configurationSet === undefined ? {} : { configurationSet }
  const transport = ses({ region: 'eu-west-1', endpoint: fake.url, credentials, ...named })
  try {
    const findings = (await transport.check?.(signal, { senders, topics })) ?? []
    expect(fake.calls).toEqual([])
    for (const { detail } of findings) expect(detail).not.toContain(ADDRESS)
    const helpless = findings.filter(({ status, remedy = '' }) => status !== 'ok' && remedy === '')
    expect(helpless).toEqual([])
    return findings
  } finally {
    await transport.close()
  }
}

type Asking = Parameters<typeof check>[0]
const about = async (what: string, asked?: Asking) =>
  (await check(asked)).filter((finding) => finding.check === what)

test('an account in order is said to be so, and is sent no mail', async () => {
  fake.setIdentity('acme.example', {})
  fake.setConfigurationSet('credentials', { destinations: [{ topic: TOPIC, events: EVENTS }] })
  expect(await check({ configurationSet: 'credentials' })).toEqual([
    { check: 'account', status: 'ok', detail: 'ses: the account may send in this region' },
    {
      check: 'sender',
      status: 'ok',
      from: FROM,
      detail: 'ses: acme.example is verified, mails are signed by DKIM',
    },
    {
      check: 'configuration-set',
      status: 'ok',
      detail: 'ses: credentials requires TLS and tracks nobody',
    },
    {
      check: 'feedback',
      status: 'ok',
      detail: 'ses: credentials tells Doorkey what becomes of mails',
    },
  ])
})

test('a paused account is a failure', async () => {
  fake.setSendingEnabled(false)
  expect(await about('account')).toMatchObject([
    { status: 'failed', remedy: expect.stringContaining('resume sending') },
  ])
})

describe('a sender', () => {
  test.each([
    [ADDRESS, 'its own address'],
    ['mail.acme.example', 'mail.acme.example'],
    ['acme.example', 'acme.example'],
  ])('is verified by any of its identities, here %s', async (identity, label) => {
    fake.setIdentity(identity, {})
    expect(await about('sender')).toMatchObject([
      { status: 'ok', detail: `ses: ${label} is verified, mails are signed by DKIM` },
    ])
  })

  test('is not verified by a top-level domain, nor by another’s', async () => {
    fake.setIdentity('example', {})
    fake.setIdentity('other.example', {})
    expect(await about('sender')).toMatchObject([
      {
        status: 'failed',
        detail: 'ses: neither the address nor mail.acme.example is an identity in this region',
        remedy: ERROR_CODES.TRANSPORT_SENDER.remedy,
      },
    ])
  })

  test.each([
    [{ verification: 'Pending' }, 'failed', 'is not verified: Pending'],
    [{ verification: 'Failed' }, 'failed', 'is not verified: Failed'],
    [{ verification: 'TemporaryFailure' }, 'warning', 'is not verified: TemporaryFailure'],
    [{ dkim: 'off' }, 'warning', 'is verified, but DKIM is off'],
    [{ dkim: 'Pending' }, 'warning', 'is verified, but DKIM is Pending'],
    [mailFrom('Pending', 'RejectMessage'), 'failed', 'is Pending: SES refuses its mails'],
    [mailFrom('Failed', 'UseDefaultValue'), 'warning', 'is Failed: SES uses its own domain'],
    [mailFrom('Success', 'RejectMessage'), 'ok', 'is verified, mails are signed by DKIM'],
  ] satisfies [SesIdentity, string, string][])(
    'that is %j: %s',
    async (identity, status, detail) => {
      fake.setIdentity('acme.example', identity)
      expect(await about('sender')).toMatchObject([
        { status, from: FROM, detail: expect.stringContaining(detail) },
      ])
    },
  )

  test('is told of on its own, and once however often it is used', async () => {
    fake.setIdentity('acme.example', {})
    const senders = [FROM, 'x@nowhere.example', FROM]
    const found = await about('sender', { senders })
    expect(found.map(({ from, status }) => [from, status])).toEqual([
      ['x@nowhere.example', 'failed'],
      [FROM, 'ok'],
    ])
  })
})

describe('a configuration set', () => {
  const name = 'credentials'
  const told = { topic: TOPIC, events: EVENTS }

  test.each([
    [{ isSending: false }, 'failed', 'has its sending paused'],
    [{ requiresTls: false }, 'warning', 'does not require TLS'],
    [{ destinations: [{ events: ['click'] }] }, 'failed', 'tracks clicks'],
    [{ destinations: [{ events: ['open'] }] }, 'warning', 'tracks opens'],
    [{ destinations: [{ events: ['click'], isEnabled: false }] }, 'ok', 'tracks nobody'],
    [{ redirectDomain: 'go.acme.example' }, 'warning', 'has a redirect domain'],
  ] satisfies [SesConfigurationSet, string, string][])(
    'that is %j: %s',
    async (set, status, detail) => {
      fake.setConfigurationSet(name, set)
      expect(await about('configuration-set', { configurationSet: name })).toMatchObject([
        { status, detail: expect.stringContaining(`ses: ${name} `) },
      ])
      const [found] = await about('configuration-set', { configurationSet: name })
      expect(found?.detail).toContain(detail)
    },
  )

  test('with several faults is told all of them', async () => {
    fake.setConfigurationSet(name, { requiresTls: false, isSending: false })
    const found = await about('configuration-set', { configurationSet: name })
    expect(found.map(({ status }) => status)).toEqual(['failed', 'warning'])
  })

  test('that is not there is a failure, and one that is not named a warning', async () => {
    expect(await about('configuration-set', { configurationSet: 'absent' })).toMatchObject([
      { status: 'failed', detail: expect.stringContaining('there is no configuration set absent') },
    ])
    expect(await about('configuration-set')).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('without TLS') },
    ])
  })

  test.each([
    ['no destination', [], 'tells no SNS topic'],
    ['one without a topic', [{ events: EVENTS }], 'tells no SNS topic'],
    ['one that is off', [{ ...told, isEnabled: false }], 'tells no SNS topic'],
    ['another’s topic', [{ ...told, topic: OTHER_TOPIC }], `tells only ${OTHER_TOPIC}`],
    [
      'some events only',
      [{ topic: TOPIC, events: ['bounce', 'delivery'] }],
      'does not tell Doorkey of: complaint, send, reject',
    ],
  ])('with %s: Doorkey is not told', async (_, destinations, detail) => {
    fake.setConfigurationSet(name, { destinations })
    expect(await about('feedback', { configurationSet: name })).toMatchObject([
      { status: 'warning', detail: expect.stringContaining(detail) },
    ])
  })

  test('may tell in parts, by several destinations', async () => {
    const destinations = [
      { topic: TOPIC, events: ['bounce', 'complaint', 'send'] },
      { topic: TOPIC, events: ['delivery', 'reject'] },
    ]
    fake.setConfigurationSet(name, { destinations })
    expect(await about('feedback', { configurationSet: name })).toMatchObject([{ status: 'ok' }])
  })
})

describe('without a configuration set', () => {
  test.each([
    [{ bounce: TOPIC, complaint: TOPIC, delivery: TOPIC }, 'ok', 'without tags'],
    [{ bounce: TOPIC, complaint: OTHER_TOPIC }, 'warning', 'of: complaints, deliveries'],
    [{}, 'warning', 'of: bounces, complaints, deliveries'],
  ])('an identity that tells %j: %s', async (topics, status, detail) => {
    fake.setIdentity('acme.example', { topics })
    expect(await about('feedback')).toMatchObject([
      { status, from: FROM, detail: expect.stringContaining(detail) },
    ])
  })

  test('the most particular verified identity tells, as SES does it', async () => {
    fake.setIdentity('acme.example', {})
    fake.setIdentity(ADDRESS, { topics: { bounce: TOPIC, complaint: TOPIC, delivery: TOPIC } })
    expect(await about('feedback')).toMatchObject([{ status: 'ok' }])
  })
})

describe('what SES does not tell', () => {
  const QUESTIONS = [
    ['GetAccountSendingEnabled', 'account', {}],
    ['GetIdentityVerificationAttributes', 'sender', {}],
    ['GetIdentityDkimAttributes', 'sender', {}],
    ['GetIdentityMailFromDomainAttributes', 'sender', {}],
    ['GetIdentityNotificationAttributes', 'feedback', {}],
    ['DescribeConfigurationSet', 'configuration-set', { configurationSet: 'credentials' }],
  ] as const

  test.each(QUESTIONS)(
    '%s denied is a warning that names the right',
    async (action, what, asked) => {
      fake.setIdentity('acme.example', {})
      fake.failQuestion(action, DENIED)
      const found = await check(asked)
      expect(found.filter(({ detail }) => detail.includes('unknown'))).toMatchObject([
        {
          check: what,
          status: 'warning',
          detail: expect.stringMatching(/^ses: unknown .+: the key may not ask$/),
          remedy: expect.stringContaining(`\`ses:${action}\``),
        },
      ])
      expect(found.filter(({ status }) => status === 'failed')).toEqual([])
    },
  )

  test('all denied is no failure', async () => {
    for (const [action] of QUESTIONS) fake.failQuestion(action, DENIED)
    const found = await check()
    expect(found.map(({ check: what, status }) => [what, status])).toEqual([
      ['account', 'warning'],
      ['sender', 'warning'],
      ['configuration-set', 'warning'],
    ])
  })

  test('an emulator that knows no such question is no failure', async () => {
    fake.failQuestion('GetAccountSendingEnabled', { kind: 'error', code: 'InvalidAction' })
    expect(await about('account')).toMatchObject([
      { status: 'skipped', detail: expect.stringContaining('so it is no Amazon SES') },
    ])
  })

  test('an error of a new name is no failure', async () => {
    fake.failQuestion('GetAccountSendingEnabled', { kind: 'error', code: 'SomethingNew' })
    expect(await about('account')).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('got SomethingNew, HTTP 400') },
    ])
  })

  test('a question that hangs ends at the deadline, and no other is asked', async () => {
    fake.setIdentity('acme.example', {})
    fake.failQuestion('GetIdentityVerificationAttributes', {
      kind: 'hang',
      when: 'before-accepting',
    })
    const signal = AbortSignal.timeout(500)
    const found = await check({ configurationSet: 'absent', signal })
    expect(found.map(({ status, detail }) => [status, detail.split(': ').at(-1)])).toEqual([
      ['ok', 'the account may send in this region'],
      ['warning', 'no answer in time'],
      ['warning', 'not asked, since the question before had no answer'],
    ])
  })

  test('credentials that are refused end the check', async () => {
    fake.failQuestion('GetAccountSendingEnabled', { kind: 'error', code: 'InvalidClientTokenId' })
    await expect(check()).rejects.toMatchObject({ code: 'TRANSPORT_CREDENTIALS' })
  })
})

function mailFrom(status: string, onFailure: 'RejectMessage' | 'UseDefaultValue'): SesIdentity {
  return { mailFrom: { domain: 'bounce.acme.example', status, onFailure } }
}
