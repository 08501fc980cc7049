import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress, parseMailbox } from '../../src/core/address.ts'
import { AppError } from '../../src/core/app-error.ts'

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'accepted'
}

describe('parseAddress', () => {
  test.each([
    ['ada@example.com', 'ada@example.com'],
    ['Ada.Lovelace+mail@Example.COM', 'Ada.Lovelace+mail@example.com'],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah'],
  ])('reads %s', (text, expected) => {
    expect(parseAddress(text)).toBe(expected)
  })

  test.each([
    ['a second header', 'b@example.com\r\nBcc: evil@example.com'],
    ['a bare line feed', 'b@example.com\nevil@example.com'],
    ['a list', 'a@example.com,evil@example.com'],
    ['a list with a semicolon', 'a@example.com;evil@example.com'],
    ['a display name', 'Ada <ada@example.com>'],
    ['a group', 'friends:ada@example.com;'],
    ['a comment', 'ada(evil)@example.com'],
    ['a route', '@evil.example:ada@example.com'],
    ['a quoted local part', '"ada evil"@example.com'],
    ['two @', 'ada@evil@example.com'],
    ['a space', 'ada @example.com'],
    ['a non-ASCII local part', 'ädа@example.com'],
    ['a bidi override', 'ada\u202e@example.com'],
    ['a zero-width joiner in the domain', 'ada@exam\u200dple.com'],
    ['a NUL', 'ada\0@example.com'],
    ['no domain', 'ada@'],
    ['no local part', '@example.com'],
    ['nothing', ''],
    ['a dotless domain', 'ada@localhost'],
    ['an address literal', 'ada@[127.0.0.1]'],
    ['two dots', 'ada..l@example.com'],
    ['a leading dot', '.ada@example.com'],
    ['a label with a leading hyphen', 'ada@-example.com'],
    ['a long local part', `${'a'.repeat(65)}@example.com`],
    [
      'a long address',
      `ada@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(60)}.${'d'.repeat(60)}.ee`,
    ],
  ])('refuses %s', (_what, text) => {
    expect(codeOf(() => parseAddress(text))).toBe('ADDRESS_INVALID')
  })

  test('gives one plain ASCII address or refuses, whatever it is fed', () => {
    const near = fc.string({
      unit: fc.constantFrom(
        'a',
        '.',
        '@',
        ',',
        ';',
        '<',
        '>',
        ' ',
        '"',
        '\\',
        '\r',
        '\n',
        ':',
        'ü',
        '\u202e',
      ),
    })
    let seen = 0
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
        seen += 1
        if (codeOf(() => parseAddress(text)) !== 'accepted') return
        expect(parseAddress(text)).toMatch(/^[!-~]+@[a-z0-9.-]+$/)
        expect(parseAddress(text)).not.toMatch(/[,;:<>"()\\]/)
        expect(parseAddress(text).split('@')).toHaveLength(2)
      }),
      { numRuns: 2_000 },
    )
    expect(seen).toBeGreaterThan(1_000)
  })

  test('never quotes the address in its error', () => {
    expect(() => parseAddress('ada.lovelace@@example.com')).toThrow(/^(?!.*lovelace)address: /)
  })
})

describe('parseMailbox', () => {
  test.each([
    ['no-reply@acme.test', { name: undefined, address: 'no-reply@acme.test' }],
    ['Acme <no-reply@acme.test>', { name: 'Acme', address: 'no-reply@acme.test' }],
    ['"Acme, Inc." <no-reply@acme.test>', { name: 'Acme, Inc.', address: 'no-reply@acme.test' }],
    [
      'Bücher & Söhne <a@bücher.example>',
      { name: 'Bücher & Söhne', address: 'a@xn--bcher-kva.example' },
    ],
    ['<no-reply@acme.test>', { name: undefined, address: 'no-reply@acme.test' }],
  ])('reads %s', (text, expected) => {
    expect(parseMailbox(text)).toEqual(expected)
  })

  test.each([
    'Acme <a@acme.test>, Evil <b@evil.test>',
    'Acme\r\nBcc: evil@evil.test <a@acme.test>',
    'Acme <a@acme.test> trailing',
    'Acme <>',
    'Acme',
  ])('refuses %j', (text) => {
    expect(codeOf(() => parseMailbox(text))).toBe('ADDRESS_INVALID')
  })
})
