import type { Kysely } from 'kysely'
import type { Fault } from '../config/faults.ts'
import type { Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import type { PasswordHasher } from '../credentials/password-hasher.ts'
import type { PasswordPolicy } from '../credentials/policy.ts'
import type { Schema } from '../database/schema.ts'
import type { Origin } from '../events/identity-event.ts'

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
  /** It takes only a hash of the password, which the directory's own file makes. */
  readonly hashOnly?: true
  /** An account can open from a time on, and until one. */
  readonly validity?: true
  /** `createUser` works. */
  readonly createsUsers: boolean
  /** `findUser` works. */
  readonly findsUsers: boolean
  /** It keeps what `history` and `expiresAfterDays` of a policy need: it has `hasUsed`. */
  readonly enforcesPolicy?: true
  /** It has `usersSince`, so that `reconcile: true` is possible. */
  readonly listsUsers?: true
}

/** How a user is looked up: by the directory's id, or by address in any case. */
export type DirectoryName = { readonly id: string } | { readonly email: string }

/** A user to be made. Without a password nobody can log in as them until one is set. */
export interface NewDirectoryUser {
  readonly email: string
  readonly name?: string
  readonly locale?: string
  /** The account opens from then / until then; only where `capabilities.validity` is true. */
  readonly validFrom?: Date
  readonly validUntil?: Date
}

/** A user as `usersSince` lists them; enough to make the event that never came. */
export interface CreatedUser extends DirectoryUser {
  readonly createdAt: Date
  readonly origin: Origin
  /** True only where the directory says so. */
  readonly hasPassword: boolean
  /** What the provider's webhook would have had as its de-duplication key, where that is known. */
  readonly dedupeKey?: string
}

/** True for a user whom `usersSince` need not tell of. */
export type IsKnown = (user: Pick<CreatedUser, 'id' | 'createdAt'>) => Promise<boolean>

/**
 * Where a user's password is set. Every call is idempotent and ends with its `signal`. Errors:
 *
 * | code | when |
 * | --- | --- |
 * | `DIRECTORY_UNREACHABLE` | nothing was sent, or a call that changes nothing came to nothing |
 * | `DIRECTORY_UNKNOWN_OUTCOME` | a change was sent and no answer came, or one that says nothing |
 * | `DIRECTORY_CREDENTIALS` | our own credentials are refused, also with a fresh token |
 * | `DIRECTORY_USER_NOT_FOUND` | nobody has that id, perhaps not yet |
 * | `DIRECTORY_RATE_LIMITED` | with `retryAt` |
 * | `DIRECTORY_REFUSED_PASSWORD` | its policy; the message has its own reason as a code |
 * | `DIRECTORY_UNEXPECTED` | it answered what its documentation does not say |
 */
export interface Directory {
  readonly id: string
  readonly capabilities: DirectoryCapabilities
  /**
   * Setting the same password twice is success, also where the directory calls it reused; one that
   * the user typed is then refused, since it may be an old one of theirs.
   */
  setPassword(user: DirectoryUser, password: Secret, options: SetPasswordOptions): Promise<void>
  /**
   * True when the user's present password is one they chose themselves; `undefined` where the
   * directory cannot tell. A registration event never overwrites such a password.
   */
  hasChosenPassword(userId: string, signal: AbortSignal): Promise<boolean | undefined>
  /**
   * `undefined` when nobody, or more than one user, goes by that name. Throws `CONFIG_INVALID` where
   * `capabilities.findsUsers` is false.
   */
  findUser(by: DirectoryName, signal: AbortSignal): Promise<DirectoryUser | undefined>
  /**
   * Gives the user who has that address already, or makes one. Throws `CONFIG_INVALID` where
   * `capabilities.createsUsers` is false.
   */
  createUser(user: NewDirectoryUser, signal: AbortSignal): Promise<DirectoryUser>
  /**
   * True when the user may not choose `password` because they had it before, by the policy's
   * `history`. There where `capabilities.enforcesPolicy` is true.
   */
  hasUsed?(userId: string, password: Secret): Promise<boolean>
  /** Asks for something that needs the same rights as setting a password; changes nothing. */
  check(signal: AbortSignal): Promise<void>
  /**
   * Users made at `since` or later, oldest first. There where `capabilities.listsUsers` is true.
   * A directory that makes a call for each user asks `isKnown` before, in the same order.
   */
  usersSince?(since: Date, signal: AbortSignal, isKnown?: IsKnown): AsyncIterable<CreatedUser>
}

/** What a directory is built with. */
export interface DirectoryTools {
  /** The source's name. */
  readonly source: string
  readonly database: Kysely<Schema>
  readonly hasher: PasswordHasher
  readonly clock: Clock
  /** What chosen passwords must be like. */
  readonly policy?: PasswordPolicy
}

/** What a file in `src/directories/` makes and a configuration names; called once per source. */
export interface DirectoryFactory {
  readonly id: string
  readonly capabilities: DirectoryCapabilities
  /** What is wrong with its settings; `path` is relative to the source. Reported at the start. */
  readonly faults?: readonly Fault[]
  create(tools: DirectoryTools): Directory
}

/** What a person must know to use a directory; its page in `docs/directories/` is made of it. */
export interface DirectoryGuide {
  /** Such as `Keycloak`. */
  readonly name: string
  /** Steps for a person, in Markdown. */
  readonly setup: readonly string[]
  /** For `doorkey.config.ts`: the value of `directory:`. */
  readonly config: string
  /** The rights its credentials need, no more. */
  readonly permissions: readonly string[]
  /** What it cannot do, and traps. */
  readonly limits: readonly string[]
  /** How a change at the next login is forced, or that it is not. */
  readonly mustChange: string
  readonly testedAgainst: string
  /** What was read, with the date. */
  readonly sources: readonly string[]
}
