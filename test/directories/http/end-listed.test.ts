import { expect, test } from 'vitest'
import { toAppError } from '../../../src/core/app-error.ts'
import { repeatedBy } from '../../support/directory-contract.ts'
import { openDirectory } from '../../support/open-directory.ts'
import type { VendorCall } from '../../support/vendor-server.ts'

const at = openDirectory('zitadel')
const isEnd = ({ method }: VendorCall) => method === 'DELETE'

/** A user with so many sessions. */
async function withSessions(count: number) {
  const { standIn, addUser } = at()
  const { id } = await addUser()
  for (let opened = 0; opened < count; opened += 1) standIn.sessions?.open(id)
  return id
}

/** Ends the user's sessions; gives the error, what is left, and how often which call was made. */
async function endOf(userId: string) {
  const { directory, standIn, http, options } = at()
  const before = http.server.calls.length
  const ending = directory.endSessions?.(userId, options().signal)
  const error = await ending?.then(() => undefined, toAppError)
  const calls = http.server.calls.slice(before)
  const ends = calls.filter(isEnd).length
  return { error, left: standIn.sessions?.count(userId), ends, reads: calls.length - ends }
}

test('sessions of several pages are all read, then each is ended once', async () => {
  const userId = await withSessions(230)
  expect(await endOf(userId)).toEqual({ error: undefined, left: 0, ends: 230, reads: 3 })
})

test('a session that cannot be ended is told, and keeps none of the others open', async () => {
  const userId = await withSessions(12)
  at().http.server.failNext(isEnd, { kind: 'echo' })
  const { error, ...rest } = await endOf(userId)
  expect(error?.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  expect(error ? repeatedBy(error) : []).toEqual([])
  expect(rest).toEqual({ left: 1, ends: 12, reads: 1 })
})

test('a session that has ended by itself is no failure', async () => {
  const userId = await withSessions(2)
  at().http.server.failNext(isEnd, { kind: 'answer', answer: { status: 404 } })
  expect((await endOf(userId)).error).toBeUndefined()
})

test('more sessions than are read are told, and those that were read have ended', async () => {
  const userId = await withSessions(1_003)
  const { error, left, reads } = await endOf(userId)
  expect(error?.code).toBe('DIRECTORY_UNEXPECTED')
  expect(error?.message).toBe('zitadel: expected at most 10 pages of sessions, got more')
  expect({ left, reads }).toEqual({ left: 3, reads: 10 })
})

test('a session without an id is told, and nothing is ended', async () => {
  const userId = await withSessions(1)
  const answer = { status: 200, json: { sessions: [{ sequence: '3' }] } }
  at().http.server.failNext(({ method }) => method === 'POST', { kind: 'answer', answer })
  const { error, left, ends } = await endOf(userId)
  expect(error?.code).toBe('DIRECTORY_UNEXPECTED')
  expect({ left, ends }).toEqual({ left: 1, ends: 0 })
})
