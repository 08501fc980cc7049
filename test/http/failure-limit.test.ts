import { expect, test } from 'vitest'
import { createFailureLimit } from '../../src/http/failure-limit.ts'
import { createTestClock } from '../support/clock.ts'

test('from the 31st failure in a minute on, tells when to come back, per client', () => {
  const clock = createTestClock(new Date('2026-11-23T12:00:00Z'))
  const failures = createFailureLimit(clock)
  for (let count = 0; count < 30; count += 1) expect(failures.record('192.0.2.1')).toBeUndefined()
  clock.advance(20_000)
  expect(failures.record('192.0.2.1')).toEqual(new Date('2026-11-23T12:01:00Z'))
  expect(failures.record('192.0.2.2')).toBeUndefined()
  clock.advance(40_000)
  expect(failures.record('192.0.2.1')).toBeUndefined()
})

test('forgets the client that failed longest ago when there are too many', () => {
  const failures = createFailureLimit(createTestClock())
  for (let count = 0; count < 30; count += 1) {
    failures.record('old')
    failures.record('recent')
  }
  for (let client = 0; client < 9_998; client += 1) failures.record(`other-${client}`)
  expect(failures.record('recent')).toBeInstanceOf(Date)
  failures.record('one too many')
  expect(failures.record('old')).toBeUndefined()
  expect(failures.record('recent')).toBeInstanceOf(Date)
})
