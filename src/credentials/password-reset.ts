import { randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { parseAddress } from '../core/address.ts'
import { AppError, toAppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Schema } from '../database/schema.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import { CLAIM_MS, EFFECT_TIMEOUT_MS, type Job } from '../jobs.ts'
import type { AttemptLog } from '../messages/attempt-log.ts'
import type { MessagePlan } from '../messages/plan-message.ts'
import type { FindSource, RunningSource } from '../sources.ts'
import type { CredentialStore } from './credential-store.ts'
import { CREDENTIAL_ID } from './page-link.ts'
import { checkPassword, type Violation } from './policy.ts'
import { isSameDigest, secretDigest } from './secret-digest.ts'
import type { UserLease } from './user-lease.ts'

/** A link with which its holder may choose a password. */
export type ResetKind = 'reset-link' | 'setup-link'

/** A link whose token was shown, and what it is for. */
export interface OpenReset {
  readonly credentialId: string
  /** `created`: the first password of an account. */
  readonly purpose: 'created' | 'reset'
  readonly event: { readonly id: string; readonly source: string; readonly locale: string | null }
  readonly user: DirectoryUser
  readonly running: RunningSource
}

/** What became of a chosen password. In every case but `changed` the link works as before. */
export type ResetOutcome =
  | { readonly outcome: 'changed'; readonly isMailed: boolean }
  | { readonly outcome: 'refused'; readonly violations: readonly Violation[] }
  /** Another change to the same user is under way. */
  | { readonly outcome: 'busy' }
  /** The link was used, superseded or expired meanwhile. */
  | { readonly outcome: 'invalid' }
  /** The directory did not take it, or nobody knows. */
  | { readonly outcome: 'failed'; readonly error: AppError }

export interface PasswordResetParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly credentials: CredentialStore
  readonly attempts: AttemptLog
  readonly lease: UserLease
  readonly findSource: FindSource
  /** Plans the mail in the given transaction; gives the job to enqueue once it has committed. */
  readonly plan: (transaction: Transaction<Schema>, plan: MessagePlan, now: Date) => Promise<Job>
  readonly enqueueRenders: (jobs: readonly Job[]) => Promise<void>
  readonly pickLocale: (
    candidates: readonly { readonly tag: string | null; readonly rule: string }[],
  ) => MessagePlan['locale']
}

/** Lets the holder of a link choose a password, once. */
export interface PasswordReset {
  /** What `token` opens; `undefined` for every reason why it does not. Changes nothing. */
  find(kind: ResetKind, credentialId: string, token: Secret): Promise<OpenReset | undefined>
  /** Sets the password. Nothing changes unless `find` gave `reset`. */
  choose(reset: OpenReset, password: string): Promise<ResetOutcome>
}

/**
 * The user's lease makes the link single-use: only its holder talks to the directory, and whoever
 * comes next finds the link used. The typed password is never stored, so a crash in between leaves
 * a link that still works, never a credential that waits for an answer.
 */
export function createPasswordReset(parts: PasswordResetParts): PasswordReset {
  return {
    find: (kind, credentialId, token) => findReset(parts, kind, credentialId, token),
    async choose(reset, password) {
      const { running, event } = reset
      const violations = checkPassword(running.source.policy, password, reset.user)
      if (violations.length > 0) return { outcome: 'refused', violations }
      let user: DirectoryUser
      try {
        user = await resolveUser(reset)
      } catch (thrown) {
        return { outcome: 'failed', error: toAppError(thrown) }
      }
      const owner = `${reset.credentialId}-${randomBytes(8).toString('hex')}`
      if (!(await parts.lease.acquire(event.source, user.id, owner, CLAIM_MS))) {
        return { outcome: 'busy' }
      }
      try {
        return await setUnderLease(parts, reset, user, new Secret(password))
      } finally {
        await parts.lease.release(event.source, user.id, owner)
      }
    },
  }
}

async function findReset(
  { database, clock, findSource }: PasswordResetParts,
  kind: ResetKind,
  credentialId: string,
  token: Secret,
): Promise<OpenReset | undefined> {
  // Postgres refuses some texts, such as NUL, with an error instead of finding nothing.
  if (!CREDENTIAL_ID.test(credentialId)) return undefined
  const row = await database
    .selectFrom('credential')
    .innerJoin('event', 'event.id', 'credential.event_id')
    .select(['credential.token_hash', 'credential.source', 'credential.user_id', 'event.id'])
    .select(['event.email', 'event.name', 'event.locale', 'credential.purpose'])
    .where('credential.id', '=', credentialId)
    .where('credential.kind', '=', kind)
    .where('credential.state', '=', 'set')
    .where('credential.expires_at', '>', clock.now())
    .executeTakeFirst()
  const isTheirs = isSameDigest(Buffer.from(row?.token_hash ?? '', 'hex'), secretDigest(token))
  if (!row || !isTheirs) return undefined
  return {
    credentialId,
    purpose: row.purpose,
    event: { id: row.id, source: row.source, locale: row.locale },
    user: {
      id: row.user_id,
      ...(row.email === null ? {} : { email: row.email }),
      ...(row.name === null ? {} : { name: row.name }),
      ...(row.locale === null ? {} : { locale: row.locale }),
    },
    running: findSource(row.source),
  }
}

