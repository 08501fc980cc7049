import { randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AccountRequests } from '../accounts/account-request-store.ts'
import type { AccountRequestRow } from '../accounts/account-request.ts'
import { AppError, toAppError } from '../core/app-error.ts'
import { addMs, type Clock } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Schema } from '../database/schema.ts'
import { supersededBy } from '../events/eligibility.ts'
import type { EventRow } from '../events/event-store.ts'
import { EFFECT_TIMEOUT_MS, type Job } from '../jobs.ts'
import type { AttemptLog } from '../messages/attempt-log.ts'
import type { MessagePlan } from '../messages/plan-message.ts'
import type { Circuits } from '../queue/circuits.ts'
import type { RunningSource } from '../sources.ts'
import type { CredentialRow, CredentialStore, NewCredential } from './credential-store.ts'
import type { Delivery } from './delivery.ts'
import type { IssueLedger } from './issue-ledger.ts'
import { createPageToken, RESET_LINK_TTL_MS } from './page-link.ts'
import { ownWords } from './policy.ts'
import { openProviderReset } from './provider-reset.ts'
import type { Sealer } from './sealer.ts'

/** A provider's own link or code, where it names no end. */
const PROVIDER_RESET_TTL_MS = 60 * 60_000
/** How long a code works; short, since it has 19.9 bits. */
const RESET_CODE_TTL_MS = 5 * 60_000
const RESET_CODE_DIGITS = 6

/** An event that passed every check, with what the caller already knows about its user. */
export interface IssueRequest {
  readonly event: EventRow
  readonly userId: string
  readonly running: RunningSource
  readonly delivery: Delivery
  /** What an operator asked for, where it was one. */
  readonly request: AccountRequestRow | undefined
  /** The user's credentials, this event's own included when a try went before. */
  readonly credentials: readonly CredentialRow[]
  /** `undefined` where nothing is mailed. */
  readonly toAddress: string | undefined
  readonly locale: MessagePlan['locale']
}

/** Makes an event's one credential. The caller holds the user's lease. */
export interface Issuer {
  /**
   * Generates, seals and commits; then tells the directory; then, in one statement, records the
   * outcome, supersedes what is older, plans the mail and ends the event. A second call after a
   * failure sets the same password again. Gives the job for `renders`, if there is a mail. Throws
   * `DIRECTORY_*`, `CIRCUIT_OPEN`, `CLAIM_LOST`.
   */
  issue(request: IssueRequest): Promise<Job | undefined>
}

export interface IssuerParts {
  readonly database: Kysely<Schema>
  readonly credentials: CredentialStore
  readonly accountRequests: AccountRequests
  readonly issueLedger: IssueLedger
  readonly attempts: AttemptLog
  readonly circuits: Circuits
  readonly sealer: Sealer
  readonly clock: Clock
}

export function createIssuer(parts: IssuerParts): Issuer {
  return {
    async issue(request) {
      switch (request.delivery.kind) {
        case 'password':
          return issuePassword(parts, request)
        case 'provider-reset':
          return passOnProviderReset(parts, request)
        case 'reset-link':
          return issueLink(parts, request, addMs(parts.clock.now(), RESET_LINK_TTL_MS))
        case 'setup-link':
          return issueLink(
            parts,
            request,
            addMs(parts.clock.now(), request.running.source.expiresAfterMs),
          )
        case 'reset-code':
          return issueCode(parts, request)
      }
    },
  }
}

async function issuePassword(parts: IssuerParts, request: IssueRequest): Promise<Job | undefined> {
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
        // A reset that gets here was an admin's explicit act.
        mayReplaceChosen: event.type === 'password.reset_requested',
        signal: AbortSignal.timeout(EFFECT_TIMEOUT_MS),
      },
    )
  } catch (error) {
    await parts.attempts.fail(parts.database, attemptId, toAppError(error))
    throw error
  }
  await parts.circuits.close(passage.probes)
  return finish(parts, request, { credential, attemptId, template: request.delivery.template })
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
  { credentials, accountRequests, issueLedger, clock }: IssuerParts,
  issue: IssueRequest,
): Promise<{ credential: CredentialRow; attemptId: string }> {
  const { event, userId, running, request } = issue
  const own = ownCredential(event, issue.credentials)
  const credential =
    own ??
    credentials.make({
      event,
      userId,
      purpose: purposeOf(event),
      kind: 'password',
      state: 'setting',
      secret:
        (request && accountRequests.password(request)) ??
        running.generator.generate(ownWords(directoryUser(issue))),
      ...limitsOf(running, request),
      expiresAt: addMs(clock.now(), running.source.expiresAfterMs),
    })
  const attemptId = await issueLedger.begin(event, credential, own === undefined)
  if (request && request.password !== null) await accountRequests.forgetPassword(event.id)
  return { credential, attemptId }
}

