import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const MAILS = 20

let system: System
beforeAll(async () => {
  system = await startSystem({ queue: 'postgres' })
})
afterAll(() => system.close())

test('more mails than the rate allows leave in their turns, once each, at no cost of a try', async () => {
  // Eleven have their turn within the wait; of those that come at once, the others are put back.
  await system.app.foundation.pace.set('ses', { perSecond: 2, perDay: null, sentInDay: 0 })
  const users = Array.from({ length: MAILS }, () => newcomer())
  await Promise.all(users.map((user) => system.post('demo', user)))
  await system.settled()
  expect(users.map(({ email }) => system.mailsTo(email).length)).toEqual(users.map(() => 1))
  const rows = await system.store.database
    .selectFrom('message')
    .select(['state', 'attempts'])
    .execute()
  expect(rows).toEqual(users.map(() => ({ state: 'accepted', attempts: 0 })))
  const paced = system.logLines.filter((line) => line.includes('SEND_PACED'))
  expect(paced.length).toBeGreaterThan(0)
})
