export type CharacterClass = 'lower' | 'upper' | 'digit' | 'symbol'

/** What a password must be like, for generated and typed ones alike. */
export interface PasswordPolicy {
  /** Length of generated passwords in characters. 12–128, default 20. */
  readonly length?: number
  /** Shortest accepted typed password in code points. 8–128, default 12. */
  readonly minLength?: number
  /**
   * Each must occur. Default for generated passwords: lower, upper and digit. A typed one needs
   * classes only where they are written here (NIST SP 800-63B and ASVS 6.2.5 advise against it).
   */
  readonly required?: readonly CharacterClass[]
  /** Substrings that must not occur, in any case. */
  readonly excludedWords?: readonly string[]
}

/** Defaults and bounds of `PasswordPolicy`. */
export const POLICY = { length: 20, lengthMin: 12, minLength: 12, maxLength: 128 } as const

/** Whose password it is; it must not contain their name or address. */
export interface PasswordOwner {
  readonly email?: string | null
  readonly name?: string | null
}

/** One reason why a typed password is refused; the pages put it in words. */
export type Violation =
  | { readonly code: 'too_short'; readonly min: number }
  | { readonly code: 'too_long'; readonly max: number }
  | { readonly code: 'class_missing'; readonly class: CharacterClass }
  | { readonly code: 'word_excluded'; readonly word: string }
  | { readonly code: 'own_name' }
  /** The directory has rules of its own. */
  | { readonly code: 'directory_refused' }

/** What a password with a class matches; the pages check by the same while one types. */
export const CLASS_PATTERNS: Readonly<Record<CharacterClass, RegExp>> = {
  lower: /\p{Ll}/u,
  upper: /\p{Lu}/u,
  digit: /\p{Nd}/u,
  symbol: /[^\p{L}\p{M}\p{N}]/u,
}

/** A shorter part of a name would refuse too many honest passwords. */
export const OWN_WORD_LENGTH_MIN = 4

/** Everything wrong with a typed `password`; empty when it is accepted. */
export function checkPassword(
  policy: PasswordPolicy,
  password: string,
  owner: PasswordOwner,
): readonly Violation[] {
  const violations: Violation[] = []
  const min = policy.minLength ?? POLICY.minLength
  const length = Array.from(password).length
  if (length < min) violations.push({ code: 'too_short', min })
  if (length > POLICY.maxLength) violations.push({ code: 'too_long', max: POLICY.maxLength })
  for (const one of new Set(policy.required)) {
    if (!CLASS_PATTERNS[one].test(password)) violations.push({ code: 'class_missing', class: one })
  }
  for (const word of policy.excludedWords ?? []) {
    if (hasWord(password, word)) violations.push({ code: 'word_excluded', word })
  }
  if (ownWords(owner).some((word) => hasWord(password, word))) violations.push({ code: 'own_name' })
  return violations
}

/** The words of a user's name and address that their password must not contain, in lower case. */
export function ownWords({ email, name }: PasswordOwner): readonly string[] {
  const localPart = email?.slice(0, Math.max(0, email.lastIndexOf('@'))) ?? ''
  const words = [
    localPart,
    ...localPart.split(/[^\p{L}\p{M}\p{N}]+/u),
    ...(name ?? '').split(/\s+/u),
  ]
  const long = words.filter((word) => Array.from(word).length >= OWN_WORD_LENGTH_MIN)
  return [...new Set(long.map((word) => word.toLowerCase()))]
}

/** True when `password` contains `word`, in any case. */
export function hasWord(password: string, word: string): boolean {
  return password.toLowerCase().includes(word.toLowerCase())
}
