import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { AppError, toAppError } from '../src/core/app-error.ts'
import { addMs, type Clock } from '../src/core/clock.ts'
import type { Secret } from '../src/core/secret.ts'
import type { OutboundMail, Transport } from '../src/core/transport.ts'
import type { Sealer } from '../src/credentials/sealer.ts'
import type { Schema } from '../src/database/schema.ts'
import { BACKOFF_MS, EFFECT_TIMEOUT_MS, type Job } from '../src/jobs.ts'
import type { AttemptLog } from '../src/messages/attempt-log.ts'
import { contentContext } from '../src/messages/content-context.ts'
import type { MessageFacts } from '../src/messages/message-facts.ts'
import type {
  ClaimedMessage,
  MessageRow,
  MessageStore,
  UnsentState,
} from '../src/messages/message-store.ts'
import type { SendLedger } from '../src/messages/send-ledger.ts'
import type { SendPace } from '../src/messages/send-pace.ts'
import type { StepLog } from '../src/ops/step-log.ts'
import type { Circuits } from '../src/queue/circuits.ts'
import { decideFailure } from '../src/queue/failure.ts'
import type { FindSource } from '../src/sources.ts'
import { passCircuits, tellCircuits } from './send-email/pass-circuits.ts'

export interface SendEmailParts {
  readonly database: Kysely<Schema>
  readonly messages: MessageStore
  readonly sendLedger: SendLedger
  readonly attempts: AttemptLog
  readonly circuits: Circuits
  readonly pace: Pick<SendPace, 'awaitTurn'>
  readonly sealer: Sealer
  readonly transport: Transport
  readonly findSource: FindSource
  /** How long an unanswered send waits for feedback. */
  readonly unknown: { readonly afterMs: number }
  readonly clock: Clock
  readonly log: StepLog
}

/**
 * | state | what happens | next state |
 * | --- | --- | --- |
 * | `rendered`, or `unknown` past its window | taken, attempt recorded | `sending` |
 * | `sending` | the transport accepted | `accepted` |
 * | `sending` | refused for now, never reached, circuit | `rendered`, due later, same bytes |
 * | `sending` | may have been taken | `unknown`, due after the window (then see `upkeep`) |
 * | `sending` | refused for good, or no attempts left | `failed` |
 * | `sending` | address suppressed, credential ended meanwhile | `suppressed`, `expired`, `superseded` |
 */
export function createSendEmail(parts: SendEmailParts): (job: Job) => Promise<void> {
  return async (job) => {
    const claimed = await parts.messages.claimSendable(job)
    if (!claimed) return
    const { message } = claimed
    let attempt: Attempt | undefined
    try {
      attempt = await prepare(parts, claimed)
    } catch (error) {
      return settleFailure(parts, message, toAppError(error))
    }
    if (attempt) await send(parts, message, attempt)
  }
}

/** Everything that is known before the outside is touched. */
interface Attempt {
  readonly id: string
  /** Circuits that this send probes, and closes if it succeeds. */
  readonly probes: readonly string[]
  readonly bytes: Secret<Buffer>
  /** An earlier try may have been taken. */
  readonly mayBeTaken: OutboundMail['mayBeTaken']
  /** When the webhook came. */
  readonly receivedAt: Date
}

async function prepare(
  parts: SendEmailParts,
  { message, facts }: ClaimedMessage,
): Promise<Attempt | undefined> {
  // An unknown send is sent once more whatever its attempts; upkeep ends it after that.
  if (message.unknown_resends === 0 && message.attempts > BACKOFF_MS.sends.length) {
    throw new AppError('WORKER_LOST', 'send-email: expected an answer, got a lost worker each time')
  }
  const verdict = judgeSendable(facts, parts.clock.now())
  if (verdict) {
    const { state, cause } = verdict
    await parts.messages.settleUnsent(message, state, { code: state, cause })
    parts.log.message(message, state)
    return undefined
  }
  const probes = await passCircuits(parts, message)
  try {
    await parts.pace.awaitTurn(parts.transport.id)
    const content = message.content ?? Buffer.alloc(0)
    const bytes = parts.sealer.openBytes(content, contentContext(message.id))
    const mayBeTaken = await findUnknown(parts, message)
    const id = await parts.sendLedger.begin(message)
    return { id, probes, bytes, mayBeTaken, receivedAt: facts.event.receivedAt }
  } catch (error) {
    // Nothing was tried, so the next one may be the probe at once.
    await parts.circuits.release(probes)
    throw error
  }
}

async function findUnknown(
  { database, attempts }: SendEmailParts,
  { id, unknown_resends }: MessageRow,
): Promise<OutboundMail['mayBeTaken']> {
  if (unknown_resends === 0) return undefined
  return { via: await attempts.lastUnknown(database, id) }
}

async function send(parts: SendEmailParts, message: MessageRow, attempt: Attempt): Promise<void> {
  let acceptedId: string
  try {
    acceptedId = await callTransport(parts, message, attempt)
  } catch (error) {
    return settleFailure(parts, message, toAppError(error), attempt)
  }
  await recordAcceptance(parts, message, attempt, acceptedId)
  await parts.circuits.close(attempt.probes)
}

