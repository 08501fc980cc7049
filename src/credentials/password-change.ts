import { randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { AppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Secret } from '../core/secret.ts'
import type { Schema } from '../database/schema.ts'
import { type BuiltinAccount, changePassword } from '../directories/builtin/change-password.ts'
import type { BuiltinLogin, Login } from '../directories/builtin-login.ts'
import { CLAIM_MS, type Job } from '../jobs.ts'
import type { FindSource, RunningSource } from '../sources.ts'
import type { CheckChosenPassword } from './check-chosen-password.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { Violation } from './policy.ts'
import { hasPasswordInDoubt, settleChosen, type SettleChosenParts } from './settle-chosen.ts'
import type { UserLease } from './user-lease.ts'

/** What became of a change; nothing has changed but for `changed`. */
export type ChangeOutcome =
  | { readonly outcome: 'changed' }
  /** The old password is not the user's, or not any more. */
  | { readonly outcome: 'invalid' }
  /** It was an issued one whose time is over: a reset is the way on. */
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'refused'; readonly violations: readonly Violation[] }

export interface PasswordChangeParts extends SettleChosenParts {
  readonly database: Kysely<Schema>
  readonly clock: Clock
  readonly ids: Ids
  readonly login: BuiltinLogin
  readonly hasher: PasswordHasher
  readonly lease: UserLease
  readonly findSource: FindSource
  readonly checkChosen: CheckChosenPassword
  readonly enqueueRenders: (jobs: readonly Job[]) => Promise<void>
}

/** Lets a user of the built-in directory replace the password they know. */
export interface PasswordChange {
  /** Throws `ACCOUNT_BUSY` while another change to the same user is under way. */
  change(login: Login, newPassword: Secret): Promise<ChangeOutcome>
}

/**
 * The user's lease keeps a password from being issued meanwhile; the comparison with the old hash, in
 * the transaction that writes the new one, lets one of many changes at once through. The directory
 * is in the same database, so that the password, the credentials it ends and the mail about it are
 * there together or not at all.
 */
export function createPasswordChange(parts: PasswordChangeParts): PasswordChange {
  return {
    async change(login, newPassword) {
      const opened = await parts.login.open(login)
      if (opened.status === 'invalid' || opened.status === 'expired') {
        return { outcome: opened.status }
      }
      const { account } = opened
      const running = parts.findSource(account.source)
      const violations = await check(parts, running, account, newPassword)
      if (violations.length > 0) return { outcome: 'refused', violations }
      const owner = `change-${randomBytes(8).toString('hex')}`
      if (!(await parts.lease.acquire(account.source, account.userId, owner, CLAIM_MS)))
        throw busy()
      try {
        return await changeUnderLease(parts, running, account, newPassword)
      } finally {
        await parts.lease.release(account.source, account.userId, owner)
      }
    },
  }
}

async function check(
  { checkChosen, hasher }: PasswordChangeParts,
  { source, directory }: RunningSource,
  account: BuiltinAccount,
  password: Secret,
): Promise<readonly Violation[]> {
  return checkChosen({
    policy: source.policy,
    password,
    owner: account,
    hasUsed: async () =>
      (await hasher.verify(account.hash, password)) ||
      ((await directory.hasUsed?.(account.userId, password)) ?? false),
  })
}

async function changeUnderLease(
  parts: PasswordChangeParts,
  running: RunningSource,
  account: BuiltinAccount,
  password: Secret,
): Promise<ChangeOutcome> {
  const { source, userId, email } = account
  // A reset that named only an address keeps its link under that.
  const names = [userId, ...(email === null ? [] : [email, email.toLowerCase()])]
  if (await hasPasswordInDoubt(parts.database, source, names)) throw busy()
  const hash = await parts.hasher.hash(password)
  const { policy } = running.source
  const now = parts.clock.now()
  const done = await parts.database.transaction().execute(async (transaction) => {
    if (!(await changePassword(transaction, account, { hash, now, policy }))) return undefined
    const event = await recordEvent(parts, transaction, account, now)
    const user = { id: userId, ...(email !== null && { email }) }
    const fallbackLocale = running.source.locale
    const chosen = { event, user, names, credentialId: null, fallbackLocale }
    return { job: await settleChosen(parts, transaction, chosen, now) }
  })
  if (!done) return { outcome: 'invalid' }
  // The change is done whatever the queue says; what it did not take, upkeep queues.
  if (done.job) await parts.enqueueRenders([done.job]).catch(() => undefined)
  return { outcome: 'changed' }
}

/** An event of our own, since every mail belongs to one; nothing is left to do about it. */
async function recordEvent(
  { ids }: PasswordChangeParts,
  transaction: Transaction<Schema>,
  { source, userId, email, name, locale }: BuiltinAccount,
  now: Date,
): Promise<{ readonly id: string; readonly source: string; readonly locale: string | null }> {
  const id = ids.next('event')
  await transaction
    .insertInto('event')
    .values({
      id,
      source,
      provider: 'doorkey',
      dedupe_key: id,
      type: 'password.changed',
      provider_type: 'password.changed',
      origin: 'self',
      has_password: true,
      user_id: userId,
      email,
      name,
      locale,
      occurred_at: now,
      received_at: now,
      settled_at: now,
      due_at: now,
      state: 'done',
    })
    .execute()
  return { id, source, locale }
}

function busy(): AppError {
  return new AppError(
    'ACCOUNT_BUSY',
    'password-change: expected a user at rest, got one whose password is being set',
  )
}
