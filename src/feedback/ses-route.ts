import type { FastifyInstance } from 'fastify'
import { AppError, toAppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { createFailureLimit, type FailureLimit } from '../http/failure-limit.ts'
import type { Metrics } from '../ops/metrics.ts'
import type { StepLog } from '../ops/step-log.ts'
import type { SettleFeedback } from './feedback-store.ts'
import { readSesFeedback, type SesFeedback } from './ses-feedback.ts'
import { createSigningCertificates, type FetchText } from './signing-certificates.ts'
import { readSnsMessage, type SnsMessage } from './sns-message.ts'
import { confirmationUrl } from './sns-urls.ts'
import { verifySnsMessage } from './verify-sns-message.ts'

/** SNS carries 256 KiB, which its JSON within JSON may nearly double. */
const BODY_BYTES_MAX = 512 * 1_024

/** Feedback without our tag may overtake our record of the SES id for as long as a claim lasts. */
const EARLY_MS = 2 * 60_000

export interface SesFeedbackParts {
  /** ARNs; from no other topic is anything taken. */
  readonly topics: readonly string[]
  /** Confirm a subscription of these topics by itself. */
  readonly confirm: boolean
  readonly fetchText: FetchText
  readonly settle: SettleFeedback
  readonly log: Pick<StepLog, 'message'>
  readonly metrics: Pick<Metrics, 'feedback'>
  readonly clock: Clock
}

/**
 * `POST /feedback/ses`, for Amazon SNS: 200 once what it says is in the ledger, or is not for us; 403
 * for a topic that is not listed, 401 for a signature, 503 for SNS to try again, 429 for a client that
 * keeps sending what is not of a listed topic. A message may come any number of times.
 */
export async function registerSesFeedback(
  app: FastifyInstance,
  parts: SesFeedbackParts,
): Promise<void> {
  const { clock, metrics } = parts
  const topics = new Set(parts.topics)
  const uses = { topics, findCertificate: createSigningCertificates(parts.fetchText), clock }
  const failures = createFailureLimit(clock)
  await app.register(async (scope) => {
    // SNS posts its JSON as text/plain.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    scope.post('/feedback/ses', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
      const { body } = request
      const message = await limited(failures, request.ip, async () => {
        const read = readSnsMessage(typeof body === 'string' ? body : '')
        await verifySnsMessage(read, uses)
        return read
      })
      const { kind, outcome } = await handle(parts, message)
      metrics.feedback(kind, outcome)
      Object.assign(request.logFields, { sns: message.MessageId, feedback: kind, outcome })
      return reply.send({ status: outcome })
    })
  })
}

/** Only what was refused counts and is answered so: a message that SNS signed always gets through. */
async function limited(
  failures: FailureLimit,
  clientIp: string,
  verify: () => Promise<SnsMessage>,
): Promise<SnsMessage> {
  try {
    return await verify()
  } catch (cause) {
    const { code } = toAppError(cause)
    const isRefused = ERROR_CODES[code].status < 500
    const retryAt = isRefused ? failures.record(clientIp) : undefined
    if (!retryAt) throw cause
    const message = `ses feedback: expected few refused messages of one client, got too many (${code})`
    throw new AppError('CLIENT_THROTTLED', message, { cause, retryAt })
  }
}

interface Handled {
  readonly kind: SesFeedback['kind'] | 'subscription' | 'unsubscription' | 'other'
  readonly outcome: 'settled' | 'unchanged' | 'unknown' | 'ignored' | 'confirmed'
}

async function handle(parts: SesFeedbackParts, message: SnsMessage): Promise<Handled> {
  switch (message.Type) {
    case 'SubscriptionConfirmation':
      return confirm(parts, message)
    case 'UnsubscribeConfirmation':
      return { kind: 'unsubscription', outcome: 'ignored' }
    case 'Notification': {
      const feedback = readSesFeedback(message.Message)
      return feedback ? settle(parts, feedback) : { kind: 'other', outcome: 'ignored' }
    }
  }
}

/** Visited only where an operator asked for it, and only at SNS itself. */
async function confirm(
  { confirm: confirms, fetchText }: SesFeedbackParts,
  { SubscribeURL = '', TopicArn }: SnsMessage,
): Promise<Handled> {
  const url = confirmationUrl(SubscribeURL, TopicArn)
  if (!confirms) return { kind: 'subscription', outcome: 'ignored' }
  await fetchText(url)
  return { kind: 'subscription', outcome: 'confirmed' }
}

async function settle(
  { settle: settleOne, log, clock }: SesFeedbackParts,
  feedback: SesFeedback,
): Promise<Handled> {
  const { kind } = feedback
  const settled = await settleOne(feedback)
  if (settled.outcome === 'unknown') expectOld(feedback, clock)
  if (settled.outcome === 'settled') {
    const { message, state } = settled
    if (state !== message.state) {
      log.message(message, state, { feedback: kind, ...(feedback.code && { code: feedback.code }) })
    }
  }
  return { kind, outcome: settled.outcome }
}

/** Whose mail it is may be recorded in a moment; later on it is somebody else's. */
function expectOld({ messageId, sentAt }: SesFeedback, clock: Clock): void {
  const isEarly = clock.now().getTime() - sentAt.getTime() < EARLY_MS
  if (messageId !== undefined || !isEarly) return
  throw new AppError('FEEDBACK_EARLY', 'ses feedback: expected a known mail, got one just sent')
}