async function callTransport(
  { transport, findSource, clock }: SendEmailParts,
  message: MessageRow,
  attempt: Attempt,
): Promise<string> {
  const { from } = findSource(message.source).source
  // Another worker may hold the row once the claim is past; no mail may leave after that.
  if (message.claimed_until === null || clock.now() >= message.claimed_until) {
    throw new AppError(
      'CLAIM_LOST',
      'send-email: expected to send within the claim, got a late turn',
    )
  }
  try {
    const accepted = await transport.send({
      from,
      to: message.to_address,
      bytes: attempt.bytes,
      tags: {
        'doorkey-message': message.id,
        'doorkey-attempt': attempt.id,
        source: message.source,
      },
      signal: AbortSignal.timeout(EFFECT_TIMEOUT_MS),
      ...(attempt.mayBeTaken && { mayBeTaken: attempt.mayBeTaken }),
    })
    return accepted.id
  } catch (error) {
    if (error instanceof AppError) throw error
    // An error that the transport does not know may have come after the mail was taken.
    throw new AppError(
      'TRANSPORT_UNKNOWN_OUTCOME',
      `${transport.id}: expected an answer or a known error, got another`,
      { cause: error },
    )
  }
}

/** A reason not to send that arose since the message was planned. */
function judgeSendable(
  { credential, suppressed }: MessageFacts,
  now: Date,
): { readonly state: UnsentState; readonly cause: string } | undefined {
  if (suppressed !== undefined) return { state: 'suppressed', cause: suppressed }
  if (credential?.state === 'superseded') {
    return { state: 'superseded', cause: 'a newer credential exists' }
  }
  // A link that was used is spent, not expired: the mail about it still tells the truth.
  if (credential && credential.state !== 'used' && credential.expires_at <= now) {
    return { state: 'expired', cause: 'the credential expired before the mail could leave' }
  }
  return undefined
}

/** Waits before writing again what must not be forgotten; together far less than the claim. */
const RECORD_RETRIES_MS = [100, 500, 2_000, 5_000]

/**
 * An acceptance that is not recorded ends as `unknown` and the mail may go out twice, so a database
 * that is away for a moment is waited for.
 */
async function recordAcceptance(
  parts: SendEmailParts,
  message: MessageRow,
  attempt: Attempt,
  acceptedId: string,
): Promise<void> {
  for (const waitMs of RECORD_RETRIES_MS) {
    try {
      return await acceptOnce(parts, message, attempt, acceptedId)
    } catch (error) {
      parts.log.failure('send-email', toAppError(error), { message: message.id })
      await sleep(waitMs)
    }
  }
  return acceptOnce(parts, message, attempt, acceptedId)
}

async function acceptOnce(
  { sendLedger, clock, log }: SendEmailParts,
  message: MessageRow,
  attempt: Attempt,
  acceptedId: string,
): Promise<void> {
  await sendLedger.accept(message.id, attempt.id, acceptedId)
  log.accepted(message, (clock.now().getTime() - attempt.receivedAt.getTime()) / 1_000)
}

async function settleFailure(
  parts: SendEmailParts,
  message: MessageRow,
  error: AppError,
  attempt?: Attempt,
): Promise<void> {
  const { database, messages, attempts, log, clock } = parts
  log.failure('send-email', error, { message: message.id, source: message.source })
  const now = clock.now()
  const next = afterFailure(parts, message, error, now)
  await tellCircuits(parts, message, { error, ...next, probes: attempt?.probes ?? [] })
  const reason = { code: error.code, cause: error.message }
  // Together, or a crash in between would leave an unknown send that looks as if it never began.
  await database.transaction().execute(async (transaction) => {
    if (attempt) await attempts.fail(transaction, attempt.id, error)
    if (next.state === 'failed') {
      return messages.settleUnsent(message, 'failed', reason, transaction)
    }
    const { state, at, usesAttempt } = next
    return messages.putBack(message, { state, at, usesAttempt, reason }, transaction)
  })
  if (next.state !== 'rendered') log.message(message, next.state, { errorCode: error.code })
}

interface NextState {
  readonly state: 'rendered' | 'unknown' | 'failed'
  readonly at: Date
  readonly usesAttempt: boolean
  /** The circuit must be held too. */
  readonly hold?: 'wait' | 'circuit'
}

function afterFailure(
  { unknown }: SendEmailParts,
  message: MessageRow,
  error: AppError,
  now: Date,
): NextState {
  if (error.code === 'TRANSPORT_UNKNOWN_OUTCOME') {
    return { state: 'unknown', at: addMs(now, unknown.afterMs), usesAttempt: true }
  }
  if (error.code === 'CLAIM_LOST') return { state: 'rendered', at: now, usesAttempt: false }
  const decision = decideFailure('sends', error, message.attempts + 1, now)
  switch (decision.then) {
    case 'retry':
      return { state: 'rendered', at: decision.at, usesAttempt: true }
    case 'hold-back':
      return { state: 'rendered', at: decision.at, usesAttempt: false, hold: decision.kind }
    case 'fail':
      return { state: 'failed', at: now, usesAttempt: true }
  }
}
