export type CharacterClass = 'lower' | 'upper' | 'digit' | 'symbol'

/** What a password must be like, for generated and typed ones alike. */
export interface PasswordPolicy {
  /** Length of generated passwords in characters. 12–128, default 20. */
  readonly length?: number
  /** Shortest accepted typed password in code points. 8–128, default 12. */
  readonly minLength?: number
  /** Each must occur. Default lower, upper and digit. */
  readonly required?: readonly CharacterClass[]
  /** Substrings that must not occur, in any case. */
  readonly excludedWords?: readonly string[]
}
