import {
  CHARACTER_CLASSES,
  type CharacterClass,
  type CharacterSet,
  describeSets,
  alternatives,
  hasOneOf,
  isIn,
  type RequiredSet,
} from './character-sets.ts'

export type { CharacterClass, CharacterSet, RequiredSet } from './character-sets.ts'

/** What a password must be like, for generated and typed ones alike. */
export interface PasswordPolicy {
  /** What is generated: single characters (the default) or English words. */
  readonly format?: 'characters' | 'words'
  /** Length of generated passwords of characters. 12–128, default 20, held within min and max. */
  readonly length?: number
  /** How many words a generated passphrase has. 5–20, default 6. */
  readonly words?: number
  /** What stands between generated words: one ASCII symbol that mails carry. Default `-`. */
  readonly separator?: string
  /** Shortest accepted typed password in code points. 8–128, default 12. */
  readonly minLength?: number
  /** Longest accepted password in code points. `minLength`–256, default 128. */
  readonly maxLength?: number
  /**
   * One of each must occur. Default for generated characters: lower, upper and digit. A typed one
   * needs them only where they are written here (NIST SP 800-63B and ASVS 6.2.5 advise against it).
   */
  readonly required?: readonly RequiredSet[]
  /** Beside what is required, nothing else may occur. Default: anything may. */
  readonly allowed?: readonly CharacterSet[]
  /** How often one character may stand in a row. Default any number of times. */
  readonly maxConsecutive?: number
  /** Substrings that must not occur, in any case. */
  readonly excludedWords?: readonly string[]
  /**
   * The least zxcvbn score of a typed password, 0–4; 0 asks for none. Default 3, `safely unguessable`
   * where the hash is slow: it refuses what a guesser tries first, without rules of composition.
   * 4 would refuse many honest ones.
   */
  readonly minStrength?: 0 | 1 | 2 | 3 | 4
  /**
   * Chosen passwords must differ from the last `last` (1–24) and from those of the last `days` days
   * (1–3,650), of which the newest 24 count. Only on the built-in directory. Default: only from the
   * present one when it is changed.
   */
  readonly history?: { readonly last?: number; readonly days?: number }
  /**
   * A chosen password this old must be changed. 1–3,650; only on the built-in directory. Default
   * never (NIST SP 800-63B forbids it where nothing has leaked).
   */
  readonly expiresAfterDays?: number
  /**
   * Refuses typed passwords that are on a list of stolen ones: five hex digits of the SHA-1 are sent
   * to `url` (default `https://api.pwnedpasswords.com`, or a copy of your own). When it cannot be
   * reached, a password passes and the log says so. Default: nobody is asked.
   */
  readonly breached?: { readonly url?: string }
}

/** Defaults and bounds of `PasswordPolicy`. */
export const POLICY = {
  length: 20,
  lengthMin: 12,
  lengthMax: 128,
  words: 6,
  wordsMin: 5,
  wordsMax: 20,
  separator: '-',
  minLength: 12,
  minLengthMin: 8,
  maxLength: 128,
  maxLengthMax: 256,
  minStrength: 3,
  historyMax: 24,
  daysMax: 3_650,
} as const

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
  /** One of `of` must occur, such as `A–Z, #$`. */
  | { readonly code: 'one_of_missing'; readonly of: string }
  /** Only `of` may occur. */
  | { readonly code: 'character_not_allowed'; readonly of: string }
  | { readonly code: 'too_many_alike'; readonly max: number }
  | { readonly code: 'word_excluded'; readonly word: string }
  | { readonly code: 'own_name' }
  /** Easier to guess than `minStrength` allows. */
  | { readonly code: 'too_weak' }
  /** The user had it before, or has it now. */
  | { readonly code: 'reused' }
  /** It is on a list of stolen passwords. */
  | { readonly code: 'breached' }
  /** The directory has rules of its own. */
  | { readonly code: 'directory_refused' }

/** A shorter part of a name would refuse too many honest passwords. */
export const OWN_WORD_LENGTH_MIN = 4

/**
 * What is wrong with a typed `password` at first sight, for lists that change as the user types;
 * empty when these rules accept it. `checkChosenPassword` asks the rest.
 */
export function checkPassword(
  policy: PasswordPolicy,
  password: string,
  owner: PasswordOwner,
): readonly Violation[] {
  const { min, max } = lengthsOf(policy)
  const { excludedWords = [], maxConsecutive = Infinity } = policy
  const violations: Violation[] = []
  const length = Array.from(password).length
  if (length < min) violations.push({ code: 'too_short', min })
  if (length > max) violations.push({ code: 'too_long', max })
  violations.push(...checkCharacters(policy, password))
  if (longestRun(password) > maxConsecutive) {
    violations.push({ code: 'too_many_alike', max: maxConsecutive })
  }
  for (const word of excludedWords) {
    if (hasWord(password, word)) violations.push({ code: 'word_excluded', word })
  }
  if (ownWords(owner).some((word) => hasWord(password, word))) violations.push({ code: 'own_name' })
  return violations
}

/** How short and how long a password may be. */
export function lengthsOf({ minLength, maxLength }: PasswordPolicy): {
  readonly min: number
  readonly max: number
} {
  return { min: minLength ?? POLICY.minLength, max: maxLength ?? POLICY.maxLength }
}

/** Every set of which a password may have characters; `undefined` when it may have any. */
export function permittedSets(policy: PasswordPolicy): readonly CharacterSet[] | undefined {
  if (policy.allowed === undefined) return undefined
  const sets = [...policy.allowed, ...(policy.required ?? []).flatMap(alternatives)]
  const classes = CHARACTER_CLASSES.filter((one) => sets.includes(one))
  return [...classes, ...sets.filter((set) => typeof set !== 'string')]
}

/** The longest row of one character in `password`. */
export function longestRun(password: string): number {
  let longest = 0
  let run = 0
  let before: string | undefined
  for (const character of password) {
    run = character === before ? run + 1 : 1
    longest = Math.max(longest, run)
    before = character
  }
  return longest
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

function checkCharacters(policy: PasswordPolicy, password: string): readonly Violation[] {
  const violations: Violation[] = []
  for (const required of new Set(policy.required)) {
    if (hasOneOf(password, required)) continue
    const sets = alternatives(required)
    const [only] = sets
    violations.push(
      sets.length === 1 && typeof only === 'string'
        ? { code: 'class_missing', class: only }
        : { code: 'one_of_missing', of: describeSets(sets) },
    )
  }
  const permitted = permittedSets(policy)
  const isPermitted = (character: string) => permitted?.some((set) => isIn(character, set)) ?? true
  if (permitted && !Array.from(password).every(isPermitted)) {
    violations.push({ code: 'character_not_allowed', of: describeSets(permitted) })
  }
  return violations
}
