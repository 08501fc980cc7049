import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import {
  GetSendQuotaCommand,
  SendRawEmailCommand,
  SESClient,
  type SESClientConfig,
} from '@aws-sdk/client-ses'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { parseMailbox } from '../../src/core/address.ts'
import { AppError } from '../../src/core/app-error.ts'
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { SendQuota, Transport } from '../../src/core/transport.ts'
import { checkSes } from './ses/check-ses.ts'
import { classifySesError, describeSesFailure } from './ses/ses-errors.ts'

const CONNECT_TIMEOUT_MS = 3_000
/** Shorter than SES keeps an idle connection, so that a send never starts on a dead one. */
const IDLE_SOCKET_MS = 4_000

/** How to reach Amazon SES; what is left out, the AWS SDK finds in its usual places. */
export interface SesOptions {
  /** Default `AWS_REGION`. */
  readonly region?: string
  /** Default `AWS_ENDPOINT_URL_SES`, else the region's own. */
  readonly endpoint?: string
  /** Default: environment, shared files, the machine's role. */
  readonly credentials?: NonNullable<SESClientConfig['credentials']>
  /** Should require TLS and must not track clicks: a tracker would see reset links. `check` looks. */
  readonly configurationSet?: string
  /** Connections kept open; at least send rate × latency. Default 50. */
  readonly maxSockets?: number
  /**
   * The part of the account's sending rate that is used. Default 0.85: other senders of the account
   * have some, and clocks differ.
   */
  readonly rateShare?: number
  /** Mails a second while SES does not tell its rate: `ses:GetSendQuota` is denied, or hangs. */
  readonly fallbackRate?: number
  readonly clock?: Clock
}

const RATE_SHARE = 0.85
/** Questions may be repeated, unlike mails: SES takes one a second. */
const QUESTION_ATTEMPTS = 4
/** What `GetSendQuota` says of an account without a daily limit. */
const UNLIMITED = -1

/** Amazon SES by `SendRawEmail`. Errors: `TRANSPORT_*`, by the table in `ses/ses-errors.ts`. */
export function ses(options: SesOptions = {}): Transport {
  const { clock = systemClock, configurationSet } = options
  const client = createClient(options)
  return {
    id: 'ses',
    async send({ from, to, bytes, tags, signal }) {
      const { address } = parseMailbox(from)
      if (signal.aborted) {
        throw new AppError('TRANSPORT_UNREACHABLE', 'ses: expected time to send, got none left')
      }
      const command = new SendRawEmailCommand({
        Source: address,
        // Explicit, so that no header can add a recipient.
        Destinations: [to],
        RawMessage: { Data: bytes.reveal() },
        Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
      })
      try {
        const { MessageId } = await client.send(command, { abortSignal: signal })
        if (MessageId) return { id: MessageId }
      } catch (error) {
        throw classifySesError(error, { from: address, now: clock.now() })
      }
      throw new AppError('TRANSPORT_UNKNOWN_OUTCOME', 'ses: expected a message id, got none')
    },
    sendQuota: (signal) => readQuota(client, options, signal),
    async check(signal, mails = { senders: [], topics: [] }) {
      const asking = createClient(options, QUESTION_ATTEMPTS)
      try {
        return await checkSes({ client: asking, configurationSet, signal, clock, ...mails })
      } finally {
        asking.destroy()
      }
    },
    async close() {
      client.destroy()
    },
  }
}

async function readQuota(
  client: SESClient,
  { rateShare = RATE_SHARE, fallbackRate }: SesOptions,
  signal: AbortSignal,
): Promise<SendQuota> {
  let got = 'none'
  try {
    const quota = await client.send(new GetSendQuotaCommand({}), { abortSignal: signal })
    const { MaxSendRate: rate = 0, Max24HourSend: perDay = UNLIMITED } = quota
    if (rate > 0) {
      return {
        perSecond: rate * rateShare,
        perDay: perDay === UNLIMITED ? null : perDay,
        sentInDay: quota.SentLast24Hours ?? 0,
      }
    }
  } catch (error) {
    got = describeSesFailure(error)
  }
  if (fallbackRate !== undefined) return { perSecond: fallbackRate, perDay: null, sentInDay: 0 }
  throw new AppError('QUOTA_UNREADABLE', `ses: expected the sending rate, got ${got}`)
}

/** One attempt for mails: the SDK would send the same one again after a time-out, unseen by SES. */
function createClient(
  { region, endpoint, credentials, maxSockets = 50 }: SesOptions,
  maxAttempts = 1,
): SESClient {
  const pool = { keepAlive: true, maxSockets, timeout: IDLE_SOCKET_MS }
  return new SESClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts,
    requestHandler: new NodeHttpHandler({
      httpAgent: new HttpAgent(pool),
      httpsAgent: new HttpsAgent(pool),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      // How long a call may take is the caller's signal alone.
      requestTimeout: 0,
    }),
  })
}