/** An operator may ask for a password that lasts, where the source allows one. */
function limitsOf({ source, directory }: RunningSource, request: AccountRequestRow | undefined) {
  const wantsChange = request?.must_change ?? source.mustChange
  const mayLast = request !== undefined && !wantsChange && source.allowLastingPassword
  return {
    mustChange: wantsChange && directory.capabilities.mustChange,
    expiryEnforced: directory.capabilities.expiry && !mayLast,
  }
}

async function issueLink(
  parts: IssuerParts,
  request: IssueRequest,
  expiresAt: Date,
): Promise<Job | undefined> {
  const { token, hash } = createPageToken()
  return issueWithoutDirectory(parts, request, { secret: token, tokenHash: hash, expiresAt })
}

async function issueCode(parts: IssuerParts, request: IssueRequest): Promise<Job | undefined> {
  const code = String(randomInt(10 ** RESET_CODE_DIGITS)).padStart(RESET_CODE_DIGITS, '0')
  return issueWithoutDirectory(parts, request, {
    secret: new Secret(code),
    expiresAt: addMs(parts.clock.now(), RESET_CODE_TTL_MS),
  })
}

/** The provider issued the link or code itself; Doorkey only delivers it. */
async function passOnProviderReset(
  parts: IssuerParts,
  request: IssueRequest,
): Promise<Job | undefined> {
  const { event } = request
  const reset = openProviderReset(parts.sealer, event.id, event.provider_reset ?? '')
  return issueWithoutDirectory(parts, request, {
    template: reset.isCode ? 'password-reset-code' : 'password-reset',
    secret: reset.secret,
    expiresAt: reset.expiresAt ?? addMs(event.occurred_at, PROVIDER_RESET_TTL_MS),
    expiryEnforced: reset.expiresAt !== undefined,
  })
}

async function issueWithoutDirectory(
  parts: IssuerParts,
  request: IssueRequest,
  made: Pick<NewCredential, 'secret' | 'expiresAt'> &
    Partial<NewCredential> & { readonly template?: string },
): Promise<Job | undefined> {
  const { event, userId, delivery } = request
  const { template = delivery.template, ...credentialFields } = made
  const credential = parts.credentials.make({
    event,
    userId,
    purpose: purposeOf(event),
    kind: delivery.kind,
    state: 'set',
    mustChange: false,
    expiryEnforced: true,
    ...credentialFields,
  })
  return finish(parts, request, { credential, isNew: true, template })
}

function finish(
  { issueLedger }: IssuerParts,
  { event, request, delivery, credentials, toAddress, locale }: IssueRequest,
  made: {
    readonly credential: CredentialRow
    readonly isNew?: boolean
    readonly attemptId?: string
    readonly template: string | null
  },
): Promise<Job | undefined> {
  const { credential, isNew = false, attemptId, template } = made
  const others = credentials.filter(({ id }) => id !== credential.id)
  const messageId = request?.message_id ?? undefined
  const isMailed = template !== null && toAddress !== undefined
  return issueLedger.finish({
    event,
    credential: { id: credential.id, ...(isNew && { new: credential }) },
    ...(attemptId !== undefined && { attemptId }),
    ...supersededBy(event, delivery.kind, others),
    ...(isMailed && {
      plan: {
        ...(messageId !== undefined && { id: messageId }),
        event,
        credentialId: credential.id,
        template,
        toAddress,
        locale,
      },
    }),
  })
}

function purposeOf({ type }: EventRow): 'created' | 'reset' {
  return type === 'user.created' ? 'created' : 'reset'
}

function directoryUser({ event, userId }: Pick<IssueRequest, 'event' | 'userId'>) {
  return {
    id: userId,
    ...(event.email === null ? {} : { email: event.email }),
    ...(event.name === null ? {} : { name: event.name }),
    ...(event.locale === null ? {} : { locale: event.locale }),
  }
}
