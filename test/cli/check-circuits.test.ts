import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCircuits } from '../../src/cli/doctor/check-circuits.ts'
import { AppError } from '../../src/core/app-error.ts'
import { addMs } from '../../src/core/clock.ts'
import { ERROR_CODES } from '../../src/core/error-codes.ts'
import { createCircuits } from '../../src/queue/circuits.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const clock = createTestClock()
let store: TestDatabase
beforeAll(async () => {
  store = await createTestDatabase()
})
afterAll(() => store.close())

test('each cause that stops something is a finding of its own, with its remedy', async () => {
  const { database } = store
  expect(await checkCircuits(database, clock.now())).toEqual([
    { check: 'circuits', status: 'ok', detail: 'nothing is stopped' },
  ])
  const until = addMs(clock.now(), 60_000)
  const circuits = createCircuits({ database, clock })
  const paused = new AppError('TRANSPORT_ACCOUNT', 'ses: expected to send, got a pause')
  const sender = new AppError('TRANSPORT_SENDER', 'ses: expected a sender, got another')
  const quota = new AppError('TRANSPORT_QUOTA', 'ses: expected mails left, got none')
  await circuits.hold('transport:ses', 'circuit', until, paused)
  await circuits.hold('transport:ses', 'wait', until, quota)
  await circuits.hold('transport:ses/acme', 'circuit', until, sender)
  const findings = await checkCircuits(database, clock.now())
  expect(findings).toHaveLength(3)
  const since = clock.now().toISOString()
  expect(findings).toEqual(
    expect.arrayContaining([
      {
        check: 'circuits',
        status: 'failed',
        detail: `transport:ses waits since ${since}: (TRANSPORT_ACCOUNT) ${paused.message}`,
        remedy: ERROR_CODES.TRANSPORT_ACCOUNT.remedy,
      },
      expect.objectContaining({ status: 'warning', remedy: ERROR_CODES.TRANSPORT_QUOTA.remedy }),
      expect.objectContaining({
        source: 'acme',
        status: 'failed',
        remedy: ERROR_CODES.TRANSPORT_SENDER.remedy,
      }),
    ]),
  )
})
