import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/app-error.ts'
import { addMs } from '../../src/core/clock.ts'
import { CIRCUIT_PROBE_MS } from '../../src/jobs.ts'
import { circuitKey, createCircuits } from '../../src/queue/circuits.ts'
import { readOpenCircuits } from '../../src/queue/open-circuits.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const KEY = 'transport:ses'
const ACME = 'transport:ses/acme'
const ROW = 'transport:ses#TRANSPORT_CREDENTIALS'
const PAUSED = new AppError('TRANSPORT_ACCOUNT', 'ses: expected to send, got a paused account')
const SENDER = new AppError('TRANSPORT_SENDER', 'ses: expected a verified sender, got another')
const QUOTA = new AppError('TRANSPORT_QUOTA', 'ses: expected mails left, got none')
const THROTTLED = new AppError('TRANSPORT_THROTTLED', 'ses: expected a turn, got none')
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
    expect(await circuits().enter(KEY)).toEqual({ open: true, probes: [] })
  })

  it('hold everybody back until the time for a probe, and say why', async () => {
    const until = addMs(clock.now(), CIRCUIT_PROBE_MS)
    await circuits().hold(KEY, 'circuit', until, ERROR)
    expect(await circuits().enter(KEY)).toEqual({
      open: false,
      scope: KEY,
      until,
      code: 'TRANSPORT_CREDENTIALS',
      cause: ERROR.message,
    })
    expect(await circuits().enter('transport:smtp')).toEqual({ open: true, probes: [] })
  })

  it('let one of twenty through as the probe, and the rest wait for the next', async () => {
    await circuits().hold(KEY, 'circuit', clock.now(), ERROR)
    const asked = await Promise.all(Array.from({ length: 20 }, () => circuits().enter(KEY)))
    expect(asked.filter((passage) => passage.open)).toEqual([{ open: true, probes: [ROW] }])
    const waiting = asked.filter((passage) => !passage.open)
    expect(waiting).toHaveLength(19)
  })

  it('close with the first success', async () => {
    const one = circuits()
    await one.hold(KEY, 'circuit', clock.now(), ERROR)
    expect(await one.enter(KEY)).toEqual({ open: true, probes: [ROW] })
    await one.close([ROW])
    expect(await one.enter(KEY)).toEqual({ open: true, probes: [] })
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

  describe('of two causes', () => {
    const shown = async () =>
      (await readOpenCircuits(test.database, clock.now())).map(({ scope, code }) => [scope, code])
    const later = () => addMs(clock.now(), CIRCUIT_PROBE_MS)

    it('are both shown, each with its remedy, and the one that is probed closes alone', async () => {
      const one = circuits()
      await one.hold(KEY, 'circuit', clock.now(), ERROR)
      const passage = await one.enter(KEY, ACME)
      await one.hold(ACME, 'circuit', later(), SENDER)
      await one.hold(KEY, 'circuit', later(), PAUSED)
      const open = await readOpenCircuits(test.database, clock.now())
      const expected = [ERROR, PAUSED, SENDER].map(({ code, message, remedy }) => {
        return { code, cause: message, remedy, source: code === SENDER.code ? 'acme' : undefined }
      })
      expect(open.toSorted((a, b) => a.cause.localeCompare(b.cause))).toMatchObject(
        expected.toSorted((a, b) => a.cause.localeCompare(b.cause)),
      )
      if (passage.open) await one.close(passage.probes)
      const left = await shown()
      expect(left).toHaveLength(2)
      expect(left).toContainEqual([KEY, 'TRANSPORT_ACCOUNT'])
      expect(left).toContainEqual([ACME, 'TRANSPORT_SENDER'])
    })

    it('wait for the later one, and then for one probe of both', async () => {
      await circuits().hold(KEY, 'wait', addMs(clock.now(), 30 * CIRCUIT_PROBE_MS), QUOTA)
      await circuits().hold(KEY, 'circuit', clock.now(), ERROR)
      await circuits().hold(KEY, 'wait', addMs(clock.now(), 1_000), THROTTLED)
      expect(await circuits().enter(KEY)).toMatchObject({ open: false, code: 'TRANSPORT_QUOTA' })
      clock.advance(30 * CIRCUIT_PROBE_MS)
      const asked = await Promise.all(Array.from({ length: 20 }, () => circuits().enter(KEY)))
      const through = asked.filter((passage) => passage.open)
      expect(through).toHaveLength(1)
      expect(through[0]).toMatchObject({ probes: { length: 3 } })
    })

    it('take one probe, of whichever scopes it is in', async () => {
      await circuits().hold(KEY, 'circuit', clock.now(), ERROR)
      await circuits().hold(ACME, 'circuit', clock.now(), SENDER)
      const scopes = [ACME, 'transport:ses/other'] as const
      const asked = await Promise.all(
        Array.from({ length: 20 }, (_, index) => circuits().enter(KEY, scopes[index % 2] ?? ACME)),
      )
      expect(asked.filter((passage) => passage.open)).toHaveLength(1)
    })

    it('leave the probe of all to others while one source waits', async () => {
      await circuits().hold(KEY, 'circuit', clock.now(), ERROR)
      await circuits().hold(ACME, 'circuit', later(), SENDER)
      expect(await circuits().enter(KEY, ACME)).toMatchObject({ open: false, scope: ACME })
      const other = await circuits().enter(KEY, 'transport:ses/other')
      expect(other).toEqual({ open: true, probes: [ROW] })
    })

    it('a probe that learned nothing is given back, but for the cause that it met', async () => {
      const one = circuits()
      await one.hold(KEY, 'circuit', clock.now(), ERROR)
      const first = await one.enter(KEY, ACME)
      await one.hold(ACME, 'circuit', later(), SENDER)
      await one.release(first.open ? first.probes : [], circuitKey(ACME, SENDER.code))
      expect(await one.enter(KEY, ACME)).toMatchObject({ open: false, scope: ACME })
      expect(await one.enter(KEY, 'transport:ses/other')).toEqual({ open: true, probes: [ROW] })
    })

    it('a wait that is over is no longer shown', async () => {
      await circuits().hold(KEY, 'wait', addMs(clock.now(), 1_000), THROTTLED)
      expect(await shown()).toEqual([[KEY, 'TRANSPORT_THROTTLED']])
      clock.advance(1_000)
      expect(await shown()).toEqual([])
    })
  })

  it('written before causes were told apart hold as they did, and close', async () => {
    const row = { kind: 'circuit', code: ERROR.code, cause: ERROR.message } as const
    const at = clock.now()
    await test.database
      .insertInto('circuit')
      .values({ key: KEY, until: at, opened_at: at, ...row })
      .execute()
    const one = circuits()
    expect(await one.enter(KEY)).toEqual({ open: true, probes: [KEY] })
    expect(await circuits().enter(KEY)).toMatchObject({ open: false, scope: KEY })
    await one.close([KEY])
    expect(await circuits().enter(KEY)).toEqual({ open: true, probes: [] })
  })
})
