import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toAppError } from '../../src/core/app-error.ts'
import { ALPHABETS } from '../../src/credentials/alphabets.ts'
import { createPasswordGenerator } from '../../src/credentials/generator.ts'
import { checkPassword, hasWord, type PasswordPolicy } from '../../src/credentials/policy.ts'
import { countPhrases } from '../../src/credentials/word-format.ts'
import { ignoringCase } from '../../src/credentials/word-filter.ts'
import { errorOf } from '../support/error-of.ts'

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const SYMBOLS = { characters: '#-_$' }

const sets = fc.constantFrom('lower', 'upper', 'digit', 'symbol', SYMBOLS)
const rules = {
  required: fc.array(fc.oneof(sets, fc.array(sets, { minLength: 1, maxLength: 3 })), {
    maxLength: 4,
  }),
  allowed: fc.constantFrom(undefined, ['lower', 'upper', 'digit', SYMBOLS], ['lower', SYMBOLS]),
  maxConsecutive: fc.constantFrom(undefined, 1, 2, 3),
  excludedWords: fc.array(fc.stringMatching(/^[a-zA-Z2-9]{2,6}$/), { maxLength: 4 }),
}
const characterPolicies = fc.record({
  length: fc.integer({ min: 12, max: 40 }),
  ...rules,
})
const wordPolicies = fc.record({
  format: fc.constant('words'),
  words: fc.integer({ min: 5, max: 10 }),
  separator: fc.constantFrom('-', '_', '#'),
  minLength: fc.integer({ min: 8, max: 40 }),
  ...rules,
})

