import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import { characterFormat } from './character-format.ts'
import { log2 } from './count-passwords.ts'
import type { PasswordFormat } from './password-format.ts'
import { checkBounds } from './policy-bounds.ts'
import { conflictIn } from './policy-conflict.ts'
import { OWN_WORD_LENGTH_MIN, type PasswordPolicy } from './policy.ts'
import { createMatcher, ignoringCase } from './word-filter.ts'
import { wordFormat } from './word-format.ts'

/** Below this a password could be guessed offline. */
const ENTROPY_BITS_MIN = 64
/** Candidates drawn before giving up. */
const DRAWS_MAX = 5_000
/** With a smaller share of valid candidates, `DRAWS_MAX` would fail more often than once in 1e9. */
const ACCEPTED_SHARE_MIN = 0.0042

/** Makes passwords for one policy. */
export interface PasswordGenerator {
  /**
   * log2 of the number of passwords that the policy allows, exactly. A word in `avoid` takes off
   * less than 0.001 bit, or less than 0.1 bit of a passphrase.
   */
  readonly entropyBits: number
  /**
   * A new password, uniform over all that satisfy the policy and contain no word of `avoid` (the
   * user's own name and address, see `ownWords`; words under four characters do not count).
   */
  generate(avoid?: readonly string[]): Secret
}

/**
 * Draws whole candidates from `crypto.randomInt` and rejects those that miss a rule: the only way
 * that leaves every valid password equally likely. Throws `POLICY_UNSATISFIABLE`.
 */
export function createPasswordGenerator(policy: PasswordPolicy): PasswordGenerator {
  checkBounds(policy)
  const format = formatOf(policy)
  return {
    entropyBits: refuseWeak(format, policy),
    generate(avoid = []) {
      const words = avoid.filter((word) => word.length >= OWN_WORD_LENGTH_MIN)
      const isTheirs = createMatcher(ignoringCase(words))
      for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
        const candidate = format.draw()
        if (candidate !== undefined && !isTheirs(candidate)) return new Secret(candidate)
      }
      throw unsatisfiable(
        `a password within ${DRAWS_MAX} draws`,
        'none that avoids the words given',
      )
    },
  }
}

function formatOf(policy: PasswordPolicy): PasswordFormat {
  return policy.format === 'words' ? wordFormat(policy) : characterFormat(policy)
}

function isSatisfiable(policy: PasswordPolicy): boolean {
  return formatOf(policy).valid > 0n
}

function refuseWeak({ valid, drawn }: PasswordFormat, policy: PasswordPolicy): number {
  if (valid === 0n) {
    throw unsatisfiable(
      'rules that some password satisfies',
      `a conflict of ${conflictIn(policy, isSatisfiable)}`,
    )
  }
  const bits = log2(valid)
  if (bits < ENTROPY_BITS_MIN) {
    throw unsatisfiable(
      `at least ${ENTROPY_BITS_MIN} bits`,
      `${bits.toFixed(1)} (\`length\` or \`words\`, \`allowed\`, \`excludedWords\`)`,
    )
  }
  if (2 ** (bits - log2(drawn)) < ACCEPTED_SHARE_MIN) {
    throw unsatisfiable(
      'rules that leave a fair share of passwords',
      'too few (`required`, `maxConsecutive`, `excludedWords`)',
    )
  }
  return bits
}

function unsatisfiable(expected: string, got: string): AppError {
  return new AppError('POLICY_UNSATISFIABLE', `password policy: expected ${expected}, got ${got}`)
}
