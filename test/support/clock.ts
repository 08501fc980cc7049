import type { Clock } from '../../src/core/clock.ts'

export interface TestClock extends Clock {
  set(date: Date): void
  advance(milliseconds: number): void
}

/** A clock that moves only when told to. */
export function createTestClock(start: Date = new Date()): TestClock {
  let now = start
  return {
    now: () => new Date(now),
    set: (date) => {
      now = date
    },
    advance: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds)
    },
  }
}