describe('generate', () => {
  test('gives only passwords that the same policy accepts when typed', () => {
    let generated = 0
    fc.assert(
      fc.property(fc.oneof(characterPolicies, wordPolicies), (drawn) => {
        const policy = withoutUndefined(drawn)
        const generator = generatorOf(policy)
        if (!generator) return
        generated += 1
        const password = generator.generate().reveal()
        expect(policy.format === 'words' ? undefined : password.length).toBe(policy.length)
        expect(checkPassword(policy, password, {})).toEqual([])
      }),
      { numRuns: 150 },
    )
    expect(generated).toBeGreaterThan(50)
  })

  test('never uses a look-alike, nor a symbol first or last', () => {
    const generator = createPasswordGenerator({ required: ['lower', 'upper', 'digit', 'symbol'] })
    const passwords = Array.from({ length: 2_000 }, () => generator.generate().reveal())
    expect(passwords.filter((password) => /[0Oo1lI|]/.test(password))).toEqual([])
    expect(passwords.filter((password) => /^[^a-z0-9]|[^a-z0-9]$/i.test(password))).toEqual([])
    expect(passwords.filter((password) => /^[\w!#$%*]{20}$/.test(password))).toHaveLength(2_000)
  })

  test('leaves out what mails mangle and readers mistake, also where it is named', () => {
    const generator = createPasswordGenerator({ required: [{ characters: '@.:/<>&"\'` O0l1I|#' }] })
    const passwords = Array.from({ length: 200 }, () => generator.generate().reveal())
    expect(passwords.filter((password) => /^#+$/.test(password.slice(1, -1)))).toEqual([])
    expect(passwords.filter((password) => /[@.:/<>&"'` O0l1I|]/.test(password))).toEqual([])
    expect(passwords.filter((password) => password.includes('#'))).toHaveLength(200)
  })

  test('spells nothing offensive, whatever stands for a letter', () => {
    const generator = createPasswordGenerator({ length: 128 })
    const passwords = Array.from({ length: 5_000 }, () => generator.generate().reveal())
    // Without the filter about 5 % would: 250 of these.
    const offensive = /[s5][e3]x|cum|f[a4][g69]|kkk|fuk|[a4]n[a4]L|[s5]h[i!][t7]|d[a4]mn/i
    expect(passwords.filter((password) => offensive.test(password))).toEqual([])
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

  test.each<[PasswordPolicy, number]>([
    [{}, 20],
    [{ minLength: 24 }, 24],
    [{ maxLength: 16 }, 16],
    [{ length: 30, minLength: 24 }, 30],
  ])('of %j has %i characters', (policy, length) => {
    expect(createPasswordGenerator(policy).generate().reveal()).toHaveLength(length)
  })
})

describe('a passphrase', () => {
  test.each<[PasswordPolicy, RegExp, number]>([
    [{}, /^([a-z]+-){5}[a-z]+$/, 6 * Math.log2(7_772)],
    [{ words: 10, separator: '_' }, /^([a-z]+_){9}[a-z]+$/, 10 * Math.log2(7_772)],
    [{ required: ['upper'] }, /^([A-Z][a-z]+-){5}[A-Z][a-z]+$/, 6 * Math.log2(7_772)],
    [{ required: ['digit'] }, /^[a-z-]+[2-9](-[a-z-]+)?$/, 6 * Math.log2(7_772) + Math.log2(48)],
    [{ required: ['symbol', ['lower', 'digit']] }, /^([a-z]+-){5}[a-z]+$/, 6 * Math.log2(7_772)],
  ])('of %j looks like %s and has %f bits', (policy, shape, bits) => {
    const generator = createPasswordGenerator({ ...policy, format: 'words' })
    const phrases = Array.from({ length: 200 }, () => generator.generate().reveal())
    expect(phrases.filter((phrase) => !shape.test(phrase))).toEqual([])
    expect(generator.entropyBits).toBeCloseTo(bits, 9)
  })

  test('is counted as a full enumeration counts', () => {
    const list = ['ant', 'bee', 'tan', 'eaten']
    const words = fc.array(fc.stringMatching(/^[abent2-]{1,4}$/), { maxLength: 3 })
    const bounds = fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 8, max: 22 }))
    fc.assert(
      fc.property(words, bounds, fc.constantFrom('', '23'), (excluded, [min, max], digits) => {
        const filter = ignoringCase(excluded)
        const phrases = enumerate(list, digits).filter(
          (phrase) =>
            phrase.length >= min &&
            phrase.length <= max &&
            !excluded.some((word) => phrase.includes(word)),
        )
        const recipe = { words: 3, list, separator: '-', digits, min, max, filter }
        expect(countPhrases(recipe)).toBe(BigInt(phrases.length))
      }),
      { numRuns: 300 },
    )
  })
})

/** Every phrase of three words, with one digit at the end of one word where there are digits. */
function enumerate(list: readonly string[], digits: string): readonly string[] {
  const phrases = list.flatMap((a) => list.flatMap((b) => list.map((c) => [a, b, c])))
  if (digits === '') return phrases.map((phrase) => phrase.join('-'))
  return phrases.flatMap((phrase) =>
    phrase.flatMap((_, position) =>
      Array.from(digits, (digit) =>
        phrase.map((word, at) => (at === position ? word + digit : word)).join('-'),
      ),
    ),
  )
}

describe('a policy that cannot be met', () => {
  test.each<[string, PasswordPolicy, RegExp]>([
    ['too short', { length: 11 }, /`length` from 12 to 128, got 11/],
    ['too long', { length: 129 }, /`length` from 12 to 128, got 129/],
    ['shorter than typed ones', { length: 12, minLength: 16 }, /`minLength` 16, got 12/],
    ['longer than it may be', { length: 20, maxLength: 16 }, /`maxLength` 16, got 20/],
    [
      'min over max',
      { minLength: 20, maxLength: 16 },
      /`minLength` of at most `maxLength` 16, got/,
    ],
    ['too few words', { format: 'words', words: 4 }, /`words` from 5 to 20, got 4/],
    ['a letter between words', { format: 'words', separator: 'x' }, /`separator` of one symbol/],
    ['a full stop between words', { separator: '.' }, /`separator` of one symbol/],
    ['no character', { required: [{ characters: '' }] }, /printable ASCII characters, got others/],
    ['a strength of 5', JSON.parse('{"minStrength":5}'), /`minStrength` from 0 to 4, got 5/],
    ['a long history', { history: { last: 25 } }, /`history.last` from 1 to 24, got 25/],
    ['no days', { expiresAfterDays: 0 }, /`expiresAfterDays` from 1 to 3650, got 0/],
    ['a list in a file', { breached: { url: 'file:///list' } }, /`breached.url` of http or https/],
    ['an empty excluded word', { excludedWords: ['x', ''] }, /conflict of `excludedWords` ""$/],
    ['only look-alikes', { required: [{ characters: 'O0' }] }, /conflict of `required` O0$/],
    [
      'a phrase too long for its words',
      { format: 'words', maxLength: 20 },
      /conflict of `maxLength`, `format` 'words'$/,
    ],
    [
      'a separator that is not allowed',
      { format: 'words', allowed: ['lower', 'digit'] },
      /conflict of `allowed`, `format` 'words'$/,
    ],
    [
      'a character that no word is sure to have',
      { format: 'words', required: ['upper', { characters: 'q' }] },
      /conflict of `required` q, `format` 'words'$/,
    ],
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
    ['digits only', { allowed: ['digit'] }, /at least 64 bits, got 60.0/],
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

/** `undefined` where the policy is refused, which has tests of its own. */
function generatorOf(policy: PasswordPolicy) {
  try {
    return createPasswordGenerator(policy)
  } catch (error) {
    if (toAppError(error).code === 'POLICY_UNSATISFIABLE') return undefined
    throw error
  }
}

function withoutUndefined(policy: object): PasswordPolicy {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined))
}
