import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPasswordGenerator } from '../../src/credentials/generator.ts'
import { passwordRules, toPasswordRules } from '../../src/credentials/password-rules.ts'
import { checkPassword, type PasswordPolicy } from '../../src/credentials/policy.ts'
import { errorOf } from '../support/error-of.ts'

const ASCII = ['lower', 'upper', 'digit', 'symbol'] as const

/**
 * Rules of real sites, from `quirks/password-rules.json` of github.com/apple/password-manager-resources
 * (MIT), commit 0054ece: the plain ones, and those that try a parser.
 */
const REAL = [
  'minlength: 8; maxlength: 63; required: lower; required: upper; required: digit; allowed: ascii-printable;',
  'minlength: 8; required: digit; required: [- !"#$&\'()*+,.:;<=>?@[^_`{|}~]]; allowed: lower, upper;',
  'minlength: 8; maxlength: 20; max-consecutive: 2; required: upper; required: digit; allowed: lower, [-_&#@];',
  'minlength: 8; maxlength: 16; required: lower; required: upper; required: digit; allowed: [-~!@#$%^&*_+=`|(){}[:;"\'<>,.?/\\]];',
  'required: upper; required: upper; required: digit; required: digit; required: special; required: special; allowed: lower;',
  'minlength: 8; max-consecutive: 2; required: digit; required: upper,lower;',
  'minlength: 8; maxlength: 20; max-consecutive: 2;required: lower, upper; required: digit;',
  'minlength: 8; maxlength: 20; allowed: lower; required: upper, digit, [!#$%&*?@];',
  'minlength: 6; maxlength: 50; max-consecutive: 2; required: lower, upper; required: digit; allowed: [_!@$]',
  'minlength: 15; required: lower; required: lower; required: upper; required: upper; required: digit; required: digit; required: [-!@#$%^&*()_+|~=`{}[:";\'?,./.]]; required: [-!@#$%^&*()_+|~=`{}[:";\'?,./.]];',
  'minlength: 8; required: lower; required: upper; required: digit, special;',
  'maxlength: 15;',
]

describe('passwordrules', () => {
  test.each<[string, PasswordPolicy]>([
    ['', { required: [], allowed: ASCII }],
    [
      'minlength: 20; required: lower; required: upper, digit; max-consecutive: 2',
      {
        minLength: 20,
        maxConsecutive: 2,
        required: ['lower', ['upper', 'digit']],
        allowed: [],
      },
    ],
    [
      'MaxLength:16;allowed:UPPER , [-_]];',
      { maxLength: 16, required: [], allowed: ['upper', { characters: '-_]' }] },
    ],
    [
      'minlength: 6; minlength: 4; maxlength: 99; maxlength: 40',
      { minLength: 8, maxLength: 40, required: [], allowed: ASCII },
    ],
    ['required: [;,:[]]; required: [;,:[]]', { required: [{ characters: ';,:[]' }], allowed: [] }],
    ['required: upper; allowed: unicode', { required: ['upper'] }],
    ['required: ascii-printable; required: digit', { required: ['digit'], allowed: ASCII }],
    ['allowed: special, digit, special', { required: [], allowed: ['digit', 'symbol'] }],
  ])('`%s` is understood', (text, policy) => {
    expect(passwordRules(text)).toEqual(policy)
  })

  test.each([
    ['minlength: many', /a whole number from 1, got "minlength: many"/],
    ['minlength: 0', /a whole number from 1/],
    ['minlength 8', /minlength, maxlength, .* got "minlength 8"/],
    ['maximum: 8', /got "maximum: 8"/],
    ['required: vowels', /classes that are known, .* got "required: vowels"/],
    ['required:', /classes that are known/],
    ['required: upper digit', /classes that are known/],
    ['required: upper,, digit', /classes that are known/],
    ['allowed: []', /classes that are known/],
    ['allowed: [abc', /classes that are known/],
    ['allowed: [a-z]', /got "allowed: \[a-z\]"/],
    ['allowed: [äöü]', /classes that are known/],
    [`minlength: 8;${' '.repeat(2_000)}`, /at most 2,000 characters/],
    [`required: ${'x'.repeat(100)}`, /got "required: x{54}"$/],
  ])('`%s` is refused by name', (text, message) => {
    const error = errorOf(() => passwordRules(text))
    expect(error.code).toBe('POLICY_UNSATISFIABLE')
    expect(error.message).toMatch(message)
  })

  test.each(REAL)('`%s` makes passwords that its own check accepts', (text) => {
    const policy = passwordRules(text)
    const generator = createPasswordGenerator(policy)
    for (let count = 0; count < 20; count += 1) {
      const password = generator.generate().reveal()
      expect(checkPassword(policy, password, {})).toEqual([])
    }
    expect(passwordRules(toPasswordRules(policy))).toEqual({
      minLength: 12,
      maxLength: 128,
      ...policy,
    })
  })

  test('that leave no safe password are refused when they are used', () => {
    for (const text of [
      'minlength: 8; maxlength: 8',
      'minlength: 5; maxlength: 5; required: digit',
    ]) {
      const error = errorOf(() => createPasswordGenerator(passwordRules(text)))
      expect(error.code).toBe('POLICY_UNSATISFIABLE')
    }
  })
})

describe('the attribute `passwordrules`', () => {
  test.each<[PasswordPolicy, string]>([
    [{}, 'minlength: 12; maxlength: 128; allowed: unicode;'],
    [
      {
        minLength: 15,
        maxConsecutive: 3,
        required: ['lower', ['digit', { characters: ']a-' }]],
        allowed: ASCII,
      },
      'minlength: 15; maxlength: 128; max-consecutive: 3; required: lower; required: digit, [-a]]; allowed: ascii-printable;',
    ],
    [
      { maxLength: 20, required: ['symbol'], allowed: [] },
      'minlength: 12; maxlength: 20; required: special;',
    ],
  ])('of %j is `%s`', (policy, text) => {
    expect(toPasswordRules(policy)).toBe(text)
  })

  test('says the same as the policy, as far as it has words', () => {
    const characters = fc
      .uniqueArray(fc.integer({ min: 32, max: 126 }), { minLength: 1, maxLength: 12 })
      .map((codes) => ({ characters: String.fromCharCode(...codes) }))
    const sets = fc.oneof(fc.constantFrom(...ASCII), characters)
    const policies = fc.record({
      minLength: fc.integer({ min: 8, max: 20 }),
      maxLength: fc.integer({ min: 20, max: 256 }),
      maxConsecutive: fc.integer({ min: 1, max: 9 }),
      required: fc.array(fc.oneof(sets, fc.array(sets, { minLength: 1, maxLength: 3 })), {
        maxLength: 4,
      }),
      allowed: fc.array(sets, { minLength: 1, maxLength: 4 }),
    })
    const typed = fc.string({ unit: 'grapheme-ascii', maxLength: 30 })
    fc.assert(
      fc.property(policies, typed, (policy, password) => {
        const text = toPasswordRules(policy)
        const read = passwordRules(text)
        expect(toPasswordRules(read)).toBe(toPasswordRules(passwordRules(toPasswordRules(read))))
        const codes = (from: PasswordPolicy) =>
          new Set(checkPassword(from, password, {}).map((violation) => violation.code))
        expect(codes(read)).toEqual(codes(policy))
      }),
      { numRuns: 500 },
    )
  })
})
