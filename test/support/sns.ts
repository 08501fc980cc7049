import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type SnsMessage, stringToSign } from '../../src/feedback/sns-message.ts'

export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:ses-feedback'
const HOST = 'https://sns.eu-west-1.amazonaws.com'
export const CERTIFICATE_URL = `${HOST}/SimpleNotificationService-${'0a'.repeat(16)}.pem`
export const SUBSCRIBE_URL = `${HOST}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=t1`

const SHA256_WITH_RSA = '06092a864886f70d01010b0500'

/** Signs as Amazon SNS does, by a key of its own. */
export interface SnsSigner {
  /** PEM, self-signed. */
  readonly certificate: string
  sign(fields: Partial<SnsMessage>, version?: '1' | '2'): SnsMessage
}

export function createSnsSigner(validity = { from: '20200101000000Z', to: '20990101000000Z' }) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const signer: SnsSigner = {
    certificate: selfSigned(publicKey, privateKey, validity),
    sign(fields, version = '2') {
      const message: SnsMessage = {
        Type: 'Notification',
        MessageId: '4f0c7e1e-0001',
        TopicArn: TOPIC,
        Message: '{}',
        Timestamp: new Date().toISOString(),
        SigningCertURL: CERTIFICATE_URL,
        Signature: '',
        SignatureVersion: version,
        ...fields,
      }
      const text = Buffer.from(stringToSign(message))
      const digest = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
      return { ...message, Signature: sign(digest, text, privateKey).toString('base64') }
    },
  }
  return signer
}

/** The smallest certificate that X.509 (RFC 5280, version 1) allows. */
function selfSigned(
  publicKey: KeyObject,
  privateKey: KeyObject,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const algorithm = der(0x30, Buffer.from(SHA256_WITH_RSA, 'hex'))
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('sns.test')))
  const name = der(0x30, der(0x31, commonName))
  const body = der(
    0x30,
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(0x30, der(0x18, Buffer.from(from)), der(0x18, Buffer.from(to))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('RSA-SHA256', body, privateKey)
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
