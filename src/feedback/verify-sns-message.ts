import { verify, type X509Certificate } from 'node:crypto'
import { AppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import type { FindCertificate } from './signing-certificates.ts'
import { type SnsMessage, stringToSign } from './sns-message.ts'
import { certificateUrl } from './sns-urls.ts'

/** SNS tries for an hour at most and keeps the time of the first try; clocks differ by minutes. */
const AGE_MS_MAX = 75 * 60_000
const AHEAD_MS_MAX = 15 * 60_000

const DIGESTS: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }

export interface SnsVerifierUses {
  /** ARNs of the topics whose messages count. */
  readonly topics: ReadonlySet<string>
  readonly findCertificate: FindCertificate
  readonly clock: Clock
}

/**
 * Rejects unless Amazon SNS signed `message` for one of our topics. The topic comes first: a valid
 * signature is had by every topic of every AWS account. Throws `FEEDBACK_TOPIC`, `SIGNATURE_MALFORMED`,
 * `SIGNATURE_TIMESTAMP`, `SIGNATURE_MISMATCH`, `FEEDBACK_CERTIFICATE`. The protocol:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html (2026-11).
 */
export async function verifySnsMessage(
  message: SnsMessage,
  { topics, findCertificate, clock }: SnsVerifierUses,
): Promise<void> {
  if (!topics.has(message.TopicArn)) {
    throw new AppError('FEEDBACK_TOPIC', 'sns: expected a listed topic, got another')
  }
  const url = certificateUrl(message.SigningCertURL, message.TopicArn)
  const now = clock.now().getTime()
  expectRecent(message.Timestamp, now)
  const digest = DIGESTS[message.SignatureVersion]
  if (digest === undefined) {
    throw new AppError('SIGNATURE_MALFORMED', 'sns: expected signature version 1 or 2, got another')
  }
  const certificate = await findCertificate(url)
  expectValid(certificate, now)
  const signature = Buffer.from(message.Signature, 'base64')
  const signed = Buffer.from(stringToSign(message), 'utf8')
  if (!verify(digest, signed, certificate.publicKey, signature)) {
    throw new AppError(
      'SIGNATURE_MISMATCH',
      'sns: expected the signature of the topic, got another',
    )
  }
}

function expectRecent(timestamp: string, now: number): void {
  const age = now - Date.parse(timestamp)
  if (age <= AGE_MS_MAX && age >= -AHEAD_MS_MAX) return
  throw new AppError('SIGNATURE_TIMESTAMP', 'sns: expected a message of the last hour, got another')
}

function expectValid({ publicKey, validFrom, validTo }: X509Certificate, now: number): void {
  const isValid = Date.parse(validFrom) <= now && now <= Date.parse(validTo)
  if (isValid && publicKey.asymmetricKeyType === 'rsa') return
  throw new AppError(
    'SIGNATURE_MISMATCH',
    'sns: expected an RSA certificate that is valid now, got another',
  )
}
