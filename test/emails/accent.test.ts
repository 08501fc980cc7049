import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentOf } from '../../emails/accent.ts'
import { contrast } from '../../src/core/contrast.ts'

const COLOR = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('keeps every text readable on any brand colour', () => {
  fc.assert(
    fc.property(COLOR, (color) => {
      const { accent, accentText, accentLink, accentLinkDark } = accentOf(color)
      expect(accent).toBe(color)
      expect(contrast(accent, accentText)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(accentLink, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(accentLinkDark, '#1a1f27')).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 2_000 },
  )
})

test('reads the short form', () => {
  expect(accentOf('#0A7').accent).toBe('#00aa77')
})

test.each(['red', '#12', '#12345', '#0a7;}', '0a7000', ''])('refuses %j', (color) => {
  expect(() => accentOf(color)).toThrow(/^mail: expected the brand color/)
})
