import { Type } from 'typebox'
import type { Source } from '../config/doorkey-config.ts'
import { AppError } from '../core/app-error.ts'
import type { LoginName } from '../directories/builtin-login.ts'
import { expectSource, type Operator } from '../operators/operator.ts'
import { createOneAtATime } from './one-at-a-time.ts'
import type { Throttle } from './throttle.ts'

const MINUTE_MS = 60_000

/** Wrong passwords for one account. */
const ACCOUNT_TRIES = { name: 'verify-account', max: 10, windowMs: 15 * MINUTE_MS }

/** The fields of a body that say which account is meant. */
export const ACCOUNT_FIELDS = {
  source: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.Optional(Type.String({ minLength: 1, maxLength: 320 })),
  userId: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
} as const

interface AccountFields {
  readonly source: string
  readonly email?: string
  readonly userId?: string
}

/** An account of the built-in directory, as a caller named it. */
export type Account = LoginName & { readonly source: string }

/** What stands before every question about an account's password. */
export interface AccountGate {
  /** The account that `by` names. Throws `FORBIDDEN`, `SOURCE_UNKNOWN`, `REQUEST_INVALID`. */
  accountIn(fields: AccountFields, by: Operator): Account
  /**
   * Does `work`, one at a time for each account. Ten answers that are wrong close the account for the
   * rest of a quarter of an hour (`CLIENT_THROTTLED`), and one that is not starts the count anew.
   */
  guess<T>(account: Account, work: () => Promise<T>, isWrong: (answer: T) => boolean): Promise<T>
}

/**
 * One for all routes, so that guesses count together. Passwords are not counted per client, since
 * one app asks for all of its users.
 */
export function createAccountGate({
  throttle,
  sources,
}: {
  readonly throttle: Throttle
  readonly sources: ReadonlyMap<string, Source>
}): AccountGate {
  const inTurn = createOneAtATime()
  return {
    accountIn(fields, by) {
      expectSource(by, fields.source)
      return readAccount(fields, sources)
    },
    guess(account, work, isWrong) {
      const { source, ...name } = account
      const subject = JSON.stringify([source, name])
      return inTurn(subject, async () => {
        await throttle.check(ACCOUNT_TRIES, subject)
        const answer = await work()
        if (isWrong(answer)) await throttle.count(ACCOUNT_TRIES, subject)
        else await throttle.clear(ACCOUNT_TRIES, subject)
        return answer
      })
    },
  }
}

function readAccount(
  { source, email, userId }: AccountFields,
  sources: ReadonlyMap<string, Source>,
): Account {
  const name = nameOf(email, userId)
  const directory = sources.get(source)?.directory
  if (!directory) {
    throw new AppError('SOURCE_UNKNOWN', 'account: expected a known source, got another')
  }
  if (directory.id !== 'builtin') {
    throw invalid('/source on the built-in directory', `one on ${directory.id}`)
  }
  return { source, ...name }
}

function nameOf(email: string | undefined, userId: string | undefined): LoginName {
  if (email !== undefined && userId === undefined) return { email: email.toLowerCase() }
  if (userId !== undefined && email === undefined) return { userId }
  throw invalid('either /email or /userId', email === undefined ? 'neither' : 'both')
}

function invalid(expected: string, got: string): AppError {
  return new AppError('REQUEST_INVALID', `account: expected ${expected}, got ${got}`)
}
