/** A kind of character. */
export type CharacterClass = 'lower' | 'upper' | 'digit' | 'symbol'

/** A class, or printable ASCII characters one by one. */
export type CharacterSet = CharacterClass | { readonly characters: string }

/** A set, or several of which any will do. */
export type RequiredSet = CharacterSet | readonly CharacterSet[]

export const CHARACTER_CLASSES = ['lower', 'upper', 'digit', 'symbol'] as const

/**
 * A typed password may take a required class from any script; pages check by the same while one
 * types.
 */
const CLASS_PATTERNS: Readonly<Record<CharacterClass, RegExp>> = {
  lower: /\p{Ll}/u,
  upper: /\p{Lu}/u,
  digit: /\p{Nd}/u,
  symbol: /[^\p{L}\p{M}\p{N}]/u,
}

/** As others count the same classes, such as Apple's `passwordrules`; the space is a symbol. */
const ASCII: Readonly<Record<CharacterClass, RegExp>> = {
  lower: /^[a-z]$/,
  upper: /^[A-Z]$/,
  digit: /^[0-9]$/,
  symbol: /^[ -/:-@[-`{-~]$/,
}

/** How a class is written where no language is known. */
const SHOWN: Readonly<Record<CharacterClass, string>> = {
  lower: 'a–z',
  upper: 'A–Z',
  digit: '0–9',
  symbol: '!–~',
}

/** The sets of which any will do. */
export function alternatives(required: RequiredSet): readonly CharacterSet[] {
  return isList(required) ? required : [required]
}

/** True when `password` has a character of `required`. */
export function hasOneOf(password: string, required: RequiredSet): boolean {
  return alternatives(required).some((set) =>
    typeof set === 'string'
      ? CLASS_PATTERNS[set].test(password)
      : Array.from(password).some((character) => set.characters.includes(character)),
  )
}

/** The source of a regular expression (flag `u`) that asks what `hasOneOf` asks, for pages. */
export function patternOf(required: RequiredSet): string {
  const each = alternatives(required).map((set) =>
    typeof set === 'string' ? CLASS_PATTERNS[set].source : oneOf(set.characters),
  )
  return each.join('|')
}

function oneOf(characters: string): string {
  return `[${Array.from(characters, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join('')}]`
}

/** True for an ASCII character of `set`. */
export function isIn(character: string, set: CharacterSet): boolean {
  return typeof set === 'string' ? ASCII[set].test(character) : set.characters.includes(character)
}

/** `sets` for a reader of any language, such as `A–Z, 0–9, #$`. */
export function describeSets(sets: readonly CharacterSet[]): string {
  return sets.map((set) => (typeof set === 'string' ? SHOWN[set] : set.characters)).join(', ')
}

function isList(required: RequiredSet): required is readonly CharacterSet[] {
  return Array.isArray(required)
}
