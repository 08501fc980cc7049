import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fallback } from '../../emails/transports/fallback.ts'
import { ses } from '../../emails/transports/ses.ts'
import { smtp } from '../../emails/transports/smtp.ts'
import { Secret } from '../../src/core/secret.ts'
import type { OutboundMail, Transport } from '../../src/core/transport.ts'
import { startFakeSes } from '../../src/testing/fake-ses.ts'
import { startSmtpServer } from '../support/smtp-server.ts'

/** A transport beside a receiver that can fail, with what the contract has to see of it. */
interface Harness {
  readonly transport: Transport
  /** The same transport, pointed at a port where nobody listens. */
  unreachable(port: number): Transport
  received(): readonly { readonly to: readonly string[]; readonly bytes: Buffer }[]
  calls(): number
  hangNext(): void
  loseNextAnswer(): void
  close(): Promise<void>
}

const HARNESSES: Readonly<Record<string, () => Promise<Harness>>> = {
  fallback: fallbackHarness,
  ses: sesHarness,
  smtp: smtpHarness,
}

const IDS = readdirSync(new URL('../../emails/transports/', import.meta.url))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))

const BYTES = Buffer.from(
  'From: a@acme.test\r\nTo: ada@example.com\r\n\r\nä\0 body\r\n.\r\n',
  'latin1',
)

function mail(overrides: Partial<OutboundMail> = {}): OutboundMail {
  return {
    from: 'Acme <no-reply@acme.test>',
    to: 'ada@example.com',
    bytes: new Secret(BYTES),
    tags: { message: 'msg_1', attempt: 'att_1' },
    signal: AbortSignal.timeout(20_000),
    ...overrides,
  }
}

test('every transport file has a harness here', () => {
  expect(IDS.length).toBeGreaterThanOrEqual(3)
  expect(Object.keys(HARNESSES).toSorted()).toEqual(IDS.toSorted())
})

describe.each(Object.entries(HARNESSES))('%s', (id, createHarness) => {
  let harness: Harness
  beforeAll(async () => {
    harness = await createHarness()
  })
  afterAll(() => harness.close())

  test('bears the name of its file', () => {
    expect(harness.transport.id).toBe(id)
  })

  test('hands over the same bytes to one recipient and gives the receiver’s id', async () => {
    const before = harness.received().length
    const { id: accepted } = await harness.transport.send(mail())
    expect(accepted).not.toBe('')
    expect(harness.received().slice(before)).toEqual([{ to: ['ada@example.com'], bytes: BYTES }])
  })

  test('gives each mail its own id', async () => {
    const sent = await Promise.all(Array.from({ length: 20 }, () => harness.transport.send(mail())))
    expect(new Set(sent.map((answer) => answer.id)).size).toBe(20)
  })

  test('ends a hung call at the deadline as unknown, after one call', async () => {
    const before = harness.calls()
    harness.hangNext()
    const sending = harness.transport.send(mail({ signal: AbortSignal.timeout(150) }))
    await expect(sending).rejects.toMatchObject({
      code: 'TRANSPORT_UNKNOWN_OUTCOME',
      retry: 'unknown',
    })
    expect(harness.calls() - before).toBe(1)
  })

  test('calls a lost answer unknown, and does not send again by itself', async () => {
    const [calls, received] = [harness.calls(), harness.received().length]
    harness.loseNextAnswer()
    await expect(harness.transport.send(mail())).rejects.toMatchObject({
      code: 'TRANSPORT_UNKNOWN_OUTCOME',
    })
    expect(harness.calls() - calls).toBe(1)
    expect(harness.received().length - received).toBe(1)
  })

  test('says that it cannot be reached where nobody listens', async () => {
    const transport = harness.unreachable(await freePort())
    await expect(transport.send(mail())).rejects.toMatchObject({
      code: 'TRANSPORT_UNREACHABLE',
      retry: 'backoff',
    })
    await transport.close()
  })

  test('sends nothing once its deadline has passed', async () => {
    const before = harness.calls()
    const sending = harness.transport.send(mail({ signal: AbortSignal.abort() }))
    await expect(sending).rejects.toMatchObject({ retry: 'backoff' })
    expect(harness.calls()).toBe(before)
  })
})

async function sesHarness(): Promise<Harness> {
  const fake = await startFakeSes()
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const options = { region: 'eu-west-1', credentials }
  const transport = ses({ ...options, endpoint: fake.url })
  return {
    transport,
    unreachable: (port) => ses({ ...options, endpoint: `http://127.0.0.1:${port}` }),
    received: () => fake.mails.map(({ destinations, raw }) => ({ to: destinations, bytes: raw })),
    calls: () => fake.calls.length,
    hangNext: () => fake.faults.next({ kind: 'hang', when: 'before-accepting' }),
    loseNextAnswer: () => fake.faults.next({ kind: 'reset', when: 'after-accepting' }),
    async close() {
      await transport.close()
      await fake.close()
    },
  }
}

async function smtpHarness(): Promise<Harness> {
  const server = await startSmtpServer()
  const byPort = (port: number) => smtp({ host: '127.0.0.1', port, tls: 'none' })
  const transport = byPort(server.port)
  return {
    transport,
    unreachable: byPort,
    received: () => server.mails.map(({ recipients, raw }) => ({ to: recipients, bytes: raw })),
    calls: () => server.mails.length,
    hangNext: () => server.failNext('dot', { kind: 'hang' }),
    loseNextAnswer: () => server.failNext('dot', { kind: 'reset' }),
    async close() {
      await transport.close()
      await server.close()
    },
  }
}

/** A pair whose first sends; what it may have taken must not reach the second. */
async function fallbackHarness(): Promise<Harness> {
  const [first, second] = await Promise.all([sesHarness(), smtpHarness()])
  return {
    transport: fallback({ primary: first.transport, secondary: second.transport }),
    unreachable: (port) => {
      return fallback({ primary: first.unreachable(port), secondary: second.unreachable(port) })
    },
    received: () => [...first.received(), ...second.received()],
    calls: () => first.calls() + second.calls(),
    hangNext: first.hangNext,
    loseNextAnswer: first.loseNextAnswer,
    async close() {
      await first.close()
      await second.close()
    },
  }
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 1
      server.close(() => resolve(port))
    })
  })
}
