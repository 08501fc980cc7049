import type { Secret } from '../core/secret.ts'
import { type BreachList, createBreachList } from './breach-list.ts'
import {
  checkPassword,
  ownWords,
  type PasswordOwner,
  type PasswordPolicy,
  POLICY,
  type Violation,
} from './policy.ts'
import { createStrengthMeter, type StrengthMeter } from './strength-meter.ts'

/** A password that somebody typed, for whom, and by which rules. */
export interface ChosenPassword {
  readonly policy: PasswordPolicy
  readonly password: Secret
  readonly owner: PasswordOwner
  /** Whether the user had it before; left out where nobody knows. */
  readonly hasUsed?: () => Promise<boolean>
}

/**
 * Everything wrong with a chosen password; empty when it may be set. What can be seen is said all
 * together; how easily it is guessed only when that is right; whether it was used or stolen last, so
 * that neither hashes nor requests are spent on a password that is refused anyway.
 */
export type CheckChosenPassword = (chosen: ChosenPassword) => Promise<readonly Violation[]>

export interface ChosenPasswordParts {
  /** Told `breach list unreachable`: the password passes, since users must be able to log in. */
  readonly warn: (line: string) => void
  readonly strengthMeter?: StrengthMeter
  readonly breachList?: BreachList
}

/** The one entry for typed passwords, whichever page or route they come from. */
export function createChosenPasswordCheck({
  warn,
  strengthMeter = createStrengthMeter(),
  breachList = createBreachList(),
}: ChosenPasswordParts): CheckChosenPassword {
  return async ({ policy, password, owner, hasUsed }) => {
    // As it is hashed: other spellings of the same letters are the same password.
    const typed = password.reveal().normalize('NFKC')
    const visible = checkPassword(policy, typed, owner)
    if (visible.length > 0) return visible
    const { minStrength = POLICY.minStrength, breached } = policy
    const words = [...ownWords(owner), ...(policy.excludedWords ?? [])]
    if (minStrength > 0 && !(await strengthMeter.isStrong(typed, minStrength, words))) {
      return [{ code: 'too_weak' }]
    }
    const [isUsed, found] = await Promise.all([
      hasUsed?.() ?? false,
      breached ? breachList.find(typed, breached.url) : 'not_listed',
    ])
    if (found === 'unreachable') warn('breach list unreachable')
    return [
      ...(isUsed ? [{ code: 'reused' } as const] : []),
      ...(found === 'listed' ? [{ code: 'breached' } as const] : []),
    ]
  }
}
