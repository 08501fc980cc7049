import { describe, expect, test } from 'vitest'
import { median, percentile, ratios, spread, steadyRate } from '../../bench/statistics.ts'

describe('statistics of the bench', () => {
  test('the median is the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 1, 4, 2])).toBe(3)
    expect(median([7])).toBe(7)
    expect(median([])).toBeNaN()
  })

  test('values are ordered as numbers, not as text', () => {
    expect(median([10, 9, 100])).toBe(10)
    expect(percentile([10, 9, 100], 100)).toBe(100)
  })

  test('a percentile is the nearest rank: the smallest value that so many do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(hundred, 50)).toBe(50)
    expect(percentile(hundred, 99)).toBe(99)
    expect(percentile(hundred, 100)).toBe(100)
    expect(percentile([3, 1, 2], 50)).toBe(2)
    expect(percentile([3, 1, 2], 1)).toBe(1)
    expect(percentile([], 50)).toBeNaN()
  })

  test('a spread keeps the lowest and the highest beside the median', () => {
    expect(spread([4, 1, 9])).toEqual({ median: 4, min: 1, max: 9 })
  })

  test('ratios are taken round by round before their median', () => {
    // The medians alone, 20 and 10, would say 2.
    expect(ratios([10, 20, 90], [10, 5, 30])).toEqual({ median: 3, min: 1, max: 4 })
  })

  test('ratios of unequal rounds are refused', () => {
    expect(() => ratios([1, 2], [1])).toThrow(/as many rounds on both sides/)
  })

  test('a steady rate counts from the first tenth to the ninth, in any order', () => {
    // One every 10 ms, after a slow start and before a slow end.
    const steady = Array.from({ length: 80 }, (_, index) => 5_000 + index * 10)
    const slowStart = Array.from({ length: 10 }, (_, index) => index * 400)
    const slowEnd = Array.from({ length: 10 }, (_, index) => 9_000 + index * 400)
    expect(steadyRate([...slowEnd, ...steady, ...slowStart])).toBeCloseTo(100)
  })
})
