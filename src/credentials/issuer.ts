import type { Kysely } from 'kysely'
import { AppError, toAppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import type { Schema } from '../database/schema.ts'
import { supersededBy } from '../events/eligibility.ts'
import type { EventRow } from '../events/event-store.ts'
import { EFFECT_TIMEOUT_MS, type Job } from '../jobs.ts'
import type { AttemptLog } from '../messages/attempt-log.ts'
import type { MessagePlan } from '../messages/plan-message.ts'
import type { Circuits } from '../queue/circuits.ts'
import type { RunningSource } from '../sources.ts'
import type { CredentialRow, CredentialStore, NewCredential } from './credential-store.ts'
import type { IssueLedger } from './issue-ledger.ts'
import { ownWords } from './policy.ts'
import { openProviderReset } from './provider-reset.ts'
import { createPageToken, RESET_LINK_TTL_MS } from './page-link.ts'
import type { Sealer } from './sealer.ts'

/** A provider's own link or code, where it names no end. */
const PROVIDER_RESET_TTL_MS = 60 * 60_000

/** An event that passed every check, with what the caller already knows about its user. */
export interface IssueRequest {
  readonly event: EventRow
  readonly userId: string
  readonly running: RunningSource
  /** The user's credentials, this event's own included when a try went before. */
  readonly credentials: readonly CredentialRow[]
  readonly toAddress: string
  readonly locale: MessagePlan['locale']
}

/** Makes an event's one credential. The caller holds the user's lease. */
export interface Issuer {
  /**
   * Generates, seals and commits; then tells the directory; then, in one statement, records the
   * outcome, supersedes what is older, plans the mail and ends the event. A second call after a
   * failure sets the same password again. Gives the job for `renders`. Throws `DIRECTORY_*`,
   * `CIRCUIT_OPEN`, `CLAIM_LOST`.
   */
  issue(request: IssueRequest): Promise<Job>
}

export interface IssuerParts {
  readonly database: Kysely<Schema>
  readonly credentials: CredentialStore
  readonly issueLedger: IssueLedger
  readonly attempts: AttemptLog
  readonly circuits: Circuits
  readonly sealer: Sealer
  readonly clock: Clock
}

export function createIssuer(parts: IssuerParts): Issuer {
  return {
    async issue(request) {
      if (request.event.type === 'user.created') return issuePassword(parts, request)
      return request.event.provider_reset === null
        ? issueResetLink(parts, request)
        : passOnProviderReset(parts, request)
    },
  }
}

async function issuePassword(parts: IssuerParts, request: IssueRequest): Promise<Job> {
  const { event, running } = request
  const key = `directory:${event.source}` as const
  const passage = await parts.circuits.enter(key)
  if (!passage.open) {
    throw new AppError('CIRCUIT_OPEN', `${key}: waiting after ${passage.code}`, {
      retryAt: passage.until,
    })
  }
  const { credential, attemptId } = await commitBeforeEffect(parts, request)
  try {
    expectClaimToLast(event, parts.clock)
    await running.directory.setPassword(
      directoryUser(request),
      parts.credentials.open(credential),
      {
        mustChange: credential.must_change,
        expiresAt: credential.expiry_enforced ? credential.expires_at : null,
        chosenByUser: false,
        mayReplaceChosen: false,
        signal: AbortSignal.timeout(EFFECT_TIMEOUT_MS),
      },
    )
  } catch (error) {
    await parts.attempts.fail(parts.database, attemptId, toAppError(error))
    throw error
  }
  if (passage.probe) await parts.circuits.close(key)
  return finish(parts, request, { credential, attemptId, template: 'password-issued' })
}

/** The credential that an earlier try of `event` made. One that failed is made anew. */
export function ownCredential(
  event: EventRow,
  credentials: readonly CredentialRow[],
): CredentialRow | undefined {
  return credentials.find(({ event_id, state }) => event_id === event.id && state !== 'failed')
}

/** Another worker may hold the user once the claim is past; no password may be set after that. */
function expectClaimToLast(event: EventRow, clock: Clock): void {
  const until = event.claimed_until
  if (until === null || addMs(clock.now(), EFFECT_TIMEOUT_MS) > until) {
    throw new AppError('CLAIM_LOST', 'issuer: expected time to set a password, got a late turn')
  }
}

/** The password is sealed and the attempt recorded before the directory hears of it. */
async function commitBeforeEffect(
  { credentials, issueLedger, clock }: IssuerParts,
  { event, userId, running, credentials: known }: IssueRequest,
): Promise<{ credential: CredentialRow; attemptId: string }> {
  const { source, directory, generator } = running
  const own = ownCredential(event, known)
  const credential =
    own ??
    credentials.make({
      event,
      userId,
      purpose: 'created',
      kind: 'password',
      state: 'setting',
      secret: generator.generate(ownWords(directoryUser({ event, userId }))),
      mustChange: source.mustChange && directory.capabilities.mustChange,
      expiryEnforced: directory.capabilities.expiry,
      expiresAt: addMs(clock.now(), source.expiresAfterMs),
    })
  const attemptId = await issueLedger.begin(event, credential, own === undefined)
  return { credential, attemptId }
}

async function issueResetLink(parts: IssuerParts, request: IssueRequest): Promise<Job> {
  const { token, hash } = createPageToken()
  return issueWithoutDirectory(parts, request, 'password-reset', {
    kind: 'reset-link',
    secret: token,
    tokenHash: hash,
    expiresAt: addMs(parts.clock.now(), RESET_LINK_TTL_MS),
  })
}

/** The provider issued the link or code itself; Doorkey only delivers it. */
async function passOnProviderReset(parts: IssuerParts, request: IssueRequest): Promise<Job> {
  const { event } = request
  const reset = openProviderReset(parts.sealer, event.id, event.provider_reset ?? '')
  const template = reset.isCode ? 'password-reset-code' : 'password-reset'
  return issueWithoutDirectory(parts, request, template, {
    kind: 'provider-reset',
    secret: reset.secret,
    expiresAt: reset.expiresAt ?? addMs(event.occurred_at, PROVIDER_RESET_TTL_MS),
    expiryEnforced: reset.expiresAt !== undefined,
  })
}

async function issueWithoutDirectory(
  parts: IssuerParts,
  request: IssueRequest,
  template: string,
  made: Pick<NewCredential, 'kind' | 'secret' | 'expiresAt'> & Partial<NewCredential>,
): Promise<Job> {
  const { event, userId } = request
  const credential = parts.credentials.make({
    event,
    userId,
    purpose: 'reset',
    state: 'set',
    mustChange: false,
    expiryEnforced: true,
    ...made,
  })
  return finish(parts, request, { credential, isNew: true, template })
}

function finish(
  { issueLedger }: IssuerParts,
  { event, credentials, toAddress, locale }: IssueRequest,
  made: {
    readonly credential: CredentialRow
    readonly isNew?: boolean
    readonly attemptId?: string
    readonly template: string
  },
): Promise<Job> {
  const { credential, isNew = false, attemptId, template } = made
  const others = credentials.filter(({ id }) => id !== credential.id)
  return issueLedger.finish({
    event,
    credential: { id: credential.id, ...(isNew && { new: credential }) },
    ...(attemptId !== undefined && { attemptId }),
    superseded: supersededBy(event, others),
    plan: { event, credentialId: credential.id, template, toAddress, locale },
  })
}

function directoryUser({ event, userId }: Pick<IssueRequest, 'event' | 'userId'>) {
  return {
    id: userId,
    ...(event.email === null ? {} : { email: event.email }),
    ...(event.name === null ? {} : { name: event.name }),
    ...(event.locale === null ? {} : { locale: event.locale }),
  }
}
