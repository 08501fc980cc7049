import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ALPHABETS } from '../../src/credentials/alphabets.ts'
import { createPasswordGenerator } from '../../src/credentials/generator.ts'
import { OFFENSIVE } from '../../src/credentials/offensive-words.ts'
import { createWordAutomaton } from '../../src/credentials/word-filter.ts'
import { chiSquare } from './chi-square.ts'

/**
 * A fair generator falls below this chance once in 1e12 statistics. There are 27 here, and their
 * expectations are exact, so that a run of this file raises a false alarm less than once in 1e10.
 */
const CHANCE_MIN = 1e-12
const LENGTH = 12
const DRAWS = 1_000_000
const { lower, upper, digit } = ALPHABETS
const ALPHABET = lower + upper + digit

describe('the chance of a statistic', () => {
  // https://www.itl.nist.gov/div898/handbook/eda/section3/eda3674.htm, upper tail of 0.001.
  test.each([
    [1, 10.828],
    [10, 29.588],
    [100, 149.449],
  ])('is the one of the tables for %i degrees of freedom', (freedom, critical) => {
    const cells = freedom + 1
    const expected = Array.from({ length: cells }, () => 1e6)
    const shift = Math.sqrt((critical * 1e6) / 2)
    const seen = expected.map((one, cell) => one + (cell === 0 ? shift : cell === 1 ? -shift : 0))
    const { statistic, chance } = chiSquare(seen, expected)
    expect(statistic).toBeCloseTo(critical, 6)
    expect(chance).toBeCloseTo(0.001, 6)
  })
})

describe('a million passwords', () => {
  const generator = createPasswordGenerator({ length: LENGTH })
  const likely = expectations()
  const tally = createTally()
  for (let draw = 0; draw < DRAWS; draw += 1) tally.add(generator.generate().reveal())

  test('have every character at every position as often as the others of its class', () => {
    expect(tally.positions).toHaveLength(LENGTH)
    for (const [position, seen] of tally.positions.entries()) {
      const expected = (likely.positions[position] ?? []).map((share) => share * DRAWS)
      expect(seen).toHaveLength(56)
      expect(chiSquare(seen, expected).chance).toBeGreaterThan(CHANCE_MIN)
    }
  })

  test('have each class at each position as often as its size and the rules say', () => {
    const byClass = (cells: readonly number[]) =>
      [lower, upper, digit].map((one) =>
        cells.reduce((sum, value, at) => sum + (one.includes(ALPHABET[at] ?? '') ? value : 0), 0),
      )
    expect(tally.positions).toHaveLength(LENGTH)
    for (const [position, seen] of tally.positions.entries()) {
      const expected = byClass(likely.positions[position] ?? []).map((share) => share * DRAWS)
      expect(chiSquare(byClass(seen), expected).chance).toBeGreaterThan(CHANCE_MIN)
    }
  })

  test('are as many as the entropy says', () => {
    expect(2 ** generator.entropyBits / likely.all).toBeCloseTo(1, 9)
  })

  test('have as many digits as all valid passwords have, not as a fill-up recipe makes', () => {
    const expected = together(likely.digits.map((share) => share * DRAWS))
    expect(chiSquare(together(tally.digits), expected).chance).toBeGreaterThan(CHANCE_MIN)
    const filled = createTally()
    for (let draw = 0; draw < DRAWS / 10; draw += 1) filled.add(fillUp())
    const tenth = together(likely.digits.map((share) => (share * DRAWS) / 10))
    expect(chiSquare(together(filled.digits), tenth).chance).toBeLessThan(1e-100)
  })
})

describe('a hundred thousand passphrases', () => {
  const generator = createPasswordGenerator({ format: 'words', required: ['digit'] })
  const words = new Map<string, number>()
  const digits = new Map<string, number>()
  for (let draw = 0; draw < DRAWS / 10; draw += 1) {
    for (const [position, word] of generator.generate().reveal().split('-').entries()) {
      const bare = word.replace(/\d$/, '')
      words.set(bare, (words.get(bare) ?? 0) + 1)
      if (bare !== word) {
        const key = `${position} ${word.slice(-1)}`
        digits.set(key, (digits.get(key) ?? 0) + 1)
      }
    }
  }

  test('have every word of the list, and every digit at every word, equally often', () => {
    expect([words.size, digits.size]).toEqual([7_772, 6 * 8])
    for (const [seen, total] of [
      [words, (6 * DRAWS) / 10],
      [digits, DRAWS / 10],
    ] as const) {
      const expected = Array.from(seen, () => total / seen.size)
      expect(chiSquare([...seen.values()], expected).chance).toBeGreaterThan(CHANCE_MIN)
    }
  })
})

