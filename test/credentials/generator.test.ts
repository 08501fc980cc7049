import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALPHABETS } from '../../src/credentials/alphabets.ts'
import { entropyBits, type Recipe } from '../../src/credentials/count-passwords.ts'
import { createPasswordGenerator } from '../../src/credentials/generator.ts'
import { checkPassword, hasWord, type PasswordPolicy } from '../../src/credentials/policy.ts'
import { errorOf } from '../support/error-of.ts'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const ALL_92: Recipe['classes'] = [
  { characters: LOWER, isRequired: true },
  { characters: LOWER.toUpperCase(), isRequired: true },
  { characters: '0123456789', isRequired: true },
  { characters: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|', isRequired: true },
]

const policies = fc.record({
  length: fc.integer({ min: 12, max: 40 }),
  required: fc.uniqueArray(fc.constantFrom('lower', 'upper', 'digit', 'symbol'), { minLength: 1 }),
  excludedWords: fc.array(fc.stringMatching(/^[a-zA-Z2-9]{2,6}$/), { maxLength: 4 }),
})

describe('entropy', () => {
  test.each([
    [8, 51.1],
    [16, 104.11],
    [20, 130.31],
  ])('of %i characters of 92 with four required classes is %f bits', (length, bits) => {
    expect(entropyBits({ length, classes: ALL_92 })).toBeCloseTo(bits, 2)
  })

  test('counts exactly what a full enumeration counts', () => {
    const recipes = fc.record({
      length: fc.integer({ min: 1, max: 5 }),
      classes: fc.tuple(
        fc.record({
          characters: fc.constant('ab'),
          isRequired: fc.boolean(),
          isInner: fc.boolean(),
        }),
        fc.record({ characters: fc.constant('A'), isRequired: fc.boolean() }),
        fc.record({ characters: fc.constant('2'), isRequired: fc.boolean() }),
      ),
      excludedWords: fc.array(fc.stringMatching(/^[abA2]{1,3}$/), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(recipes, (recipe) => {
        const count = enumerate(recipe)
        expect(entropyBits(recipe)).toBeCloseTo(count === 0 ? 0 : Math.log2(count), 9)
      }),
    )
  })

  test('of a default password is over 110 bits', () => {
    expect(createPasswordGenerator({}).entropyBits).toBeGreaterThan(110)
  })
})

/** Counts the valid strings by listing them all. */
function enumerate(recipe: Recipe): number {
  let strings = ['']
  for (let position = 0; position < recipe.length; position += 1) {
    const isEdge = position === 0 || position === recipe.length - 1
    const usable = recipe.classes.filter((one) => !(isEdge && one.isInner === true))
    const characters = usable.flatMap((one) => Array.from(one.characters))
    strings = strings.flatMap((string) => characters.map((character) => string + character))
  }
  return strings.filter(
    (string) =>
      recipe.classes.every(
        (one) =>
          one.isRequired !== true ||
          Array.from(one.characters).some((character) => string.includes(character)),
      ) && !(recipe.excludedWords ?? []).some((word) => hasWord(string, word)),
  ).length
}

describe('generate', () => {
  test('gives only passwords that the same policy accepts when typed', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const password = createPasswordGenerator(policy).generate().reveal()
        expect(password).toHaveLength(policy.length)
        expect(checkPassword(policy, password, {})).toEqual([])
      }),
    )
  })

  test('never uses a look-alike, nor a symbol first or last', () => {
    const generator = createPasswordGenerator({ required: ['lower', 'upper', 'digit', 'symbol'] })
    const passwords = Array.from({ length: 2_000 }, () => generator.generate().reveal())
    expect(passwords.filter((password) => /[0Oo1lI|]/.test(password))).toEqual([])
    expect(passwords.filter((password) => /^[^a-z0-9]|[^a-z0-9]$/i.test(password))).toEqual([])
    expect(passwords.filter((password) => /^[\w!#$%*]{20}$/.test(password))).toHaveLength(2_000)
  })

  test('avoids the words given, in any case', () => {
    const generator = createPasswordGenerator({ length: 128 })
    // One password of 128 contains one of 400 words with a chance of 2 %: without the rule some would.
    const avoid = Array.from({ length: 400 }, () => generator.generate().reveal().slice(0, 4))
    const passwords = Array.from({ length: 1_000 }, () => generator.generate(avoid).reveal())
    expect(passwords).toHaveLength(1_000)
    expect(passwords.filter((one) => avoid.some((word) => hasWord(one, word)))).toEqual([])
  })

  test('takes no notice of words too short to tell anything', () => {
    const password = createPasswordGenerator({}).generate(['', 'a', 'bob']).reveal()
    expect(password).toHaveLength(20)
  })

  test('prints nothing of the password', () => {
    expect(String(createPasswordGenerator({}).generate())).toBe('[secret]')
  })

  test('is uniform over the characters of each position (chi-square, p > 1e-9)', () => {
    const length = 12
    const draws = 200_000
    const generator = createPasswordGenerator({ length, required: ['lower'] })
    const alphabet = ALPHABETS.lower + ALPHABETS.upper + ALPHABETS.digit
    const seen = new Map<string, number>()
    for (let draw = 0; draw < draws; draw += 1) {
      const password = generator.generate().reveal()
      for (const position of [0, 5, length - 1]) {
        const key = `${position}${password[position]}`
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }
    }
    // Only passwords without any lower-case letter are missing: 32 of 56 characters, 12 times.
    const none = (32 / 56) ** length
    const share = (character: string) =>
      ALPHABETS.lower.includes(character)
        ? 1 / 56 / (1 - none)
        : (1 / 56 - (1 / 56) * (32 / 56) ** (length - 1)) / (1 - none)
    for (const position of [0, 5, length - 1]) {
      const parts = Array.from(alphabet, (character) => {
        const expected = draws * share(character)
        return ((seen.get(`${position}${character}`) ?? 0) - expected) ** 2 / expected
      })
      expect(parts).toHaveLength(56)
      // 55 degrees of freedom: a uniform generator is above 145 once in a thousand million runs.
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThan(145)
    }
  })
})

describe('a policy that cannot be met', () => {
  test.each<[string, PasswordPolicy, RegExp]>([
    ['too short', { length: 11 }, /`length` from 12 to 128, got 11/],
    ['too long', { length: 129 }, /`length` from 12 to 128, got 129/],
    ['shorter than typed ones', { length: 12, minLength: 16 }, /`minLength` 16, got 12/],
    ['an empty excluded word', { excludedWords: ['x', ''] }, /conflict of `excludedWords` ""$/],
    [
      'every digit excluded while one is required',
      { required: ['lower', 'digit'], excludedWords: ['abc', ...Array.from(ALPHABETS.digit)] },
      /conflict of `required` digit, `excludedWords` "2", .*"9"$/,
    ],
    [
      'too few letters left',
      { length: 12, excludedWords: Array.from(LOWER.slice(0, 10)) },
      /at least 64 bits/,
    ],
    [
      'a small share left',
      { excludedWords: Array.from(LOWER.slice(0, 12)), length: 40 },
      /fair share/,
    ],
  ])('is refused before anything is generated: %s', (_, policy, message) => {
    const error = errorOf(() => createPasswordGenerator(policy))
    expect(error.code).toBe('POLICY_UNSATISFIABLE')
    expect(error.message).toMatch(message)
  })
})
