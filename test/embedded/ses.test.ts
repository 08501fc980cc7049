import { networkInterfaces } from 'node:os'
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ses as sesTransport } from '../../emails/transports/ses.ts'
import { type EmbeddedSes, startEmbeddedSes } from '../../src/embedded/ses.ts'

const MAIL = [
  'From: Doorkey <no-reply@doorkey.example>',
  'To: Ada <ada@example.com>',
  'Subject: =?utf-8?B?R3LDvMOfZQ==?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'in words',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>in a page</p>',
  '--b--',
  '',
].join('\r\n')

describe('startEmbeddedSes', () => {
  let ses: EmbeddedSes

  beforeEach(async () => {
    ses = await startEmbeddedSes()
  })
  afterEach(() => ses.stop())

  it('takes a mail from the AWS SDK and shows it in the inbox, saying nothing', async () => {
    const spy = vi.spyOn(console, 'log')
    const client = new SESClient({
      endpoint: ses.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    })
    const sent = await client.send(
      new SendRawEmailCommand({
        Destinations: ['ada@example.com'],
        RawMessage: { Data: Buffer.from(MAIL) },
      }),
    )
    client.destroy()
    const mail = (await ses.inbox()).find(({ id }) => id === sent.MessageId)
    expect(mail).toMatchObject({ subject: 'Grüße', html: expect.stringContaining('in a page') })
    expect(mail?.to).toContain('ada@example.com')
    expect(mail?.text.trim()).toBe('in words')
    expect(spy).not.toHaveBeenCalled()
  })

  it('tells a rate, as SES does', async () => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
    const transport = sesTransport({ endpoint: ses.endpoint, region: 'eu-west-1', credentials })
    const quota = await transport.sendQuota?.(AbortSignal.timeout(10_000))
    await transport.close()
    expect(quota).toEqual({ perSecond: 850, perDay: null, sentInDay: 0 })
  })

  it('says that it knows no other question, rather than nothing', async () => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
    const transport = sesTransport({ endpoint: ses.endpoint, region: 'eu-west-1', credentials })
    const mails = { senders: ['no-reply@acme.example'], topics: [] }
    const found = (await transport.check?.(AbortSignal.timeout(10_000), mails)) ?? []
    await transport.close()
    expect(found.map(({ check, status }) => [check, status])).toEqual([
      ['account', 'skipped'],
      ['sender', 'skipped'],
      ['configuration-set', 'warning'],
    ])
  })

  it('has a viewer', async () => {
    const response = await fetch(ses.viewerUrl)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(await response.text()).toContain('<html')
  })

  it('listens on the loopback address only', async () => {
    const { port } = new URL(ses.endpoint)
    expect(ses.endpoint).toBe(`http://127.0.0.1:${port}`)
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
      .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))
    // 127.0.0.2 is there on any Linux, so the loop is never empty.
    for (const host of ['127.0.0.2', ...others]) {
      await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow('fetch failed')
    }
  })

  it('says that its port is taken', async () => {
    const port = Number(new URL(ses.endpoint).port)
    await expect(startEmbeddedSes({ port })).rejects.toEqual(
      expect.objectContaining({ code: 'EMBEDDED_FAILED' }),
    )
  })
})
