import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'

const Envelope = Type.Object({
  Type: Type.Union([
    Type.Literal('Notification'),
    Type.Literal('SubscriptionConfirmation'),
    Type.Literal('UnsubscribeConfirmation'),
  ]),
  MessageId: Type.String({ minLength: 1 }),
  TopicArn: Type.String({ minLength: 1 }),
  Subject: Type.Optional(Type.String()),
  Message: Type.String(),
  Timestamp: Type.String(),
  SignatureVersion: Type.String(),
  Signature: Type.String({ minLength: 1 }),
  SigningCertURL: Type.String({ minLength: 1 }),
  SubscribeURL: Type.Optional(Type.String()),
  Token: Type.Optional(Type.String()),
})

const envelope = Compile(Envelope)

/** What Amazon SNS posts, in its own names; nothing in it is to be trusted before it is verified. */
export type SnsMessage = Readonly<Static<typeof Envelope>>

/**
 * Reads the body of a request. Throws `BODY_INVALID`, also for raw message delivery, which leaves
 * the envelope out and with it the signature.
 */
export function readSnsMessage(body: string): SnsMessage {
  const message = parseJson(body)
  if (envelope.Check(message)) return message
  throw new AppError('BODY_INVALID', 'sns: expected an SNS message, got something else')
}

const NOTIFICATION_KEYS = [
  'Message',
  'MessageId',
  'Subject',
  'Timestamp',
  'TopicArn',
  'Type',
] as const
const CONFIRMATION_KEYS = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const

/** What the signature covers: each key and value that is there on a line, the last one ended too. */
export function stringToSign(message: SnsMessage): string {
  const keys = message.Type === 'Notification' ? NOTIFICATION_KEYS : CONFIRMATION_KEYS
  return keys
    .flatMap((key) => {
      const value = message[key]
      return value === undefined ? [] : [`${key}\n${value}\n`]
    })
    .join('')
}

/** The value in `text`, or `undefined` where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
