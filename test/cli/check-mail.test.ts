import { afterAll, beforeAll, expect, test } from 'vitest'
import { fallback } from '../../emails/transports/fallback.ts'
import { ses } from '../../emails/transports/ses.ts'
import { smtp } from '../../emails/transports/smtp.ts'
import { checkMail } from '../../src/cli/doctor/check-mail.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Transport } from '../../src/core/transport.ts'
import { startFakeSes } from '../../src/testing/fake-ses.ts'
import { testSource } from '../support/sources.ts'
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts'

let relay: SmtpServer
beforeAll(async () => {
  relay = await startSmtpServer()
})
afterAll(() => relay.close())

const byRelay = () => {
  const login = { user: 'doorkey', password: new Secret('c4nary') }
  return smtp({ host: '127.0.0.1', port: relay.port, tls: 'none', ...login })
}

async function findingsOf(transport: Transport) {
  const feedback = { topics: [], confirm: false }
  const findings = await checkMail({ sources: new Map(), transport, feedback })
  await transport.close()
  const of = (check: string) => findings.find((finding) => finding.check === check)
  return { transport: of('transport'), feedback: of('feedback') }
}

test('a relay that takes the login is in order, and is sent no mail', async () => {
  expect(await findingsOf(byRelay())).toEqual({
    transport: {
      check: 'transport',
      status: 'ok',
      detail: 'smtp answers and takes the credentials',
    },
    feedback: {
      check: 'feedback',
      status: 'skipped',
      detail: 'SMTP tells of no bounces: mails end accepted',
    },
  })
  expect(relay.connections()).toBe(1)
  expect(relay.mails).toEqual([])
})

test('a relay that refuses the login is a failure with a remedy, also as one of a pair', async () => {
  for (const transport of [byRelay(), fallback({ primary: byRelay(), secondary: byRelay() })]) {
    relay.failNext('auth', { kind: 'reply', text: '535 5.7.8 doorkey is unknown here' })
    const { transport: finding } = await findingsOf(transport)
    expect(finding).toMatchObject({
      status: 'failed',
      detail:
        '(TRANSPORT_CREDENTIALS) smtp: expected the mail to be accepted, got 535 5.7.8 at login',
      remedy: expect.stringContaining('SMTP credentials'),
    })
  }
})

test('what SES says of a sender is a finding of each source that has it', async () => {
  const fake = await startFakeSes()
  fake.setIdentity('acme.test', {})
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const transport = ses({ region: 'eu-west-1', endpoint: fake.url, credentials })
  const sources = new Map(
    [
      testSource(),
      testSource({ name: 'other', from: 'x@other.test' }),
      testSource({ name: 'twin' }),
    ].map((source) => [source.name, source]),
  )
  const feedback = { topics: [], confirm: false }
  const findings = await checkMail({ sources, transport, feedback })
  await transport.close()
  await fake.close()
  expect(findings.map(({ source, check, status }) => [source, check, status])).toEqual([
    [undefined, 'templates', 'ok'],
    [undefined, 'transport', 'ok'],
    [undefined, 'account', 'ok'],
    ['other', 'sender', 'failed'],
    ['acme', 'sender', 'ok'],
    ['twin', 'sender', 'ok'],
    [undefined, 'configuration-set', 'warning'],
    [undefined, 'feedback', 'warning'],
  ])
})

test('refused credentials of SES are one failure', async () => {
  const fake = await startFakeSes()
  fake.failQuestion('GetAccountSendingEnabled', { kind: 'error', code: 'SignatureDoesNotMatch' })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const transport = ses({ region: 'eu-west-1', endpoint: fake.url, credentials })
  const { transport: finding } = await findingsOf(transport)
  await fake.close()
  expect(finding).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining('(TRANSPORT_CREDENTIALS)'),
    remedy: expect.stringContaining('Renew the AWS'),
  })
})
