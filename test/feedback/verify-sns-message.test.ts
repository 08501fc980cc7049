import { beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { createSigningCertificates } from '../../src/feedback/signing-certificates.ts'
import { readSnsMessage, type SnsMessage, stringToSign } from '../../src/feedback/sns-message.ts'
import { confirmationUrl } from '../../src/feedback/sns-urls.ts'
import { verifySnsMessage } from '../../src/feedback/verify-sns-message.ts'
import {
  CERTIFICATE_URL,
  createSnsSigner,
  SUBSCRIBE_URL,
  TOPIC,
} from '../../src/testing/sns-signer.ts'

const signer = createSnsSigner()
const HASH = '0a'.repeat(16)

let fetched: string[]
beforeEach(() => {
  fetched = []
})

function verifierOf(certificate = signer.certificate) {
  const findCertificate = createSigningCertificates(async (url) => {
    fetched.push(url)
    return certificate
  })
  return (message: SnsMessage) =>
    verifySnsMessage(message, { topics: new Set([TOPIC]), findCertificate, clock: systemClock })
}

describe('a message', () => {
  it.each(['1', '2'] as const)('signed by version %s passes, of each type', async (version) => {
    const verify = verifierOf()
    const confirmation = { SubscribeURL: SUBSCRIBE_URL, Token: 't1' }
    await verify(signer.sign({ Subject: 'Hello' }, version))
    await verify(signer.sign({}, version))
    await verify(signer.sign({ Type: 'SubscriptionConfirmation', ...confirmation }, version))
    await verify(signer.sign({ Type: 'UnsubscribeConfirmation', ...confirmation }, version))
    expect(fetched).toEqual([CERTIFICATE_URL])
  })

  it('is signed line by line in the documented order, the last line ended', () => {
    const message = signer.sign({ Subject: 's', Message: 'm', MessageId: 'i', Timestamp: 't' })
    const end = `Timestamp\nt\nTopicArn\n${TOPIC}\nType\nNotification\n`
    expect(stringToSign(message)).toBe(`Message\nm\nMessageId\ni\nSubject\ns\n${end}`)
    const confirmation = { ...message, Type: 'SubscriptionConfirmation', Token: 'k' } as const
    expect(stringToSign({ ...confirmation, SubscribeURL: 'u' })).toBe(
      `Message\nm\nMessageId\ni\nSubscribeURL\nu\nTimestamp\nt\nToken\nk\nTopicArn\n${TOPIC}\nType\nSubscriptionConfirmation\n`,
    )
  })

  it.each(['Message', 'MessageId', 'Subject'] as const)(
    'changed in %s after signing is refused',
    async (field) => {
      const message = { ...signer.sign({ Subject: 'Hello' }), [field]: 'changed' }
      await expect(verifierOf()(message)).rejects.toMatchObject({ code: 'SIGNATURE_MISMATCH' })
    },
  )

  it('of another topic is refused before anything is fetched, however well signed', async () => {
    const message = signer.sign({ TopicArn: `${TOPIC}-of-a-stranger` })
    await expect(verifierOf()(message)).rejects.toMatchObject({ code: 'FEEDBACK_TOPIC' })
    expect(fetched).toEqual([])
  })

  it.each([
    `http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${HASH}.pem`,
    `https://s3.amazonaws.com/SimpleNotificationService-${HASH}.pem`,
    `https://sns.us-east-1.amazonaws.com/SimpleNotificationService-${HASH}.pem`,
    `https://sns.eu-west-1.amazonaws.com.evil.test/SimpleNotificationService-${HASH}.pem`,
    `https://sns.eu-west-1.amazonaws.com.cn/SimpleNotificationService-${HASH}.pem`,
    `https://sns.eu-west-1.amazonaws.com:443/SimpleNotificationService-${HASH}.pem`,
    `https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-${HASH}.pem`,
    `https://me@sns.eu-west-1.amazonaws.com/SimpleNotificationService-${HASH}.pem`,
    `https://sns.eu-west-1.amazonaws.com@evil.test/SimpleNotificationService-${HASH}.pem`,
    `${CERTIFICATE_URL}?a=b`,
    `${CERTIFICATE_URL}#a`,
    `https://sns.eu-west-1.amazonaws.com/x/../SimpleNotificationService-${HASH}.pem`,
    'https://sns.eu-west-1.amazonaws.com/other.pem',
    'nonsense',
  ])('whose certificate is at %s is refused, and nothing is fetched', async (url) => {
    const message = signer.sign({ SigningCertURL: url })
    await expect(verifierOf()(message)).rejects.toMatchObject({ code: 'SIGNATURE_MALFORMED' })
    expect(fetched).toEqual([])
  })

  it.each([-76 * 60_000, 16 * 60_000])('%i ms from now is refused', async (offset) => {
    const message = signer.sign({ Timestamp: new Date(Date.now() + offset).toISOString() })
    await expect(verifierOf()(message)).rejects.toMatchObject({ code: 'SIGNATURE_TIMESTAMP' })
  })

  it('of an unknown signature version or without a readable time is refused', async () => {
    const verify = verifierOf()
    const version = { ...signer.sign({}), SignatureVersion: '3' }
    await expect(verify(version)).rejects.toMatchObject({ code: 'SIGNATURE_MALFORMED' })
    const timeless = signer.sign({ Timestamp: 'yesterday' })
    await expect(verify(timeless)).rejects.toMatchObject({ code: 'SIGNATURE_TIMESTAMP' })
  })

  it('without its envelope is refused: raw delivery has no signature', () => {
    for (const body of ['{"eventType":"Delivery"}', 'plain text', '[]']) {
      expect(() => readSnsMessage(body)).toThrow('expected an SNS message')
    }
  })
})

describe('a certificate', () => {
  it.each([
    { validFrom: '20200101000000Z', validTo: '20210101000000Z' },
    { validFrom: '20980101000000Z', validTo: '20990101000000Z' },
  ])('that is valid from $validFrom to $validTo vouches for nothing', async (validity) => {
    const other = createSnsSigner(validity)
    const verified = verifierOf(other.certificate)(other.sign({}))
    await expect(verified).rejects.toMatchObject({ code: 'SIGNATURE_MISMATCH' })
  })

  it('of another key vouches for nothing', async () => {
    const verified = verifierOf(createSnsSigner().certificate)(signer.sign({}))
    await expect(verified).rejects.toMatchObject({ code: 'SIGNATURE_MISMATCH' })
  })

  it('is fetched once for twenty messages at once', async () => {
    const verify = verifierOf()
    await Promise.all(Array.from({ length: 20 }, () => verify(signer.sign({}))))
    expect(fetched).toHaveLength(1)
  })

  it('that could not be had is asked for again with the next message', async () => {
    let tries = 0
    const find = createSigningCertificates(async () => {
      tries += 1
      return tries === 1 ? 'no certificate' : signer.certificate
    })
    await expect(find(CERTIFICATE_URL)).rejects.toMatchObject({ code: 'FEEDBACK_CERTIFICATE' })
    expect((await find(CERTIFICATE_URL)).subject).toBe('CN=sns.amazonaws.com')
    expect(tries).toBe(2)
  })
})

describe('the URL of a confirmation', () => {
  it('is visited at Amazon SNS in the region of the topic only', () => {
    expect(new URL(confirmationUrl(SUBSCRIBE_URL, TOPIC)).host).toBe('sns.eu-west-1.amazonaws.com')
    const wrong = [
      SUBSCRIBE_URL.replace('sns.eu', 'sns.evil.eu'),
      SUBSCRIBE_URL.replace('https', 'http'),
      SUBSCRIBE_URL.replace('.com/', '.com:8080/'),
      SUBSCRIBE_URL.replace('https://', 'https://169.254.169.254@'),
      SUBSCRIBE_URL.replace('ConfirmSubscription', 'Unsubscribe'),
      SUBSCRIBE_URL.replace(TOPIC, `${TOPIC}x`),
      'http://169.254.169.254/',
    ]
    for (const url of wrong) expect(() => confirmationUrl(url, TOPIC)).toThrow('another URL')
  })
})
