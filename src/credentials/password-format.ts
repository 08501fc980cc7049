/** The strings that a policy allows, in one way of writing passwords. */
export interface PasswordFormat {
  /** How many are valid, exactly. */
  readonly valid: bigint
  /** How many `draw` draws from, all equally likely. */
  readonly drawn: bigint
  /** A candidate from `crypto.randomInt`; `undefined` when it is not valid. */
  draw(): string | undefined
}
