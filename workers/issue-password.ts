import type { Kysely } from 'kysely'
import type { AccountRequests } from '../src/accounts/account-request-store.ts'
import type { AccountRequestRow } from '../src/accounts/account-request.ts'
import { parseAddress } from '../src/core/address.ts'
import { AppError, toAppError } from '../src/core/app-error.ts'
import { addMs, type Clock } from '../src/core/clock.ts'
import type { CredentialRow, CredentialStore } from '../src/credentials/credential-store.ts'
import { type Delivery, deliveryOf } from '../src/credentials/delivery.ts'
import { type Issuer, ownCredential } from '../src/credentials/issuer.ts'
import { leaseOwner, type UserLease } from '../src/credentials/user-lease.ts'
import type { Schema } from '../src/database/schema.ts'
import { judgeOrigin, type Verdict } from '../src/events/eligibility.ts'
import {
  type ClaimedEvent,
  type EventRow,
  type EventStore,
  USER_BUSY,
} from '../src/events/event-store.ts'
import { BACKOFF_MS, CLAIM_MS, EFFECT_TIMEOUT_MS, type Job, LEASE_WAIT_MS } from '../src/jobs.ts'
import type { Suppressions } from '../src/messages/suppressions.ts'
import type { Circuits } from '../src/queue/circuits.ts'
import { decideFailure } from '../src/queue/failure.ts'
import type { FindSource } from '../src/sources.ts'
import type { StepLog } from '../src/ops/step-log.ts'
import type { pickLocale } from '../emails/pick-locale.ts'
import { identify } from './issue-password/identify.ts'
import { type Case, judge, judgeAddress } from './issue-password/judge.ts'

export interface IssuePasswordParts {
  readonly database: Kysely<Schema>
  readonly events: EventStore
  readonly accountRequests: AccountRequests
  readonly credentials: CredentialStore
  readonly issuer: Issuer
  readonly lease: UserLease
  readonly suppressions: Suppressions
  readonly circuits: Circuits
  readonly findSource: FindSource
  readonly pickLocale: typeof pickLocale
  readonly enqueueRender: (job: Job) => Promise<unknown>
  readonly clock: Clock
  readonly log: StepLog
}

/**
 * `received | working → working`, then:
 *
 * | what is found | event becomes |
 * | --- | --- |
 * | not to be issued to, issued already, or made by Doorkey itself | `ignored` |
 * | no usable address / a suppressed one | `no_address` / `suppressed` |
 * | a newer credential | `superseded` |
 * | somebody else holds the user | `working`, due in a second, no attempt used |
 * | the directory has taken the password, or none is needed | `done`, with a planned message |
 * | an error that may pass | `working`, due later |
 * | any other error, or no attempts left | `failed`, and its credential too |
 */
export function createIssuePassword(parts: IssuePasswordParts): (job: Job) => Promise<void> {
  return async (job) => {
    const claimed = await parts.events.claim(job)
    if (!claimed) return
    try {
      await issue(parts, claimed)
    } catch (error) {
      await settleFailure(parts, claimed.event, toAppError(error))
    }
  }
}

async function issue(parts: IssuePasswordParts, claimed: ClaimedEvent): Promise<void> {
  const { event: found, isOwnCreation } = claimed
  if (found.attempts > BACKOFF_MS.passwords.length) {
    throw new AppError(
      'WORKER_LOST',
      'issue-password: expected an answer, got a lost worker each time',
    )
  }
  const request = await parts.accountRequests.find(found)
  const running = parts.findSource(found.source)
  const delivery = deliveryOf(found, running.source, request)
  const identified = await identify(parts, found, running, request, delivery)
  if ('verdict' in identified) return end(parts, found, identified.verdict)
  const { event, userId } = identified
  if (await isWithoutPassword(parts, event, userId, request)) {
    return end(parts, event, { state: 'done', ...CREATED_ONLY })
  }
  const one: Case = { event, userId, running, request, delivery, isOwnCreation }
  if (!(await holdsLease(parts, claimed, one))) return waitForUser(parts, event)
  let isOver = false
  try {
    isOver = await issueUnderLease(parts, one)
  } finally {
    if (!isOver) await parts.lease.release(event.source, userId, leaseOwner(event))
  }
}

const BEGUN: Delivery = { kind: 'password', template: 'reveal-link' }
const CREATED_ONLY = { code: 'created', cause: 'the user was to have no password yet' }

/** A request's password moves to its credential with the first try, and is then to be found there. */
async function isWithoutPassword(
  { credentials }: IssuePasswordParts,
  event: EventRow,
  userId: string,
  request: AccountRequestRow | undefined,
): Promise<boolean> {
  if (request?.act !== 'create-user' || request.delivery !== 'none') return false
  if (request.password !== null) return false
  return ownCredential(event, await credentials.ofUser(event.source, userId)) === undefined
}

async function holdsLease(
  parts: IssuePasswordParts,
  { event: claimed, hasLease }: ClaimedEvent,
  { event, userId }: Case,
): Promise<boolean> {
  if (claimed.user_id === userId) return hasLease || takeLease(parts, event, userId)
  if (claimed.user_id !== null && hasLease) {
    await parts.lease.release(event.source, claimed.user_id, leaseOwner(event))
  }
  return parts.lease.acquire(event.source, userId, leaseOwner(event), CLAIM_MS)
}

/**
 * Whoever waits for a password to be settled must not take the lease from the one event that can
 * settle it; twenty that do keep it waiting for long.
 */
