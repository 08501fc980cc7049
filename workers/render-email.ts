import { type Emails, isTemplateId } from '../emails/load-emails.ts'
import { AppError, toAppError } from '../src/core/app-error.ts'
import type { Clock } from '../src/core/clock.ts'
import type { CredentialStore } from '../src/credentials/credential-store.ts'
import { sealForNewToken } from '../src/credentials/reveal-seal.ts'
import type { Sealer } from '../src/credentials/sealer.ts'
import { BACKOFF_MS, type Job } from '../src/jobs.ts'
import { contentContext } from '../src/messages/content-context.ts'
import type { ClaimedMessage, MessageRow, MessageStore } from '../src/messages/message-store.ts'
import type { StepLog } from '../src/ops/step-log.ts'
import { decideFailure } from '../src/queue/failure.ts'
import type { FindSource } from '../src/sources.ts'
import { mailRequest } from './render-email/mail-request.ts'

export interface RenderEmailParts {
  readonly messages: MessageStore
  readonly credentials: CredentialStore
  readonly sealer: Sealer
  readonly emails: Pick<Emails, 'render'>
  readonly findSource: FindSource
  /** Links in mails begin with it. */
  readonly publicUrl: string
  readonly enqueueSend: (job: Job) => Promise<unknown>
  readonly clock: Clock
  readonly log: StepLog
}

/**
 * | state | what happens | next state |
 * | --- | --- | --- |
 * | `planned` | rendered once; the exact bytes are sealed and kept for every send | `rendered` |
 * | `planned` | its credential has ended meanwhile | `superseded`, `expired` |
 * | `planned` | a value that no mail can show, or no attempts left | `failed` |
 */
export function createRenderEmail(parts: RenderEmailParts): (job: Job) => Promise<void> {
  return async (job) => {
    const claimed = await parts.messages.claimPlanned(job)
    if (!claimed) return
    const { message } = claimed
    try {
      await render(parts, claimed)
    } catch (error) {
      await settleFailure(parts, message, toAppError(error))
    }
  }
}

async function render(parts: RenderEmailParts, { message, facts }: ClaimedMessage): Promise<void> {
  const { messages, credentials, sealer, emails, findSource, publicUrl, clock, log } = parts
  if (message.attempts > BACKOFF_MS.renders.length) {
    throw new AppError(
      'WORKER_LOST',
      'render-email: expected a result, got a lost worker each time',
    )
  }
  const { template } = message
  if (!isTemplateId(template)) {
    throw new AppError('MAIL_INVALID', `render-email: expected a known template, got ${template}`)
  }
  const { credential } = facts
  if (credential?.state === 'superseded' || credential?.state === 'expired') {
    const cause = 'its credential ended before the mail was rendered'
    await messages.settleUnsent(message, credential.state, { code: credential.state, cause })
    return log.message(message, credential.state)
  }
  const secret = credential && needsSecret(template) ? credentials.open(credential) : undefined
  // Such a mail carries no password, only the token that opens it.
  const reveal =
    credential && secret && template === 'reveal-link'
      ? sealForNewToken(sealer, credential.id, secret)
      : undefined
  const request = mailRequest({
    message,
    template,
    facts,
    secret: reveal?.token ?? secret,
    source: findSource(message.source).source,
    publicUrl,
    now: clock.now(),
  })
  const { bytes } = await emails.render(request)
  const job = await messages.markRendered(
    message,
    sealer.sealBytes(bytes, contentContext(message.id)),
    reveal?.sealed,
  )
  if (!job) return
  log.message(message, 'rendered', { template, locale: message.locale })
  await parts.enqueueSend(job)
}

/** A mail about a change says that it happened, not with what. */
function needsSecret(template: string): boolean {
  return template !== 'password-changed'
}

async function settleFailure(
  { messages, clock, log }: RenderEmailParts,
  message: MessageRow,
  error: AppError,
): Promise<void> {
  log.failure('render-email', error, { message: message.id, source: message.source })
  const now = clock.now()
  const reason = { code: error.code, cause: error.message }
  const decision = decideFailure('renders', error, message.attempts + 1, now)
  if (decision.then === 'fail') {
    await messages.settleUnsent(message, 'failed', reason)
    return log.message(message, 'failed', { errorCode: error.code })
  }
  const usesAttempt = decision.then === 'retry'
  return messages.putBack(message, { state: 'planned', at: decision.at, usesAttempt, reason })
}
