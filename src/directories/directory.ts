import type { Kysely } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import type { PasswordHasher } from '../credentials/password-hasher.ts'
import type { Schema } from '../database/schema.ts'

/** A user as a directory knows them. */
export interface DirectoryUser {
  readonly id: string
  readonly email?: string
  readonly name?: string
  readonly locale?: string
}

export interface SetPasswordOptions {
  /** Ask the user to change the password at the next login. */
  readonly mustChange: boolean
  /** When the password stops opening the account; `null` never. */
  readonly expiresAt: Date | null
  /** True when the user typed it (reset page), false when Doorkey generated it. */
  readonly chosenByUser: boolean
  /**
   * False for registrations: a password that the user chose stays. A directory that can tell then
   * throws `PASSWORD_CHOSEN`.
   */
  readonly mayReplaceChosen: boolean
  /** Ends the call; the directory then throws `DIRECTORY_UNKNOWN_OUTCOME`. */
  readonly signal: AbortSignal
}

export interface DirectoryCapabilities {
  /** It can force a change at the next login. */
  readonly mustChange: boolean
  /** It refuses a password after its expiry by itself. */
  readonly expiry: boolean
}

/** Where a user's password is set. Every call is idempotent. Errors: `DIRECTORY_*`. */
export interface Directory {
  readonly id: string
  readonly capabilities: DirectoryCapabilities
  /** Setting the same password twice is success, also where the directory calls it reused. */
  setPassword(user: DirectoryUser, password: Secret, options: SetPasswordOptions): Promise<void>
  /**
   * True when the user's present password is one they chose themselves; `undefined` where the
   * directory cannot tell. A registration event never overwrites such a password.
   */
  hasChosenPassword(userId: string, signal: AbortSignal): Promise<boolean | undefined>
}

/** What a directory is built with. */
export interface DirectoryTools {
  /** The source's name. */
  readonly source: string
  readonly database: Kysely<Schema>
  readonly hasher: PasswordHasher
  readonly clock: Clock
}

/** What a file in `src/directories/` makes and a configuration names; called once per source. */
export interface DirectoryFactory {
  readonly id: string
  readonly capabilities: DirectoryCapabilities
  create(tools: DirectoryTools): Directory
}
