/** The characters of one class and how they may be used. */
export interface RecipeClass {
  readonly characters: string
  /** At least one of them must occur. Default false. */
  readonly isRequired?: boolean
  /** They are neither first nor last. Default false. */
  readonly isInner?: boolean
}

/** Which strings are valid passwords. The classes share no character. */
export interface Recipe {
  readonly length: number
  readonly classes: readonly RecipeClass[]
  /** Substrings that must not occur, in any case. */
  readonly excludedWords?: readonly string[]
}

/**
 * How many strings satisfy `recipe`, exactly. Inclusion–exclusion over the required classes: for
 * each subset, the strings that use none of it, added or taken off by the subset's parity.
 */
export function countPasswords(recipe: Recipe): bigint {
  const required = recipe.classes.filter((one) => one.isRequired)
  let count = 0n
  for (let subset = 0; subset < 2 ** required.length; subset += 1) {
    const left = new Set(required.filter((_, index) => (subset >> index) % 2 === 1))
    const classes = recipe.classes.filter((one) => !left.has(one))
    const strings = countStrings(recipe, classes)
    count += left.size % 2 === 0 ? strings : -strings
  }
  return count
}

/** The entropy of a password drawn uniformly from those that satisfy `recipe`; 0 when there is none. */
export function entropyBits(recipe: Recipe): number {
  return log2(countPasswords(recipe))
}

/** The characters that `recipe` allows at `position`. */
export function charactersAt(recipe: Pick<Recipe, 'length' | 'classes'>, position: number): string {
  const isEdge = position === 0 || position === recipe.length - 1
  const usable = recipe.classes.filter((one) => !(isEdge && one.isInner))
  return usable.map((one) => one.characters).join('')
}

/** Strings over `classes` in which no excluded word occurs. */
function countStrings(recipe: Recipe, classes: readonly RecipeClass[]): bigint {
  const words = (recipe.excludedWords ?? []).map((word) => word.toLowerCase())
  // An empty word occurs in every string.
  if (words.includes('')) return 0n
  const known = new Map<string, ReadonlyMap<string, bigint>>()
  const stepsFrom = (state: string, characters: string) => {
    const key = `${state}\n${characters}`
    const steps = known.get(key) ?? nextStates(state, characters, words)
    known.set(key, steps)
    return steps
  }
  // How many ways lead to each state, where a state is the longest start of a word just spelled.
  let ways = new Map([['', 1n]])
  for (let position = 0; position < recipe.length; position += 1) {
    const steps = new Map<string, bigint>()
    const characters = charactersAt({ length: recipe.length, classes }, position).toLowerCase()
    for (const [state, count] of ways) {
      for (const [next, times] of stepsFrom(state, characters)) {
        steps.set(next, (steps.get(next) ?? 0n) + count * times)
      }
    }
    ways = steps
  }
  return [...ways.values()].reduce((sum, count) => sum + count, 0n)
}

function nextStates(
  state: string,
  characters: string,
  words: readonly string[],
): ReadonlyMap<string, bigint> {
  const next = new Map<string, bigint>()
  for (const character of characters) {
    const spelled = state + character
    if (words.some((word) => spelled.endsWith(word))) continue
    const suffix = longestStart(spelled, words)
    next.set(suffix, (next.get(suffix) ?? 0n) + 1n)
  }
  return next
}

function longestStart(spelled: string, words: readonly string[]): string {
  for (let from = 0; from < spelled.length; from += 1) {
    const suffix = spelled.slice(from)
    if (words.some((word) => word.startsWith(suffix))) return suffix
  }
  return ''
}

/** log2 of a whole number of any size, to the precision of a double. */
function log2(count: bigint): number {
  if (count <= 0n) return 0
  const shift = Math.max(0, count.toString(2).length - 53)
  return shift + Math.log2(Number(count >> BigInt(shift)))
}
