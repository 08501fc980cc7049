/** Words that must not occur, and which characters count as the same in them. */
export interface WordFilter {
  /** Folded. */
  readonly words: readonly string[]
  /** What a character counts as, one for one. */
  readonly fold: (character: string) => string
}

/** Reads a text character by character and stops where a word is complete (Aho and Corasick). */
export interface WordAutomaton {
  readonly start: number
  /** What `character` counts as; empty for one that is in no word. */
  letter(character: string): string
  /** The state after one more letter; `undefined` when that completes a word. */
  next(state: number, letter: string): number | undefined
}

const PRINTABLE_ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))

/** A filter that ignores case. */
export function ignoringCase(words: readonly string[]): WordFilter {
  return {
    words: words.map((word) => word.toLowerCase()),
    fold: (character) => character.toLowerCase(),
  }
}

/**
 * Tells whether one of the words occurs in a text of printable ASCII: one expression, since it is
 * asked about every password that is drawn.
 */
export function createMatcher({ words, fold }: WordFilter): (text: string) => boolean {
  if (words.length === 0) return () => false
  const sources = words.map((word) =>
    Array.from(word, (letter) => {
      const alike = PRINTABLE_ASCII.filter((character) => fold(character) === letter)
      return alike.length === 0 ? escaped(letter) : `[${alike.map(escaped).join('')}]`
    }).join(''),
  )
  const expression = new RegExp(sources.join('|'), 'u')
  return (text) => expression.test(text)
}

/** A state is the longest start of a word that was just spelled. Words are not empty. */
export function createWordAutomaton({ words, fold }: WordFilter): WordAutomaton {
  const complete = new Set(words)
  const starts = ['']
  const stateOf = new Map([['', 0]])
  for (const word of words) {
    for (let length = 1; length < word.length; length += 1) {
      const start = word.slice(0, length)
      if (stateOf.has(start)) continue
      stateOf.set(start, starts.length)
      starts.push(start)
    }
  }
  const letters = new Set(words.flatMap((word) => Array.from(word)))
  const known = starts.map(() => new Map<string, number | undefined>())
  const step = (state: number, letter: string): number | undefined => {
    const spelled = (starts[state] ?? '') + letter
    const suffixes = Array.from(spelled, (_, from) => spelled.slice(from))
    if (suffixes.some((suffix) => complete.has(suffix))) return undefined
    return suffixes.map((suffix) => stateOf.get(suffix)).find((found) => found !== undefined) ?? 0
  }
  return {
    start: 0,
    letter(character) {
      const folded = fold(character)
      return letters.has(folded) ? folded : ''
    },
    next(state, letter) {
      if (letter === '') return 0
      const steps = known[state]
      if (!steps?.has(letter)) steps?.set(letter, step(state, letter))
      return steps?.get(letter)
    },
  }
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}
