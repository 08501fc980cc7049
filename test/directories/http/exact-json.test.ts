import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExactJson, rawInteger } from '../../../src/directories/http/exact-json.ts'

const write = (json: unknown): string =>
  JSON.stringify(json, (_key, value) => (typeof value === 'bigint' ? rawInteger(value) : value))

test('any JSON, parsed and written again, is what it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify([value, '12345678901234567890'])
      expect(write(parseExactJson(text))).toBe(text)
    }),
    { numRuns: 1_000 },
  )
})

test('an integer that no number holds keeps its digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 128n), max: 2n ** 128n }), (value) => {
      const [parsed] = [parseExactJson(`[${value}]`)].flat()
      const isSafe = value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
      expect(parsed).toBe(isSafe ? Number(value) : value)
      expect(write([parsed])).toBe(`[${value}]`)
    }),
  )
})

test.each(['1e400', '1e20', '12345678901234567890.5', '-0', '9007199254740991'])(
  '%s stays a number',
  (text) => {
    expect(parseExactJson(`[${text},1234567890123456]`)).toEqual([Number(text), 1234567890123456])
  },
)
