import type { Kysely } from 'kysely'
import { parseAddress } from '../src/core/address.ts'
import { AppError, toAppError } from '../src/core/app-error.ts'
import { addMs, type Clock } from '../src/core/clock.ts'
import type { CredentialRow, CredentialStore } from '../src/credentials/credential-store.ts'
import { type Issuer, ownCredential } from '../src/credentials/issuer.ts'
import { leaseOwner, type UserLease } from '../src/credentials/user-lease.ts'
import type { Schema } from '../src/database/schema.ts'
import { judgeOrder, judgeOrigin, type Verdict } from '../src/events/eligibility.ts'
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
import type { FindSource, RunningSource } from '../src/sources.ts'
import type { StepLog } from '../src/ops/step-log.ts'
import type { pickLocale } from '../emails/pick-locale.ts'

export interface IssuePasswordParts {
  readonly database: Kysely<Schema>
  readonly events: EventStore
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
 * | not to be issued to, or issued already | `ignored` |
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
    const { event } = claimed
    try {
      await issue(parts, claimed)
    } catch (error) {
      await settleFailure(parts, event, toAppError(error))
    }
  }
}

async function issue(parts: IssuePasswordParts, { event, hasLease }: ClaimedEvent): Promise<void> {
  const { source, user_id: userId } = event
  if (userId === null) return end(parts, event, NO_USER)
  if (!hasLease && !(await takeLease(parts, event, userId))) return waitForUser(parts, event)
  let isOver = false
  try {
    isOver = await issueUnderLease(parts, event, userId)
  } finally {
    if (!isOver) await parts.lease.release(source, userId, leaseOwner(event))
  }
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
async function issueUnderLease(
  parts: IssuePasswordParts,
  claimed: EventRow,
  userId: string,
): Promise<boolean> {
  if (claimed.attempts > BACKOFF_MS.passwords.length) {
    throw new AppError(
      'WORKER_LOST',
      'issue-password: expected an answer, got a lost worker each time',
    )
  }
  const running = parts.findSource(claimed.source)
  const event = await withAddress(parts, claimed, running, userId)
  const [credentials, address] = await Promise.all([
    parts.credentials.ofUser(event.source, userId),
    judgeAddress(parts, event),
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
    const verdict = await judge(event, running, others, address)
    if (verdict) {
      await end(parts, event, verdict)
      return false
    }
  }
  const job = await parts.issuer.issue({
    event,
    userId,
    running,
    credentials,
    toAddress: parseAddress(event.email ?? ''),
    locale: parts.pickLocale([
      { tag: event.locale, rule: 'event' },
      { tag: running.source.locale, rule: 'source' },
    ]),
  })
  parts.log.event(event, 'done')
  await parts.enqueueRender(job)
  return true
}

/**
 * Some events name a user and no address (ZITADEL's requested reset); the directory may know it. It
 * is kept in the row, for later tries and for the mail that follows a reset.
 */
async function withAddress(
  { events }: IssuePasswordParts,
  event: EventRow,
  { directory, source }: RunningSource,
  userId: string,
): Promise<EventRow> {
  const isNeeded = event.email === null && judgeOrigin(event, source) === undefined
  if (!isNeeded || !directory.capabilities.findsUsers) return event
  const user = await directory.findUser({ id: userId }, AbortSignal.timeout(EFFECT_TIMEOUT_MS))
  if (user?.email === undefined) return event
  await events.addAddress(event, user.email)
  return { ...event, email: user.email }
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

const NO_USER: Verdict = { state: 'no_address', code: 'no_user', cause: 'the event names no user' }

/** Everything is checked before anything is generated. */
async function judge(
  event: EventRow,
  running: RunningSource,
  others: readonly CredentialRow[],
  address: Verdict | undefined,
): Promise<Verdict | undefined> {
  return (
    judgeOrigin(event, running.source) ??
    address ??
    judgeOrder(event, others) ??
    (await judgeChosen(event, running))
  )
}

/** Nothing is generated for a user who cannot be mailed. */
async function judgeAddress(
  { suppressions }: IssuePasswordParts,
  event: EventRow,
): Promise<Verdict | undefined> {
  if (event.email === null) {
    return { state: 'no_address', code: 'no_address', cause: 'the event names no email address' }
  }
  let address: string
  try {
    address = parseAddress(event.email)
  } catch {
    const cause = 'the event’s email address cannot be mailed'
    return { state: 'no_address', code: 'ADDRESS_INVALID', cause }
  }
  const reason = await suppressions.reasonFor(address)
  if (reason === undefined) return undefined
  return { state: 'suppressed', code: 'suppressed', cause: reason }
}

async function judgeChosen(
  event: EventRow,
  { directory }: RunningSource,
): Promise<Verdict | undefined> {
  if (event.type !== 'user.created' || event.user_id === null) return undefined
  const signal = AbortSignal.timeout(EFFECT_TIMEOUT_MS)
  const hasChosen = await directory.hasChosenPassword(event.user_id, signal)
  if (hasChosen !== true) return undefined
  return { state: 'ignored', code: 'password_chosen', cause: 'the user has chosen a password' }
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
