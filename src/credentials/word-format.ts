import { randomInt } from 'node:crypto'
import { DEFAULT_WORDLIST } from 'secure-password-utilities/wordlists'
import { ALPHABETS } from './alphabets.ts'
import { alternatives, type CharacterSet, isIn } from './character-sets.ts'
import type { PasswordFormat } from './password-format.ts'
import { lengthsOf, longestRun, permittedSets, type PasswordPolicy, POLICY } from './policy.ts'
import { createMatcher, createWordAutomaton, ignoringCase, type WordFilter } from './word-filter.ts'

/** Passphrases of one policy: how many words out of which list, and what is done to them. */
interface Recipe {
  readonly words: number
  readonly list: readonly string[]
  readonly separator: string
  /** One of them goes to the end of one word; none where the policy asks for no digit. */
  readonly digits: string
  readonly min: number
  readonly max: number
  readonly filter: WordFilter
}

/**
 * Passphrases such as `plank-visor-unwed-ajar-colt-mummy`, from the long list of the EFF without its
 * four words with a hyphen: a separator that is in no word keeps phrases apart, so that each is drawn
 * in one way only. A required upper-case letter begins every word; a required digit ends one word,
 * chosen as the words are. The list is curated, so no further words are kept out.
 */
export function wordFormat(policy: PasswordPolicy): PasswordFormat {
  const recipe = recipeOf(policy)
  const { words, list, digits, min, max } = recipe
  const isExcluded = createMatcher(recipe.filter)
  const ways = BigInt(list.length) ** BigInt(words)
  return {
    valid: meetsSets(policy, recipe) ? countPhrases(recipe) : 0n,
    drawn: digits === '' ? ways : ways * BigInt(words * digits.length),
    draw() {
      const phrase = Array.from({ length: words }, () => list[randomInt(list.length)] ?? '')
      if (digits !== '') {
        const position = randomInt(words)
        phrase[position] = `${phrase[position]}${digits[randomInt(digits.length)]}`
      }
      const candidate = phrase.join(recipe.separator)
      const fits = candidate.length >= min && candidate.length <= max
      return fits && !isExcluded(candidate) ? candidate : undefined
    },
  }
}

/** How many phrases are valid, exactly: a walk over lengths and states of the excluded words. */
export function countPhrases(recipe: Recipe): bigint {
  const { words, digits, max, min, filter } = recipe
  if (filter.words.includes('')) return 0n
  const steps = createSteps(recipe)
  let states = [{ state: 0, hasDigit: digits === '', length: 0, ways: 1n }]
  for (let word = 0; word < words; word += 1) {
    const next = new Map<string, (typeof states)[number]>()
    for (const { state, hasDigit, length, ways } of states) {
      for (const step of steps(state, word > 0)) {
        const total = length + step.length
        if ((step.hasDigit && hasDigit) || total > max) continue
        const after = { state: step.state, hasDigit: hasDigit || step.hasDigit, length: total }
        const key = JSON.stringify(after)
        const known = next.get(key)
        if (known) known.ways += ways * step.ways
        else next.set(key, { ...after, ways: ways * step.ways })
      }
    }
    states = [...next.values()]
  }
  return states
    .filter(({ hasDigit, length }) => hasDigit && length >= min)
    .reduce((sum, { ways }) => sum + ways, 0n)
}

/** What one more word may lead to, and in how many ways. */
interface Step {
  readonly state: number
  readonly hasDigit: boolean
  readonly length: number
  ways: bigint
}

function createSteps({
  list,
  separator,
  digits,
  filter,
}: Recipe): (state: number, isLater: boolean) => readonly Step[] {
  const automaton = createWordAutomaton(filter)
  const spell = (from: number | undefined, text: string): number | undefined => {
    let state = from
    for (const character of text) {
      if (state === undefined) return undefined
      state = automaton.next(state, automaton.letter(character))
    }
    return state
  }
  const known = new Map<string, readonly Step[]>()
  return (from, isLater) => {
    const key = `${from}|${isLater}`
    const steps = new Map<string, Step>()
    const add = (state: number | undefined, length: number, hasDigit: boolean): void => {
      if (state === undefined) return
      const same = `${state}|${length}|${hasDigit}`
      const step = steps.get(same)
      if (step) step.ways += 1n
      else steps.set(same, { state, length, hasDigit, ways: 1n })
    }
    if (!known.has(key)) {
      const before = isLater ? separator : ''
      const start = spell(from, before)
      for (const word of list) {
        const state = spell(start, word)
        const length = before.length + word.length
        add(state, length, false)
        for (const digit of digits) add(spell(state, digit), length + 1, true)
      }
      known.set(key, [...steps.values()])
    }
    return known.get(key) ?? []
  }
}

function recipeOf(policy: PasswordPolicy): Recipe {
  const { maxConsecutive = Infinity, excludedWords = [], words = POLICY.words } = policy
  const { min, max } = lengthsOf(policy)
  const permitted = permittedSets(policy)
  const isPermitted = (text: string): boolean =>
    Array.from(text).every((one) => permitted?.some((set) => isIn(one, set)) ?? true)
  const hasCapitals = asksFor(policy, 'upper')
  const list = DEFAULT_WORDLIST.map((word) =>
    hasCapitals ? `${word[0]?.toUpperCase()}${word.slice(1)}` : word,
  )
  return {
    words,
    list: list.filter((word) => longestRun(word) <= maxConsecutive && isPermitted(word)),
    separator: policy.separator ?? POLICY.separator,
    digits: asksFor(policy, 'digit')
      ? Array.from(ALPHABETS.digit).filter(isPermitted).join('')
      : '',
    min,
    max,
    filter: ignoringCase(excludedWords),
  }
}

/** True when some required set can only be met with `kind`. */
function asksFor({ required = [] }: PasswordPolicy, kind: 'upper' | 'digit'): boolean {
  return required.some((one) => {
    const sets = alternatives(one)
    return sets.includes(kind) && !sets.includes('lower')
  })
}

/** True when every phrase has what is required, and its separator is permitted. */
function meetsSets(policy: PasswordPolicy, { separator, digits, list }: Recipe): boolean {
  const has = (set: CharacterSet): boolean => {
    if (set === 'lower') return true
    if (set === 'upper') return /^[A-Z]/.test(list[0] ?? '')
    return set === 'digit' ? digits !== '' : isIn(separator, set)
  }
  const permitted = permittedSets(policy)
  return (
    (policy.required ?? []).every((one) => alternatives(one).some(has)) &&
    (permitted?.some((set) => isIn(separator, set)) ?? true)
  )
}
