import { expect, test } from 'vitest'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('auth0')
const isRefreshTokens = ({ path }: { path: string }) => path.endsWith('/refresh-tokens')

test('refresh tokens end after the sessions that would give new ones', async () => {
  const { directory, standIn, http, options, addUser } = at()
  const { id } = await addUser()
  standIn.sessions?.open(id)
  await directory.endSessions?.(id, options().signal)
  const path = `/api/v2/users/${encodeURIComponent(id)}`
  const calls = http.server.calls.slice(-2).map((call) => `${call.method} ${call.path}`)
  expect(calls).toEqual([`DELETE ${path}/sessions`, `DELETE ${path}/refresh-tokens`])
  expect(standIn.sessions?.count(id)).toBe(0)
})

test('apps that stay logged in by their refresh tokens are not taken for logged out', async () => {
  const { directory, standIn, http, options, addUser } = at()
  const { id } = await addUser()
  standIn.sessions?.open(id)
  const json = { statusCode: 403, error: 'Forbidden', errorCode: 'insufficient_scope' }
  const refused = { kind: 'answer', answer: { status: 403, json } } as const
  http.server.failNext(isRefreshTokens, refused, refused)
  const ending = directory.endSessions?.(id, options().signal) ?? Promise.resolve()
  expect((await errorFrom(ending)).code).toBe('DIRECTORY_CREDENTIALS')
  expect(standIn.sessions?.count(id)).toBe(1)
})
