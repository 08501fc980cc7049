import { randomInt } from 'node:crypto'
import { ALPHABETS, readable } from './alphabets.ts'
import { alternatives, type CharacterSet, type RequiredSet } from './character-sets.ts'
import { charactersAt, countPasswords, type Recipe } from './count-passwords.ts'
import { OFFENSIVE } from './offensive-words.ts'
import type { PasswordFormat } from './password-format.ts'
import { lengthsOf, longestRun, type PasswordPolicy, POLICY } from './policy.ts'
import { createMatcher, ignoringCase } from './word-filter.ts'

const LETTERS_AND_DIGITS = ['lower', 'upper', 'digit'] as const
const PUNCTUATION = /[^A-Za-z0-9]/

/** Passwords of single characters, such as `k7RmXw2c…`. */
export function characterFormat(policy: PasswordPolicy): PasswordFormat {
  const recipe = recipeOf(policy)
  const isValid = createCheck(recipe)
  const alphabets = Array.from({ length: recipe.length }, (_, position) =>
    charactersAt(recipe, position),
  )
  return {
    valid: countPasswords(recipe),
    drawn: alphabets.reduce((product, { length }) => product * BigInt(length), 1n),
    draw() {
      let candidate = ''
      for (const one of alphabets) candidate += one[randomInt(one.length)]
      return isValid(candidate) ? candidate : undefined
    },
  }
}

function createCheck({ required = [], maxConsecutive, filters = [] }: Recipe) {
  const areExcluded = filters.map(createMatcher)
  return (candidate: string): boolean => {
    const characters = Array.from(candidate)
    return (
      required.every((set) => characters.some((character) => set.includes(character))) &&
      (maxConsecutive === undefined || longestRun(candidate) <= maxConsecutive) &&
      !areExcluded.some((isExcluded) => isExcluded(candidate))
    )
  }
}

/** A password is drawn from letters, digits, and whatever else the policy asks for. */
function recipeOf(policy: PasswordPolicy): Recipe {
  const { allowed, maxConsecutive, excludedWords = [] } = policy
  const required: readonly RequiredSet[] =
    policy.required ?? (allowed === undefined ? LETTERS_AND_DIGITS : [])
  // A symbol is harder to type and to read aloud, so one that is merely allowed stays out.
  const free = (allowed ?? LETTERS_AND_DIGITS).filter((set) => set !== 'symbol')
  const sets = [...free, ...required.flatMap(alternatives)]
  const characters = [...new Set(sets.flatMap((set) => Array.from(usable(set))))]
  return {
    length: lengthOf(policy),
    characters: characters.join(''),
    inner: characters.filter((character) => PUNCTUATION.test(character)).join(''),
    required: required.map((one) => alternatives(one).map(usable).join('')),
    ...(maxConsecutive !== undefined && { maxConsecutive }),
    filters: [ignoringCase(excludedWords), OFFENSIVE],
  }
}

function usable(set: CharacterSet): string {
  return typeof set === 'string' ? ALPHABETS[set] : readable(set.characters)
}

/** The length of generated passwords: as asked, else the default held within the policy's bounds. */
export function lengthOf(policy: PasswordPolicy): number {
  const { min, max } = lengthsOf(policy)
  return policy.length ?? Math.min(Math.max(POLICY.length, min), max, POLICY.lengthMax)
}
