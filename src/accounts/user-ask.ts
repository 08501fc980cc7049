import type { Secret } from '../core/secret.ts'
import type { Violation } from '../credentials/policy.ts'
import type { ErrorCode } from '../core/error-codes.ts'

/** What is to become of a user's password. */
export interface PasswordAsk {
  /** Typed, to be generated, or none. */
  readonly password: Secret | 'generate' | null
  readonly sendPassword: boolean
  readonly mustChange: boolean
  /** How it is sent; left out, the source says. `setup-link` goes with no password. */
  readonly deliver?: 'password' | 'reveal-link' | 'setup-link'
  /** The operator is to see what is generated. */
  readonly showPassword: boolean
}

/** An operator asks for a user to be made. */
export interface CreateAsk extends PasswordAsk {
  readonly act: 'create-user'
  readonly source: string
  readonly email: string | null
  readonly name?: string
  /** BCP 47. */
  readonly locale?: string
  readonly validFrom?: Date
  readonly validUntil?: Date
}

/** An operator asks for a user's password to be replaced. */
export interface ResetAsk extends PasswordAsk {
  readonly act: 'reset-password'
  readonly source: string
  /** As the directory names them. */
  readonly userId: string
}

export type UserAsk = CreateAsk | ResetAsk

/** Who asks. */
export interface Asker {
  /** The operator's id. */
  readonly operator: string
  readonly clientIp: string | null
  /** Their `Idempotency-Key`: 1–200 characters. */
  readonly key: string | undefined
}

/** The field of an ask that a refusal is about. */
export type AskField =
  | 'email'
  | 'password'
  | 'sendPassword'
  | 'mustChange'
  | 'deliver'
  | 'showPassword'
  | 'validFrom'
  | 'source'
  | 'userId'
  | 'key'

/** Why an ask is not followed; nothing was changed. */
export interface Refusal {
  readonly code: ErrorCode
  readonly field: AskField
  /** For a person; without secrets and addresses. */
  readonly message: string
  /** With `POLICY_VIOLATED`: every rule that the password breaks. */
  readonly violations?: readonly Violation[]
}
