import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast } from '../../src/core/contrast.ts'
import { accentOf, accentStyle, HARDEST } from '../../src/pages/accent.ts'
import { STYLESHEET } from '../../src/pages/stylesheet.ts'

const COLOR = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('keeps every text readable and every edge visible on any brand colour', () => {
  fc.assert(
    fc.property(COLOR, fc.constantFrom('light', 'dark'), (color, scheme) => {
      const { fill, onFill, text, edge } = accentOf(color, scheme)
      expect(fill).toBe(color)
      expect(contrast(fill, onFill)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(text, HARDEST[scheme])).toBeGreaterThanOrEqual(4.5)
      expect(contrast(edge, HARDEST[scheme])).toBeGreaterThanOrEqual(3)
    }),
    { numRuns: 2_000 },
  )
})

test('counts on the backgrounds that the stylesheet has', () => {
  expect(STYLESHEET).toContain(`--page: ${HARDEST.light}; --card: #fff;`)
  expect(STYLESHEET).toContain(`--card: ${HARDEST.dark};`)
})

test.each(['red', '#12', '#0a7;}', '</style>', undefined])('takes no style from %j', (color) => {
  expect(accentStyle(color)).toBe(accentStyle('#1a56db'))
})
