import { expect, test } from 'vitest'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('workos')

test('users are read page by page, newest first, and listed oldest first', async () => {
  const { directory, standIn, http, options } = at()
  const ids: string[] = []
  for (let index = 0; index < 130; index += 1) {
    ids.push(await standIn.addUser({ email: `page.${index}@example.com` }))
  }
  const before = http.server.calls.length
  const listed: string[] = []
  const since = new Date(Date.now() - 60_000)
  for await (const { id } of directory.usersSince?.(since, options().signal) ?? []) listed.push(id)
  expect(listed.filter((id) => ids.includes(id))).toEqual(ids)
  expect(http.server.calls.length - before).toBe(2)
})

test('the first page with an older user is the last one', async () => {
  const { directory, http, options } = at()
  const before = http.server.calls.length
  const listed: string[] = []
  const later = new Date(Date.now() + 60_000)
  for await (const { id } of directory.usersSince?.(later, options().signal) ?? []) listed.push(id)
  expect(listed).toEqual([])
  expect(http.server.calls.length - before).toBe(1)
})

test('a listing that always names another page of the same user ends', async () => {
  const { directory, http, options } = at()
  const user = { id: 'user_x', email: 'x@example.com', created_at: new Date().toISOString() }
  const json = { data: [user], list_metadata: { after: 'user_x' } }
  const fault = { kind: 'answer', answer: { status: 200, json } } as const
  http.server.failNext(({ method }) => method === 'GET', fault, fault)
  const listed: string[] = []
  for await (const { id } of directory.usersSince?.(new Date(0), options().signal) ?? []) {
    listed.push(id)
  }
  expect(listed).toEqual(['user_x', 'user_x'])
})

test('of a user with many sessions each is revoked once, and those that ended are left', async () => {
  const { directory, standIn, http, options, addUser } = at()
  const user = await addUser()
  for (let index = 0; index < 130; index += 1) standIn.sessions?.open(user.id)
  const before = http.server.calls.length
  await directory.endSessions?.(user.id, options().signal)
  expect(standIn.sessions?.count(user.id)).toBe(0)
  expect(http.server.calls.length - before).toBe(2 + 130)
  const data = ['expired', 'revoked'].map((status) => ({ id: `session_${status}`, status }))
  const json = { data, list_metadata: { before: null, after: null } }
  const fault = { kind: 'answer', answer: { status: 200, json } } as const
  http.server.failNext(({ method }) => method === 'GET', fault)
  await directory.endSessions?.(user.id, options().signal)
  expect(http.server.calls.length - before).toBe(2 + 130 + 1)
})
