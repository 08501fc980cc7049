import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { readSesFeedback } from '../../src/feedback/ses-feedback.ts'
import { createSigningCertificates } from '../../src/feedback/signing-certificates.ts'
import { readSnsMessage, type SnsMessage } from '../../src/feedback/sns-message.ts'
import { verifySnsMessage } from '../../src/feedback/verify-sns-message.ts'
import { type FakeSes, startFakeSes } from '../../src/testing/fake-ses.ts'
import { listenOnLoopback, type LoopbackServer } from '../../src/testing/loopback-server.ts'
import type { SesEvent } from '../../src/testing/ses-event.ts'
import { CERTIFICATE_URL, SUBSCRIBE_URL } from '../../src/testing/sns-signer.ts'

const FETCH_TEXT = fileURLToPath(new URL('../../src/feedback/fetch-text.ts', import.meta.url))
const MAIL = {
  id: 'ses-1',
  tags: { 'doorkey-message': 'msg_1', 'doorkey-attempt': 'att_1' },
  acceptedAt: new Date('2026-11-24T08:00:00Z'),
}

let fake: FakeSes
let receiver: LoopbackServer
let url: string
const posts: { readonly type: string | undefined; readonly message: SnsMessage }[] = []
beforeAll(async () => {
  fake = await startFakeSes()
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.push({ type: request.headers['content-type'], message: readSnsMessage(body) })
      response.writeHead(202).end(`${posts.length}`)
    })
  })
  receiver = await listenOnLoopback(server)
  url = `http://127.0.0.1:${receiver.port}/feedback/ses`
})
beforeEach(() => {
  posts.length = 0
  fake.reset()
})
afterAll(async () => {
  await receiver.stop()
  await fake.close()
})

/** By the product's own verifier, which fetches the certificate where the message says. */
const verify = (message: SnsMessage) => {
  const findCertificate = createSigningCertificates(fake.sns.fetchText)
  const topics = new Set([fake.sns.topic])
  return verifySnsMessage(message, { topics, findCertificate, clock: systemClock })
}

const EVENTS: readonly (readonly [SesEvent, kind: string, code: string | null])[] = [
  [{ type: 'Send', mail: MAIL }, 'sent', null],
  [{ type: 'Delivery', mail: MAIL }, 'delivered', null],
  [{ type: 'DeliveryDelay', mail: MAIL }, 'delayed', 'delivery_delayed'],
  [{ type: 'Bounce', mail: MAIL, bounceType: 'Permanent' }, 'bounced', 'bounce_permanent'],
  [{ type: 'Bounce', mail: MAIL, bounceType: 'Transient' }, 'bounced', 'bounce_general'],
  [{ type: 'Complaint', mail: MAIL }, 'complained', 'recipient_complained'],
  [{ type: 'Reject', mail: MAIL }, 'rejected', 'TRANSPORT_REJECTED'],
]

describe('feedback', () => {
  it.each(['1', '2'] as const)('signed by version %s is what Doorkey verifies', async (version) => {
    const events = EVENTS.map(([event]) => event)
    const answers = await fake.feedback(url, events, { signatureVersion: version })
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      events.map((_, index) => [202, `${index + 1}`]),
    )
    expect(posts).toHaveLength(EVENTS.length)
    for (const { type, message } of posts) {
      expect(type).toBe('text/plain; charset=UTF-8')
      expect(message.SignatureVersion).toBe(version)
      await verify(message)
      const changed = { ...message, MessageId: 'another' }
      await expect(verify(changed)).rejects.toMatchObject({ code: 'SIGNATURE_MISMATCH' })
    }
  })

  it.each(['1', '2'] as const)('asks to confirm a subscription by version %s', async (version) => {
    const confirmation = { SubscribeURL: SUBSCRIBE_URL, Token: 't1', Subject: 'not signed' }
    const asked = fake.sns.sign({ Type: 'SubscriptionConfirmation', ...confirmation }, version)
    await verify(asked)
    expect(fake.sns.visits).toEqual([CERTIFICATE_URL])
  })

  it('of a configuration set says what was told, with the tags', async () => {
    await fake.feedback(
      url,
      EVENTS.map(([event]) => event),
    )
    const { id: sesId, acceptedAt: sentAt } = MAIL
    const ids = { sesId, sentAt, messageId: 'msg_1', attemptId: 'att_1' }
    expect(posts.map(({ message }) => readSesFeedback(message.Message))).toMatchObject(
      EVENTS.map(([, kind, code]) => ({ kind, code, ...ids })),
    )
  })

  it('of an identity has no tags, and knows nothing of sends', async () => {
    await fake.feedback(url, [{ type: 'Delivery', mail: MAIL }], { shape: 'identity' })
    expect(readSesFeedback(posts[0]?.message.Message ?? '')).toMatchObject({
      kind: 'delivered',
      sesId: 'ses-1',
      messageId: undefined,
    })
    const sent = fake.feedback(url, [{ type: 'Send', mail: MAIL }], { shape: 'identity' })
    await expect(sent).rejects.toThrow('expected what an identity tells of, got Send')
    expect(posts).toHaveLength(1)
  })

  it('comes several times under one id, and in the other order, where told so', async () => {
    const events: readonly SesEvent[] = [
      { type: 'Send', mail: MAIL },
      { type: 'Delivery', mail: MAIL },
    ]
    await fake.feedback(url, events, { copies: 2, order: 'reversed' })
    const kinds = posts.map(({ message }) => readSesFeedback(message.Message)?.kind)
    expect(kinds).toEqual(['delivered', 'delivered', 'sent', 'sent'])
    expect(new Set(posts.map(({ message }) => message.MessageId)).size).toBe(2)
  })
})

describe('the environment', () => {
  it('lets another process fetch from SNS by TLS, and reach no other host', async () => {
    const environment = await fake.sns.environment()
    const own = await fetchElsewhere(environment, CERTIFICATE_URL)
    expect(own).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
    expect(own).toBe(await fake.sns.fetchText(CERTIFICATE_URL))
    expect(await fetchElsewhere(environment, 'https://sns.us-east-1.amazonaws.com/')).toBe('')
    const distrusting = { ...environment, NODE_EXTRA_CA_CERTS: '' }
    expect(await fetchElsewhere(distrusting, CERTIFICATE_URL)).toBe('')
    expect(fake.sns.visits).toEqual([CERTIFICATE_URL, CERTIFICATE_URL])
  })

  it('leaves nothing behind', async () => {
    const other = await startFakeSes()
    const { NODE_EXTRA_CA_CERTS: file = '' } = await other.sns.environment()
    expect(existsSync(file)).toBe(true)
    await other.close()
    expect(existsSync(file)).toBe(false)
  })
})

/** What the product's own fetch gives in a process of its own; nothing where it is refused. */
function fetchElsewhere(environment: Readonly<Record<string, string>>, from: string) {
  const code = `import { fetchText } from ${JSON.stringify(FETCH_TEXT)}
    process.stdout.write(await fetchText(${JSON.stringify(from)}).catch(() => ''))`
  return new Promise<string>((resolve) => {
    const args = ['--input-type=module', '--eval', code]
    execFile(process.execPath, args, { env: { ...environment } }, (_, out) => resolve(out))
  })
}
