import { randomUUID, sign } from 'node:crypto'
import { type Clock, systemClock } from '../core/clock.ts'
import { createSelfSigned } from './self-signed.ts'

/** The topic where no other is named. */
export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:ses-feedback'
export const CERTIFICATE_URL = certificateUrlOf(TOPIC)
export const SUBSCRIBE_URL = `https://${snsHostOf(TOPIC)}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=t1`

/** Where Amazon SNS is in the region of a topic. */
export function snsHostOf(topic: string): string {
  return `sns.${topic.split(':')[3]}.amazonaws.com`
}

/** Where the certificate is that signs the messages of a topic. */
export function certificateUrlOf(topic: string): string {
  return `https://${snsHostOf(topic)}/SimpleNotificationService-${'0a'.repeat(16)}.pem`
}

/** What Amazon SNS posts, in its own names. */
export interface SnsEnvelope {
  readonly Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  readonly MessageId: string
  readonly TopicArn: string
  readonly Subject?: string
  readonly Message: string
  readonly Timestamp: string
  readonly SignatureVersion: string
  readonly Signature: string
  readonly SigningCertURL: string
  readonly SubscribeURL?: string
  readonly Token?: string
}

/** 1 is RSA with SHA-1, 2 with SHA-256. */
export type SnsSignatureVersion = '1' | '2'

/** Signs as Amazon SNS does, by a key of its own. */
export interface SnsSigner {
  /** PEM, self-signed; what is to be had at `certificateUrlOf(topic)`. */
  readonly certificate: string
  /** A message of the topic with these fields. Version 2 by default. */
  sign(fields: Partial<SnsEnvelope>, version?: SnsSignatureVersion): SnsEnvelope
}

export function createSnsSigner({
  clock = systemClock,
  topic = TOPIC,
  ...validity
}: {
  readonly clock?: Clock
  readonly topic?: string
  readonly validFrom?: string
  readonly validTo?: string
} = {}): SnsSigner {
  const { certificate, privateKey } = createSelfSigned({ host: 'sns.amazonaws.com', ...validity })
  return {
    certificate,
    sign(fields, version = '2') {
      const message: SnsEnvelope = {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: topic,
        Message: '{}',
        Timestamp: clock.now().toISOString(),
        SigningCertURL: certificateUrlOf(topic),
        Signature: '',
        SignatureVersion: version,
        ...fields,
      }
      const digest = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
      const signature = sign(digest, Buffer.from(signedText(message)), privateKey)
      return { ...message, Signature: signature.toString('base64') }
    },
  }
}

/** Written out here once more: shared with the verifier, a mistake in it would verify itself. */
function signedText(message: SnsEnvelope): string {
  const { Message, MessageId, Subject, SubscribeURL, Timestamp, Token, TopicArn, Type } = message
  const lines =
    Type === 'Notification'
      ? { Message, MessageId, Subject, Timestamp, TopicArn, Type }
      : { Message, MessageId, SubscribeURL, Timestamp, Token, TopicArn, Type }
  return Object.entries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}\n${value}\n`)
    .join('')
}
