import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPasswords, entropyBits, type Recipe } from '../../src/credentials/count-passwords.ts'
import { OFFENSIVE } from '../../src/credentials/offensive-words.ts'
import { hasWord } from '../../src/credentials/policy.ts'
import { ignoringCase } from '../../src/credentials/word-filter.ts'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const CLASSES = [LOWER, LOWER.toUpperCase(), '0123456789', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|']

describe('entropy', () => {
  test.each([
    [8, 51.1],
    [16, 104.11],
    [20, 130.31],
  ])('of %i characters of 92 with four required classes is %f bits', (length, bits) => {
    const recipe = { length, characters: CLASSES.join(''), required: CLASSES }
    expect(new Set(recipe.characters)).toHaveLength(92)
    expect(entropyBits(recipe)).toBeCloseTo(bits, 2)
  })

  test('of a recipe that nothing satisfies is none', () => {
    expect(entropyBits({ length: 3, characters: 'ab', required: ['c'] })).toBe(0)
    expect(countPasswords({ length: 3, characters: '' })).toBe(0n)
  })
})

describe('the number of passwords', () => {
  test('is what a full enumeration counts', () => {
    const words = fc.array(fc.stringMatching(/^[abA2$]{1,3}$/), { maxLength: 3 })
    const recipes = fc.record({
      length: fc.integer({ min: 1, max: 5 }),
      inner: fc.constantFrom('', '$', '2$'),
      required: fc.array(fc.stringMatching(/^[abA2$]{0,3}$/), { maxLength: 3 }),
      maxConsecutive: fc.constantFrom(1, 2, 3, 99),
      words,
    })
    fc.assert(
      fc.property(recipes, ({ words: excluded, ...rest }) => {
        const recipe = { ...rest, characters: 'abA2$', filters: [ignoringCase(excluded)] }
        const strings = enumerate(recipe).filter(
          (string) => !excluded.some((word) => hasWord(string, word)),
        )
        expect(countPasswords(recipe)).toBe(BigInt(strings.length))
      }),
      { numRuns: 300 },
    )
  })

  test('leaves out what two filters leave out, each with its own idea of the same letter', () => {
    const recipe = { length: 4, characters: 'sS5hi!t7', filters: [OFFENSIVE, ignoringCase(['sh'])] }
    const hits = /[sS5]hi?[i!]?[t7]/
    const strings = enumerate(recipe).filter(
      (string) =>
        !/^[sS5]h[i!][t7]$/.test(string) &&
        !/sh/i.test(string) &&
        !/t[i!]t[sS5]/.test(string.replaceAll('7', 't')),
    )
    expect(enumerate(recipe).some((string) => hits.test(string))).toBe(true)
    expect(countPasswords(recipe)).toBe(BigInt(strings.length))
  })
})

/** The strings of `recipe`, its filters apart, by listing them all. */
function enumerate(recipe: Recipe): readonly string[] {
  const { length, characters, inner = '', required = [], maxConsecutive = 99 } = recipe
  let strings = ['']
  for (let position = 0; position < length; position += 1) {
    const isEdge = position === 0 || position === length - 1
    strings = strings.flatMap((string) =>
      Array.from(characters)
        .filter((character) => !(isEdge && inner.includes(character)))
        .map((character) => string + character),
    )
  }
  const runs = new RegExp(`(.)\\1{${maxConsecutive},}`)
  return strings.filter(
    (string) =>
      required.every((set) => Array.from(set).some((character) => string.includes(character))) &&
      !runs.test(string),
  )
}
