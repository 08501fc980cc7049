import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { AppError, toAppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Schema } from '../database/schema.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import { CLAIM_MS, EFFECT_TIMEOUT_MS, type Job } from '../jobs.ts'
import type { AttemptLog } from '../messages/attempt-log.ts'
import type { FindSource } from '../sources.ts'
import type { CheckChosenPassword } from './check-chosen-password.ts'
import { endSessions, type EndSessionsParts } from './end-sessions.ts'
import { type OpenReset, selectOpenResets, toOpenReset } from './open-reset.ts'
import { CREDENTIAL_ID } from './page-link.ts'
import type { Violation } from './policy.ts'
import { isSameDigest, secretDigest } from './secret-digest.ts'
import { hasPasswordInDoubt, settleChosen, type SettleChosenParts } from './settle-chosen.ts'
import type { UserLease } from './user-lease.ts'

/** A link with which its holder may choose a password. */
export type ResetKind = 'reset-link' | 'setup-link'

/** What became of a chosen password. In every case but `changed` the link or code stays as it was. */
export type ResetOutcome =
  | { readonly outcome: 'changed'; readonly isMailed: boolean }
  | { readonly outcome: 'refused'; readonly violations: readonly Violation[] }
  /** Another change to the same user is under way. */
  | { readonly outcome: 'busy' }
  /** The link or code was used, superseded or expired meanwhile. */
  | { readonly outcome: 'invalid' }
  /** The directory did not take it, or nobody knows. */
  | { readonly outcome: 'failed'; readonly error: AppError }

export interface PasswordResetParts extends SettleChosenParts, EndSessionsParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly attempts: AttemptLog
  readonly lease: UserLease
  readonly findSource: FindSource
  readonly checkChosen: CheckChosenPassword
  readonly enqueueRenders: (jobs: readonly Job[]) => Promise<void>
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
    async choose(reset, typed) {
      const { event } = reset
      const password = new Secret(typed)
      let user: DirectoryUser
      try {
        user = await resolveUser(reset)
        const violations = await check(parts, reset, user, password)
        if (violations.length > 0) return { outcome: 'refused', violations }
      } catch (thrown) {
        return { outcome: 'failed', error: toAppError(thrown) }
      }
      const owner = `${reset.credentialId}-${randomBytes(8).toString('hex')}`
      if (!(await parts.lease.acquire(event.source, user.id, owner, CLAIM_MS))) {
        return { outcome: 'busy' }
      }
      try {
        return await setUnderLease(parts, reset, user, password)
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
  const row = await selectOpenResets(database, kind, clock.now())
    .where('credential.id', '=', credentialId)
    .executeTakeFirst()
  const isTheirs = isSameDigest(Buffer.from(row?.token_hash ?? '', 'hex'), secretDigest(token))
  return row && isTheirs ? toOpenReset(row, findSource) : undefined
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

async function check(
  { checkChosen }: PasswordResetParts,
  { running: { source, directory } }: OpenReset,
  user: DirectoryUser,
  password: Secret,
): Promise<readonly Violation[]> {
  return checkChosen({
    policy: source.policy,
    password,
    owner: user,
    hasUsed: async () => (await directory.hasUsed?.(user.id, password)) ?? false,
  })
}

async function setUnderLease(
  parts: PasswordResetParts,
  reset: OpenReset,
  user: DirectoryUser,
  password: Secret,
): Promise<ResetOutcome> {
  const names = [user.id, reset.user.id]
  if (await hasPasswordInDoubt(parts.database, reset.event.source, names))
    return { outcome: 'busy' }
  const attemptId = await beginAttempt(parts, reset)
  if (attemptId === undefined) return { outcome: 'invalid' }
  try {
    await reset.running.directory.setPassword(user, password, {
      mustChange: false,
      expiresAt: null,
      chosenByUser: true,
      mayReplaceChosen: true,
      endsSessions: reset.running.source.endSessions,
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
  await endSessions(parts, reset, user.id)
  return { outcome: 'changed', isMailed: job !== undefined }
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
    const fallbackLocale = running.source.locale
    // A mail that a password was changed would frighten whoever has just chosen the first one.
    const isTold = purpose === 'reset'
    const chosen = { event, user, names, credentialId, fallbackLocale, isTold }
    return settleChosen(parts, transaction, chosen, now)
  })
}
