import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import { BACKOFF_MS, CIRCUIT_PROBE_MS, QUEUE_NAMES, USER_ABSENT_MS } from '../../src/jobs.ts'
import { decideFailure } from '../../src/queue/failure.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const after = (ms: number): Date => new Date(NOW.getTime() + ms)
const error = (code: AppError['code'], retryAt?: Date): AppError =>
  new AppError(code, 'test: expected nothing, got this', retryAt ? { retryAt } : {})

describe('decideFailure', () => {
  it.each(QUEUE_NAMES)('backs off on %s with full jitter until the schedule ends', (queue) => {
    const schedule = BACKOFF_MS[queue]
    const passing = error('TRANSPORT_UNREACHABLE')
    expect(schedule.length).toBeGreaterThan(2)
    for (const [index, waitMs] of schedule.entries()) {
      const decide = (random: number) => decideFailure(queue, passing, index + 1, NOW, () => random)
      expect(decide(0)).toEqual({ then: 'retry', at: NOW })
      expect(decide(0.5)).toEqual({ then: 'retry', at: after(waitMs / 2) })
    }
    expect(decideFailure(queue, passing, schedule.length + 1, NOW)).toEqual({ then: 'fail' })
  })

  it('asks ten minutes for a user who is not there yet, then gives up', () => {
    const absent = error('DIRECTORY_USER_NOT_FOUND')
    expect(USER_ABSENT_MS.length).toBeLessThanOrEqual(BACKOFF_MS.passwords.length)
    for (const random of [0, 0.999]) {
      let waitedMs = 0
      for (const index of USER_ABSENT_MS.keys()) {
        const decision = decideFailure('passwords', absent, index + 1, NOW, () => random)
        if (decision.then !== 'retry') throw new Error(`expected a retry, got ${decision.then}`)
        waitedMs += decision.at.getTime() - NOW.getTime()
      }
      expect(waitedMs).toBeGreaterThanOrEqual(600_000)
      expect(waitedMs).toBeLessThanOrEqual(660_000)
    }
    const last = decideFailure('passwords', absent, USER_ABSENT_MS.length + 1, NOW)
    expect(last).toEqual({ then: 'fail' })
  })

  it('waits as long as the other side says, whatever the attempts', () => {
    const until = after(3_600_000)
    const limited = error('TRANSPORT_QUOTA', until)
    expect(decideFailure('sends', limited, 99, NOW)).toEqual({
      then: 'hold-back',
      kind: 'wait',
      at: until,
    })
  })

  it('holds back for the next probe when an operator must act, whatever the attempts', () => {
    expect(decideFailure('sends', error('TRANSPORT_CREDENTIALS'), 99, NOW)).toEqual({
      then: 'hold-back',
      kind: 'circuit',
      at: after(CIRCUIT_PROBE_MS),
    })
  })

  it('gives up at once on what can never succeed', () => {
    expect(decideFailure('sends', error('TRANSPORT_REJECTED'), 1, NOW)).toEqual({ then: 'fail' })
  })

  it('sets the same password again when nobody knows whether it was set', () => {
    const unknown = decideFailure('passwords', error('DIRECTORY_UNKNOWN_OUTCOME'), 1, NOW)
    expect(unknown.then).toBe('retry')
  })
})