async function takeLease(
  parts: IssuePasswordParts,
  event: EventRow,
  userId: string,
): Promise<boolean> {
  if (event.code !== USER_BUSY || (await isUnsettled(parts, event, userId))) return false
  return parts.lease.acquire(event.source, userId, leaseOwner(event), CLAIM_MS)
}

/** True when the event is done, and the lease with it. */
async function issueUnderLease(parts: IssuePasswordParts, found: Case): Promise<boolean> {
  const one = await withAddress(parts, found)
  const { event, userId, running } = one
  const [credentials, address] = await Promise.all([
    parts.credentials.ofUser(event.source, userId),
    judgeAddress(parts.suppressions, one),
  ])
  const others = credentials.filter((credential) => credential.event_id !== event.id)
  if (others.some(isSetting)) {
    await waitForUser(parts, event)
    return false
  }
  const own = ownCredential(event, credentials)
  // What was begun is finished first, whatever has changed: the directory may have the password.
  if (own) expectUsable(parts, own)
  else {
    const verdict = await judge(one, others, address)
    if (verdict) {
      await end(parts, event, verdict)
      return false
    }
  }
  const isMailed = one.request?.delivery !== 'none'
  const job = await parts.issuer.issue({
    ...one,
    // The configuration may have changed since a password was begun, to one that mails links.
    ...(own && one.delivery.kind !== 'password' && { delivery: BEGUN }),
    credentials,
    toAddress: isMailed ? parseAddress(event.email ?? '') : undefined,
    locale: parts.pickLocale([
      { tag: event.locale, rule: 'event' },
      { tag: running.source.locale, rule: 'source' },
    ]),
  })
  parts.log.event(event, 'done')
  if (job) await parts.enqueueRender(job)
  return true
}

/**
 * Some events name a user and no address (ZITADEL's requested reset); the directory may know it. It
 * is kept in the row, for later tries and for the mail that follows a reset.
 */
async function withAddress({ events }: IssuePasswordParts, one: Case): Promise<Case> {
  const { event, userId, running, request } = one
  const isNeeded =
    event.email === null &&
    request?.delivery !== 'none' &&
    (request !== undefined || judgeOrigin(event, running.source) === undefined)
  if (!isNeeded || !running.directory.capabilities.findsUsers) return one
  const signal = AbortSignal.timeout(EFFECT_TIMEOUT_MS)
  const user = await running.directory.findUser({ id: userId }, signal)
  if (user?.email === undefined) return one
  await events.addAddress(event, user.email)
  return { ...one, event: { ...event, email: user.email } }
}

async function isUnsettled(
  { credentials }: IssuePasswordParts,
  event: EventRow,
  userId: string,
): Promise<boolean> {
  const all = await credentials.ofUser(event.source, userId)
  return all.some((credential) => credential.event_id !== event.id && isSetting(credential))
}

/** A password whose fate at the directory is open must be settled by its own event first. */
function isSetting({ state }: CredentialRow): boolean {
  return state === 'setting'
}

function expectUsable({ clock }: IssuePasswordParts, own: CredentialRow): void {
  if (own.secret === null || own.expires_at <= clock.now()) {
    throw new AppError(
      'CREDENTIAL_EXPIRED',
      'issue-password: expected the directory to answer before the password expired, got no answer',
    )
  }
}

async function waitForUser({ events, clock }: IssuePasswordParts, event: EventRow): Promise<void> {
  await events.putBack(event, addMs(clock.now(), LEASE_WAIT_MS), false, {
    code: USER_BUSY,
    cause: 'another credential of the same user is being set',
  })
}

async function end(
  { events, log }: IssuePasswordParts,
  event: EventRow,
  verdict: Verdict,
): Promise<void> {
  const { state, code, cause } = verdict
  await events.settle(event, state, { code, cause })
  log.event(event, state, code)
}

async function settleFailure(
  parts: IssuePasswordParts,
  event: EventRow,
  error: AppError,
): Promise<void> {
  const { events, circuits, clock, log } = parts
  const ids = { event: event.id, source: event.source }
  log.failure('issue-password', error, ids)
  const reason = { code: error.code, cause: error.message }
  // Fenced: does nothing where another worker has the event by now.
  if (error.code === 'CLAIM_LOST') return events.putBack(event, clock.now(), false, reason)
  if (error.code === 'PASSWORD_CHOSEN') return giveUp(parts, event, 'ignored', error)
  const decision = decideFailure('passwords', error, event.attempts + 1, clock.now())
  switch (decision.then) {
    case 'retry':
      return events.putBack(event, decision.at, true, reason)
    case 'hold-back':
      if (error.code.startsWith('DIRECTORY_')) {
        await circuits.hold(`directory:${event.source}`, decision.kind, decision.at, error)
      }
      return events.putBack(event, decision.at, false, reason)
    case 'fail':
      return giveUp(parts, event, 'failed', error)
  }
}

/** Ends the event and the credential that it had begun, so that neither stands in anybody's way. */
async function giveUp(
  { database, events, log }: IssuePasswordParts,
  event: EventRow,
  state: 'failed' | 'ignored',
  { code, message }: AppError,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await events.settle(event, state, { code, cause: message }, transaction)
    await transaction
      .updateTable('credential')
      .set({ state: 'failed', secret: null })
      .where('event_id', '=', event.id)
      .where('state', 'in', ['issued', 'setting', 'expired'])
      .where('set_at', 'is', null)
      .execute()
  })
  log.event(event, state, code)
}
