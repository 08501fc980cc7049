import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../src/core/app-error.ts'
import { createQueueFaults, queueError } from '../../src/queue/queue-faults.ts'
import { createTestClock } from '../support/clock.ts'

const refused = () => Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })

describe('createQueueFaults', () => {
  it('reports an outage once per ten seconds, and the next outage at once', () => {
    const clock = createTestClock()
    const reported: AppError[] = []
    const faults = createQueueFaults({ clock, onError: (error) => reported.push(error) })
    for (let attempt = 0; attempt < 100; attempt += 1) faults.report(refused())
    expect(reported.map(({ code }) => code)).toEqual(['QUEUE_UNREACHABLE'])
    clock.advance(10_000)
    faults.report(refused())
    expect(reported).toHaveLength(2)
    faults.recovered()
    faults.report(refused())
    expect(reported).toHaveLength(3)
  })

  it('does not let one kind of fault hide another', () => {
    const reported: AppError[] = []
    const faults = createQueueFaults({
      clock: createTestClock(),
      onError: (error) => reported.push(error),
    })
    faults.report(refused())
    faults.report(Object.assign(new Error('Missing key for job 1'), { code: -1 }))
    faults.report(new TypeError('not a function'))
    expect(reported.map(({ code }) => code)).toEqual([
      'QUEUE_UNREACHABLE',
      'QUEUE_JOB_LOST',
      'UNEXPECTED',
    ])
  })
})

describe('queueError', () => {
  it('drops the command that a Redis error carries, which for AUTH is the password', () => {
    const error = Object.assign(new Error('WRONGPASS'), {
      command: { name: 'auth', args: ['canary-password'] },
    })
    expect(inspect(queueError(error), { depth: null, showHidden: true })).not.toContain('canary')
  })
})
