import { describe, expect, test } from 'vitest'
import { checkPassword, ownWords, type PasswordPolicy } from '../../src/credentials/policy.ts'

const ada = { email: 'ada.lovelace+news@example.com', name: 'Ada Lovelace' }

describe('a typed password', () => {
  test.each<[string, PasswordPolicy, string, readonly object[]]>([
    ['is accepted', {}, 'correct horse battery', []],
    ['may lack classes that nobody asked for', {}, 'aaaaaaaaaaaa', []],
    ['is counted in code points', {}, '🔑'.repeat(11), [{ code: 'too_short', min: 12 }]],
    [
      'has at least `minLength`',
      { minLength: 15 },
      'x'.repeat(14),
      [{ code: 'too_short', min: 15 }],
    ],
    ['has at most 128 characters', {}, 'x'.repeat(129), [{ code: 'too_long', max: 128 }]],
    [
      'has the classes that the policy writes down',
      { required: ['lower', 'upper', 'digit', 'symbol'] },
      'abcdefghijkl',
      ['upper', 'digit', 'symbol'].map((name) => ({ code: 'class_missing', class: name })),
    ],
    [
      'may take its classes from any script',
      { required: ['lower', 'upper', 'digit', 'symbol'] },
      'Ünïcödé ٣ пароль',
      [],
    ],
    [
      'has no excluded word in any case',
      { excludedWords: ['Acme'] },
      'i love aCMe so much',
      [{ code: 'word_excluded', word: 'Acme' }],
    ],
    [
      'has one of several sets, where any will do',
      { required: [['upper', { characters: '#$' }], 'lower'] },
      'abcdefghijkl0_',
      [{ code: 'one_of_missing', of: 'A–Z, #$' }],
    ],
    [
      'has nothing but what is allowed or required',
      { allowed: ['lower', { characters: '-' }], required: ['digit'] },
      'größe-12345678',
      [{ code: 'character_not_allowed', of: 'a–z, 0–9, -' }],
    ],
    ['may have what is allowed', { allowed: ['lower', 'symbol'] }, 'a-b c_d~efgh!', []],
    [
      'has no character too often in a row',
      { maxConsecutive: 2 },
      'aabbb🔑🔑🔑xyzw',
      [{ code: 'too_many_alike', max: 2 }],
    ],
    ['has at most `maxLength`', { maxLength: 16 }, 'x'.repeat(17), [{ code: 'too_long', max: 16 }]],
    ['has not its owner’s name', {}, 'my LOVELACE password', [{ code: 'own_name' }]],
  ])('%s', (_, policy, password, violations) => {
    expect(checkPassword(policy, password, ada)).toEqual(violations)
  })

  test('is told everything that is wrong at once', () => {
    const policy: PasswordPolicy = { required: ['digit'], excludedWords: ['love'] }
    const codes = checkPassword(policy, 'lovelace', ada).map((violation) => violation.code)
    expect(codes).toEqual(['too_short', 'class_missing', 'word_excluded', 'own_name'])
  })
})

describe('a user’s own words', () => {
  test('are the address before its @, its parts and the parts of the name', () => {
    expect(ownWords(ada)).toEqual(['ada.lovelace+news', 'lovelace', 'news'])
  })

  test('are none where nothing is known or all is short', () => {
    expect(ownWords({})).toEqual([])
    expect(ownWords({ email: null, name: 'Bo Li' })).toEqual([])
  })
})
