import type { DirectoryFactory, DirectoryTools } from '../../src/directories/directory.ts'
import type { VendorAnswer, VendorCall, VendorServer } from './vendor-server.ts'

/**
 * What each file `test/contracts/directories/<id>.ts` exports as `startStandIn`: it starts a server
 * that behaves as the vendor documents, keeps users and their passwords, and gives this.
 */
export type StartStandIn = (tools: DirectoryTools) => Promise<StandIn>

/** A vendor's API on this machine, with what its directory must be set to. */
export interface StandIn {
  /** Configured for the stand-in, with credentials it accepts. */
  readonly factory: DirectoryFactory
  /** Everything but the built-in directory: `directory-faults.test.ts` shows the vendor's faults. */
  readonly http?: HttpStandIn
  /** Makes a user without a password, as somebody else would; gives the id. */
  addUser(user: {
    readonly email: string
    readonly name?: string
    /** Default now. Kept where the directory has `usersSince`. */
    readonly createdAt?: Date
  }): Promise<string>
  /** The password opens the account: asked at the stand-in, not of our code. */
  opens(userId: string, password: string): Promise<boolean>
  /** What the stand-in asks for at the next login; `undefined` where the vendor has no such flag. */
  mustChange(userId: string): Promise<boolean | undefined>
  /** From when until when the account opens; there where `capabilities.validity` is true. */
  validity?(userId: string): Promise<readonly [from: Date | null, until: Date | null]>
  /** How many users have that address. */
  countUsers(email: string): Promise<number>
  /** There where the directory can end sessions. */
  readonly sessions?: StandInSessions
  close(): Promise<void>
}

/** Who is logged in at a stand-in. */
export interface StandInSessions {
  /** Somebody logs in as the user. */
  open(userId: string): void
  /** How many sessions of theirs are open. */
  count(userId: string): number
}

export interface HttpStandIn {
  readonly server: VendorServer
  /** The directory with credentials that the stand-in refuses. */
  readonly strangers: DirectoryFactory
  /** The call that sets a password, whatever goes before or after it. */
  isSetPassword(call: VendorCall): boolean
  /** True where 401 leads to a fresh token and one more try. */
  readonly renewsToken: boolean
  /** How the vendor refuses a password, and the reason that the error must then name. */
  readonly policy: { readonly answer: VendorAnswer; readonly reason: string }
  /** How the vendor says that the password was used before; that is success. */
  readonly reused?: VendorAnswer
  /** How it says that nobody has the id. Default: 404. */
  readonly notFound?: VendorAnswer
  /** How it refuses credentials. Default: 401. */
  readonly unauthorized?: VendorAnswer
  /** How it limits rates where that is not 429 with `Retry-After`. */
  readonly rateLimited?: VendorAnswer
}