function createTally() {
  const positions = Array.from({ length: LENGTH }, () => Array.from(ALPHABET, () => 0))
  const digits = Array.from({ length: LENGTH + 1 }, () => 0)
  const cellOf = new Map(Array.from(ALPHABET, (character, cell) => [character, cell]))
  return {
    positions,
    digits,
    add(password: string): void {
      let digitCount = 0
      for (let position = 0; position < LENGTH; position += 1) {
        const character = password[position] ?? ''
        const cells = positions[position] ?? []
        const cell = cellOf.get(character) ?? -1
        cells[cell] = (cells[cell] ?? Number.NaN) + 1
        if (digit.includes(character)) digitCount += 1
      }
      digits[digitCount] = (digits[digitCount] ?? Number.NaN) + 1
    },
  }
}

/** How far a password has been read. */
interface Read {
  /** Of the automaton that looks for offensive words. */
  readonly word: number
  readonly hasLower: boolean
  readonly hasUpper: boolean
  readonly digits: number
}

/** How likely each character is at each position, and each number of digits: a walk over all passwords. */
function expectations() {
  const automaton = createWordAutomaton(OFFENSIVE)
  const step = (read: Read, character: string): Read | undefined => {
    const word = automaton.next(read.word, automaton.letter(character))
    return word === undefined
      ? undefined
      : {
          word,
          hasLower: read.hasLower || lower.includes(character),
          hasUpper: read.hasUpper || upper.includes(character),
          digits: read.digits + (digit.includes(character) ? 1 : 0),
        }
  }
  const known = new Map<string, number>()
  /** In how many ways `read` goes on to a whole password. */
  const waysOn = (read: Read, position: number): number => {
    const { hasLower, hasUpper, digits } = read
    if (position === LENGTH) return hasLower && hasUpper && digits > 0 ? 1 : 0
    const key = `${position}|${read.word}|${hasLower}|${hasUpper}|${digits}`
    const found = known.get(key)
    if (found !== undefined) return found
    let ways = 0
    for (const character of ALPHABET) {
      const next = step(read, character)
      if (next) ways += waysOn(next, position + 1)
    }
    known.set(key, ways)
    return ways
  }
  const start: Read = { word: 0, hasLower: false, hasUpper: false, digits: 0 }
  const all = waysOn(start, 0)
  const positions = Array.from({ length: LENGTH }, () => Array.from(ALPHABET, () => 0))
  const digits = Array.from({ length: LENGTH + 1 }, () => 0)
  let reads = new Map([['', { read: start, ways: 1 }]])
  for (const [position, cells] of positions.entries()) {
    const next = new Map<string, { read: Read; ways: number }>()
    for (const { read, ways } of reads.values()) {
      for (const [cell, character] of Array.from(ALPHABET).entries()) {
        const after = step(read, character)
        if (!after) continue
        cells[cell] = (cells[cell] ?? 0) + (ways * waysOn(after, position + 1)) / all
        const key = JSON.stringify(after)
        const before = next.get(key)
        if (before) before.ways += ways
        else next.set(key, { read: after, ways })
      }
    }
    reads = next
  }
  for (const { read, ways } of reads.values()) {
    digits[read.digits] = (digits[read.digits] ?? 0) + (ways * waysOn(read, LENGTH)) / all
  }
  return { positions, digits, all }
}

/** Numbers of digits from one up, rare ones together. */
function together(counts: readonly number[]): readonly number[] {
  return [...counts.slice(1, 6), counts.slice(6).reduce((sum, one) => sum + one, 0)]
}

/** One character of each class, the rest from all, shuffled: what most generators do. */
function fillUp(): string {
  const pick = (from: string) => from[randomInt(from.length)] ?? ''
  const characters = [lower, upper, digit].map(pick)
  while (characters.length < LENGTH) characters.push(pick(ALPHABET))
  for (let last = LENGTH - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    ;[characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? '']
  }
  return characters.join('')
}
