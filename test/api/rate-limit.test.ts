import { describe, expect, it } from 'vitest'
import { toAppError } from '../../src/core/app-error.ts'
import { createRateLimit } from '../../src/api/rate-limit.ts'
import { createTestClock } from '../support/clock.ts'

describe('the rate of a key', () => {
  it('is counted by key, refused past its end with the time it may come back, and starts anew', () => {
    const clock = createTestClock()
    const limit = createRateLimit({ clock, max: 3 })
    const left = [1, 2, 3].map(() => limit.take('key_a')['ratelimit-remaining'])
    expect(left).toEqual(['2', '1', '0'])
    const start = clock.now().getTime()
    const refused = refusalOf(() => limit.take('key_a'))
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAt: new Date(start + 60_000) })
    expect(limit.take('key_b')['ratelimit-remaining']).toBe('2')
    clock.set(new Date(start + 60_000))
    expect(limit.take('key_a')).toEqual({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-reset': '60',
    })
  })
})

function refusalOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    return toAppError(error)
  }
  throw new Error('expected a refusal, got none')
}
