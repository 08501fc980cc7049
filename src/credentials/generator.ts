import { randomInt } from 'node:crypto'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import { ALPHABETS } from './alphabets.ts'
import { charactersAt, countPasswords, entropyBits, type Recipe } from './count-passwords.ts'
import {
  type CharacterClass,
  hasWord,
  OWN_WORD_LENGTH_MIN,
  type PasswordPolicy,
  POLICY,
} from './policy.ts'

/** Below this a password could be guessed offline. */
const ENTROPY_BITS_MIN = 64
/** Candidates drawn before giving up. */
const DRAWS_MAX = 5_000
/** With a smaller share of valid candidates, `DRAWS_MAX` would fail more often than once in 1e9. */
const ACCEPTED_SHARE_MIN = 0.0042

/** Makes passwords for one policy. */
export interface PasswordGenerator {
  readonly length: number
  /**
   * log2 of the number of passwords that the policy allows, exactly. A word in `avoid` takes off
   * less than 0.001 bit.
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
  const length = policy.length ?? POLICY.length
  refuseLength(length, policy.minLength ?? POLICY.minLength)
  const recipe = recipeOf(policy)
  const bits = refuseWeak(recipe, policy)
  const positions = Array.from({ length }, (_, position) => charactersAt(recipe, position))
  const required = recipe.classes.filter((one) => one.isRequired).map((one) => one.characters)
  const excludedWords = recipe.excludedWords ?? []

  return {
    length,
    entropyBits: bits,
    generate(avoid = []) {
      const words = [
        ...excludedWords,
        ...avoid.filter((word) => word.length >= OWN_WORD_LENGTH_MIN),
      ]
      for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
        const candidate = positions
          .map((characters) => characters[randomInt(characters.length)])
          .join('')
        if (isValid(candidate, required, words)) return new Secret(candidate)
      }
      throw unsatisfiable(
        `a password within ${DRAWS_MAX} draws`,
        'none that avoids the words given',
      )
    },
  }
}

function isValid(
  candidate: string,
  required: readonly string[],
  words: readonly string[],
): boolean {
  const hasClasses = required.every((characters) =>
    Array.from(candidate).some((character) => characters.includes(character)),
  )
  return hasClasses && !words.some((word) => hasWord(candidate, word))
}

function recipeOf(policy: PasswordPolicy): Recipe {
  const required = new Set<CharacterClass>(policy.required ?? ['lower', 'upper', 'digit'])
  const names: readonly CharacterClass[] = required.has('symbol')
    ? ['lower', 'upper', 'digit', 'symbol']
    : ['lower', 'upper', 'digit']
  return {
    length: policy.length ?? POLICY.length,
    classes: names.map((name) => ({
      characters: ALPHABETS[name],
      isRequired: required.has(name),
      isInner: name === 'symbol',
    })),
    excludedWords: policy.excludedWords ?? [],
  }
}

function refuseLength(length: number, minLength: number): void {
  if (!Number.isInteger(length) || length < POLICY.lengthMin || length > POLICY.maxLength) {
    throw unsatisfiable(
      `\`length\` from ${POLICY.lengthMin} to ${POLICY.maxLength}`,
      String(length),
    )
  }
  if (length < minLength) {
    throw unsatisfiable(`\`length\` of at least \`minLength\` ${minLength}`, String(length))
  }
}

function refuseWeak(recipe: Recipe, policy: PasswordPolicy): number {
  const count = countPasswords(recipe)
  if (count === 0n) {
    throw unsatisfiable('rules that some password satisfies', `a conflict of ${conflict(policy)}`)
  }
  const bits = entropyBits(recipe)
  if (bits < ENTROPY_BITS_MIN) {
    throw unsatisfiable(
      `at least ${ENTROPY_BITS_MIN} bits`,
      `${bits.toFixed(1)} (\`length\`, \`excludedWords\`)`,
    )
  }
  const allBits = Array.from({ length: recipe.length }, (_, position) =>
    Math.log2(charactersAt(recipe, position).length),
  ).reduce((sum, one) => sum + one, 0)
  if (2 ** (bits - allBits) < ACCEPTED_SHARE_MIN) {
    throw unsatisfiable('rules that leave a fair share of passwords', 'too few (`excludedWords`)')
  }
  return bits
}

/** The fewest rules that cannot hold together: each stays out if there is a conflict without it. */
function conflict(policy: PasswordPolicy): string {
  let required = policy.required ?? ['lower', 'upper', 'digit']
  let excludedWords = policy.excludedWords ?? []
  for (const name of required) {
    const fewer = required.filter((one) => one !== name)
    if (!isSatisfiable({ ...policy, required: fewer, excludedWords })) required = fewer
  }
  for (const word of excludedWords) {
    const fewer = excludedWords.filter((one) => one !== word)
    if (!isSatisfiable({ ...policy, required, excludedWords: fewer })) excludedWords = fewer
  }
  return [
    ...required.map((name) => `\`required\` ${name}`),
    ...excludedWords.map((word) => `\`excludedWords\` ${JSON.stringify(word)}`),
  ].join(', ')
}

function isSatisfiable(policy: PasswordPolicy): boolean {
  return countPasswords(recipeOf(policy)) > 0n
}

function unsatisfiable(expected: string, got: string): AppError {
  return new AppError('POLICY_UNSATISFIABLE', `password policy: expected ${expected}, got ${got}`)
}
