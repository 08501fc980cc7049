import type { Clock } from '../core/clock.ts'
import { eventJson, type FeedbackShape, type SesEvent } from './ses-event.ts'
import { type SnsHost, startSnsHost } from './sns-host.ts'
import {
  certificateUrlOf,
  createSnsSigner,
  snsHostOf,
  type SnsEnvelope,
  type SnsSignatureVersion,
  type SnsSigner,
} from './sns-signer.ts'

const POST_TIMEOUT_MS = 30_000

/** How feedback is sent. */
export interface FeedbackOptions {
  /** Default `configuration-set`. */
  readonly shape?: FeedbackShape
  /** Default `2`. */
  readonly signatureVersion?: SnsSignatureVersion
  /** How often each message is posted, under the same id. Default 1. */
  readonly copies?: number
  /** Default `given`. */
  readonly order?: 'given' | 'reversed'
}

/** What Doorkey answered to one post. */
export interface FeedbackAnswer {
  readonly status: number
  readonly body: string
}

/** Amazon SNS with one topic. Its certificate is made at the first use. */
export interface FakeSns {
  /** To be listed in `feedback.topics`. */
  readonly topic: string
  readonly sign: SnsSigner['sign']
  /** Posts one message as it is. */
  post(url: string, message: SnsEnvelope): Promise<FeedbackAnswer>
  /** Signs and posts one message for each event, one after the other; gives the answers in order. */
  feedback(
    url: string,
    events: readonly SesEvent[],
    options?: FeedbackOptions,
  ): Promise<readonly FeedbackAnswer[]>
  /** What SNS serves at a URL of its own, for a Doorkey within the test's process. */
  fetchText(url: string): Promise<string>
  /** URLs that were fetched, oldest first. */
  readonly visits: readonly string[]
  /**
   * Variables for a Doorkey in another process: with them Node asks a proxy of ours for SNS, by TLS,
   * and trusts its certificate. Nothing of Doorkey's own checks is switched off. No other host can be
   * reached through that proxy.
   */
  environment(): Promise<Readonly<Record<string, string>>>
  /** Forgets the visits. */
  reset(): void
  close(): Promise<void>
}

export function createFakeSns(topic: string, clock: Clock): FakeSns {
  const hostName = snsHostOf(topic)
  const visits: string[] = []
  let signer: SnsSigner | undefined
  let host: Promise<SnsHost> | undefined
  // A pair of keys costs a tenth of a second, which most tests need not spend.
  const ownSigner = () => (signer ??= createSnsSigner({ clock, topic }))
  const sign: SnsSigner['sign'] = (fields, version) => ownSigner().sign(fields, version)
  const fetchText = async (url: string) => {
    visits.push(url)
    if (url === certificateUrlOf(topic)) return ownSigner().certificate
    if (new URL(url).host === hostName) return '<ConfirmSubscriptionResponse/>'
    throw new Error('fake SNS: expected a URL of its own, got another')
  }
  return {
    topic,
    sign,
    post,
    async feedback(url, events, options = {}) {
      const { shape = 'configuration-set', signatureVersion, copies = 1, order } = options
      const answers: FeedbackAnswer[] = []
      for (const event of order === 'reversed' ? events.toReversed() : events) {
        const message = sign({ Message: eventJson(event, shape) }, signatureVersion)
        for (let copy = 0; copy < copies; copy += 1) answers.push(await post(url, message))
      }
      return answers
    },
    fetchText,
    visits,
    async environment() {
      host ??= startSnsHost(hostName, fetchText)
      return (await host).environment
    },
    reset: () => void visits.splice(0),
    async close() {
      await (await host)?.close()
    },
  }
}

async function post(url: string, message: SnsEnvelope): Promise<FeedbackAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': message.Type,
      'x-amz-sns-message-id': message.MessageId,
      'x-amz-sns-topic-arn': message.TopicArn,
    },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(POST_TIMEOUT_MS),
  })
  return { status: response.status, body: await response.text() }
}
