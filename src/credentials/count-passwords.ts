import { createWordAutomaton, type WordAutomaton, type WordFilter } from './word-filter.ts'

/** Which strings are valid passwords of single characters. */
export interface Recipe {
  readonly length: number
  /** Each once. */
  readonly characters: string
  /** Of `characters`, those that are neither first nor last. Default none. */
  readonly inner?: string
  /** One character of each must occur. They may overlap. */
  readonly required?: readonly string[]
  /** How often a character may stand in a row. Default any number of times. */
  readonly maxConsecutive?: number
  readonly filters?: readonly WordFilter[]
}

/**
 * How many strings satisfy `recipe`, exactly. Inclusion–exclusion over what is required: for each
 * subset, the strings that use none of it, added or taken off by the subset's parity.
 */
export function countPasswords(recipe: Recipe): bigint {
  const { required = [], filters = [] } = recipe
  // An empty word occurs in every string.
  if (filters.some(({ words }) => words.includes(''))) return 0n
  const automata = filters.map(createWordAutomaton)
  let count = 0n
  for (let subset = 0; subset < 2 ** required.length; subset += 1) {
    const out = required.filter((_, index) => (subset >> index) % 2 === 1)
    const left = Array.from(recipe.characters).filter(
      (character) => !out.some((characters) => characters.includes(character)),
    )
    const strings = countStrings(recipe, groupAlike(recipe, left, automata), automata)
    count += out.length % 2 === 0 ? strings : -strings
  }
  return count
}

/** The entropy of a password drawn uniformly from those that satisfy `recipe`; 0 when there is none. */
export function entropyBits(recipe: Recipe): number {
  return log2(countPasswords(recipe))
}

/** The characters that `recipe` allows at `position`. */
export function charactersAt(recipe: Recipe, position: number): string {
  const { length, characters, inner = '' } = recipe
  if (position !== 0 && position !== length - 1) return characters
  return Array.from(characters)
    .filter((character) => !inner.includes(character))
    .join('')
}

/** log2 of a whole number of any size, to the precision of a double. */
export function log2(count: bigint): number {
  if (count <= 0n) return 0
  const shift = Math.max(0, count.toString(2).length - 53)
  return shift + Math.log2(Number(count >> BigInt(shift)))
}

/** Characters that no rule tells apart: only how many there are matters. */
interface Alike {
  readonly size: number
  readonly isInner: boolean
  /** What they count as, for each automaton. */
  readonly letters: readonly string[]
}

function groupAlike(
  { inner = '' }: Recipe,
  characters: readonly string[],
  automata: readonly WordAutomaton[],
): readonly Alike[] {
  const groups = Map.groupBy(characters, (character) =>
    JSON.stringify([inner.includes(character), ...automata.map((one) => one.letter(character))]),
  )
  return [...groups.values()].map((group) => {
    const [first = ''] = group
    const letters = automata.map((one) => one.letter(first))
    return { size: group.length, isInner: inner.includes(first), letters }
  })
}

/** How far each automaton is, and which group came last, how often in a row. */
interface State {
  readonly words: readonly number[]
  readonly last: number
  readonly run: number
}

interface Step {
  readonly to: number
  readonly ways: bigint
}

/** Strings of `groups` in which no word occurs and no character too often in a row. */
function countStrings(
  { length, maxConsecutive }: Recipe,
  groups: readonly Alike[],
  automata: readonly WordAutomaton[],
): bigint {
  const stepsFrom = createGraph(groups, automata, maxConsecutive)
  // How many ways lead to each state.
  let ways = new Map([[0, 1n]])
  for (let position = 0; position < length; position += 1) {
    const isEdge = position === 0 || position === length - 1
    const next = new Map<number, bigint>()
    for (const [state, count] of ways) {
      for (const step of stepsFrom(state, isEdge)) {
        next.set(step.to, (next.get(step.to) ?? 0n) + count * step.ways)
      }
    }
    ways = next
  }
  return [...ways.values()].reduce((sum, count) => sum + count, 0n)
}

/** Gives the steps from a state, which are the same at every position but the edges. 0 is the start. */
function createGraph(
  groups: readonly Alike[],
  automata: readonly WordAutomaton[],
  maxConsecutive: number | undefined,
): (state: number, isEdge: boolean) => readonly Step[] {
  const states: State[] = [{ words: automata.map((one) => one.start), last: -1, run: 0 }]
  const numbers = new Map(states.map((state, number) => [JSON.stringify(state), number]))
  const numberOf = (state: State): number => {
    const key = JSON.stringify(state)
    const number = numbers.get(key) ?? states.push(state) - 1
    numbers.set(key, number)
    return number
  }
  const walk = (from: State, isEdge: boolean): readonly Step[] => {
    const steps = new Map<number, bigint>()
    const add = (state: State, ways: number): void => {
      const to = numberOf(state)
      if (ways > 0) steps.set(to, (steps.get(to) ?? 0n) + BigInt(ways))
    }
    for (const [last, { size, isInner, letters }] of groups.entries()) {
      const words = stepAll(automata, from.words, letters)
      if (!words || (isEdge && isInner)) continue
      const isSame = from.last === last
      if (maxConsecutive === undefined) add({ words, last: -1, run: 0 }, size)
      else add({ words, last, run: 1 }, isSame ? size - 1 : size)
      if (isSame && from.run < (maxConsecutive ?? 0)) add({ words, last, run: from.run + 1 }, 1)
    }
    return Array.from(steps, ([to, ways]) => ({ to, ways }))
  }
  const known = new Map<string, readonly Step[]>()
  return (number, isEdge) => {
    const key = `${number}|${isEdge}`
    const state = states[number]
    const steps = known.get(key) ?? (state ? walk(state, isEdge) : [])
    known.set(key, steps)
    return steps
  }
}

function stepAll(
  automata: readonly WordAutomaton[],
  states: readonly number[],
  letters: readonly string[],
): readonly number[] | undefined {
  const next: number[] = []
  for (const [index, automaton] of automata.entries()) {
    const state = automaton.next(states[index] ?? 0, letters[index] ?? '')
    if (state === undefined) return undefined
    next.push(state)
  }
  return next
}
