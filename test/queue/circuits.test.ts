import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import { addMs } from '../../src/core/clock.ts'
import { CIRCUIT_PROBE_MS } from '../../src/jobs.ts'
import { createCircuits } from '../../src/queue/circuits.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const KEY = 'transport:ses'
const ERROR = new AppError('TRANSPORT_CREDENTIALS', 'ses: expected valid keys, got a refusal')

describe('circuits', () => {
  const clock = createTestClock()
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  beforeEach(() => test.database.deleteFrom('circuit').execute())
  afterAll(() => test.close())
  const circuits = () => createCircuits({ database: test.database, clock })

  it('let everything pass while closed', async () => {
    expect(await circuits().enter(KEY)).toEqual({ open: true, probe: false })
  })

  it('hold everybody back until the time for a probe, and say why', async () => {
    const until = addMs(clock.now(), CIRCUIT_PROBE_MS)
    await circuits().hold(KEY, 'circuit', until, ERROR)
    expect(await circuits().enter(KEY)).toEqual({
      open: false,
      until,
      code: 'TRANSPORT_CREDENTIALS',
      cause: ERROR.message,
    })
    expect(await circuits().enter('transport:smtp')).toEqual({ open: true, probe: false })
  })

  it('let one of twenty through as the probe, and the rest wait for the next', async () => {
    await circuits().hold(KEY, 'circuit', clock.now(), ERROR)
    const asked = await Promise.all(Array.from({ length: 20 }, () => circuits().enter(KEY)))
    expect(asked.filter((passage) => passage.open)).toEqual([{ open: true, probe: true }])
    const waiting = asked.filter((passage) => !passage.open)
    expect(waiting).toHaveLength(19)
  })

  it('close with the first success', async () => {
    const one = circuits()
    await one.hold(KEY, 'circuit', clock.now(), ERROR)
    expect(await one.enter(KEY)).toMatchObject({ probe: true })
    await one.close(KEY)
    expect(await one.enter(KEY)).toEqual({ open: true, probe: false })
  })

  it('let everybody through once a rate limit is over', async () => {
    await circuits().hold(KEY, 'wait', addMs(clock.now(), 1_000), ERROR)
    expect(await circuits().enter(KEY)).toMatchObject({ open: false })
    clock.advance(1_000)
    const asked = await Promise.all(Array.from({ length: 5 }, () => circuits().enter(KEY)))
    expect(asked.filter((passage) => passage.open)).toHaveLength(5)
  })

  it('are seen by a process that found it closed, within a second', async () => {
    const other = circuits()
    await other.enter(KEY)
    await circuits().hold(KEY, 'circuit', addMs(clock.now(), CIRCUIT_PROBE_MS), ERROR)
    clock.advance(1_000)
    expect(await other.enter(KEY)).toMatchObject({ open: false })
  })
})