/**
 * Some providers name no user in a requested reset, only the address, which then stands for the id.
 * The directory is asked whose it is: the link was mailed to that address, so its owner is meant.
 */
async function resolveUser({ user, running: { directory } }: OpenReset): Promise<DirectoryUser> {
  const { id, email } = user
  const isAddress = email !== undefined && id.toLowerCase() === email.toLowerCase()
  if (!isAddress || !directory.capabilities.findsUsers) return user
  const found = await directory.findUser({ email }, AbortSignal.timeout(EFFECT_TIMEOUT_MS))
  return found ? { ...user, id: found.id } : user
}

async function setUnderLease(
  parts: PasswordResetParts,
  reset: OpenReset,
  user: DirectoryUser,
  password: Secret,
): Promise<ResetOutcome> {
  const names = [user.id, reset.user.id]
  if (await hasPasswordInDoubt(parts, reset.event.source, names)) return { outcome: 'busy' }
  const attemptId = await beginAttempt(parts, reset)
  if (attemptId === undefined) return { outcome: 'invalid' }
  try {
    await reset.running.directory.setPassword(user, password, {
      mustChange: false,
      expiresAt: null,
      chosenByUser: true,
      mayReplaceChosen: true,
      signal: AbortSignal.timeout(EFFECT_TIMEOUT_MS),
    })
  } catch (thrown) {
    const error = toAppError(thrown)
    await parts.attempts.fail(parts.database, attemptId, error)
    return error.code === 'DIRECTORY_REFUSED_PASSWORD'
      ? { outcome: 'refused', violations: [{ code: 'directory_refused' }] }
      : { outcome: 'failed', error }
  }
  const job = await recordChange(parts, reset, names, attemptId)
  // The change is done whatever the queue says; what it did not take, upkeep queues.
  if (job) await parts.enqueueRenders([job]).catch(() => undefined)
  return { outcome: 'changed', isMailed: job !== undefined }
}

/**
 * A generated password whose fate at the directory nobody knows may still arrive there, and would
 * overwrite the chosen one; its own event settles it first.
 */
async function hasPasswordInDoubt(
  { database }: PasswordResetParts,
  source: string,
  names: readonly string[],
): Promise<boolean> {
  const setting = await database
    .selectFrom('credential')
    .select('id')
    .where('source', '=', source)
    .where('user_id', 'in', names)
    .where('state', '=', 'setting')
    .executeTakeFirst()
  return setting !== undefined
}

/** Recorded before the effect, and only while the link still works. */
async function beginAttempt(
  { database, clock, attempts }: PasswordResetParts,
  { credentialId }: OpenReset,
): Promise<string | undefined> {
  return database.transaction().execute(async (transaction) => {
    const open = await transaction
      .selectFrom('credential')
      .select('id')
      .where('id', '=', credentialId)
      .where('state', '=', 'set')
      .where('expires_at', '>', clock.now())
      .forUpdate()
      .executeTakeFirst()
    return open && attempts.begin(transaction, 'set-password', credentialId)
  })
}

async function recordChange(
  parts: PasswordResetParts,
  { credentialId, purpose, event, user, running }: OpenReset,
  names: readonly string[],
  attemptId: string,
): Promise<Job | undefined> {
  const now = parts.clock.now()
  return parts.database.transaction().execute(async (transaction) => {
    const used = await transaction
      .updateTable('credential')
      .set({ state: 'used', used_at: now, secret: null })
      .where('id', '=', credentialId)
      // It was open when the call began; it may have run out since.
      .where('state', 'in', ['set', 'expired'])
      .executeTakeFirst()
    if (used.numUpdatedRows !== 1n) {
      throw new AppError('CLAIM_LOST', 'password-reset: expected an open link, got a closed one')
    }
    await parts.attempts.succeed(transaction, attemptId)
    const others = await transaction
      .selectFrom('credential')
      .select('id')
      .where('source', '=', event.source)
      .where('user_id', 'in', names)
      .where('state', 'in', ['issued', 'set'])
      .execute()
    // With the link's own mail, should it still wait for another send.
    await parts.credentials.supersede(transaction, [{ id: credentialId }, ...others])
    // A mail that a password was changed would frighten whoever has just chosen the first one.
    if (user.email === undefined || purpose === 'created') return undefined
    const locale = parts.pickLocale([
      { tag: event.locale, rule: 'event' },
      { tag: running.source.locale, rule: 'source' },
    ])
    const toAddress = parseAddress(user.email)
    const template = 'password-changed'
    return parts.plan(transaction, { event, credentialId, template, toAddress, locale }, now)
  })
}
