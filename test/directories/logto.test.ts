import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { logtoDirectory } from '../../src/directories/logto.ts'
import { CANARY } from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('logto')
const isExpiration = ({ path }: { path: string }) => path.endsWith('/expiration')

test('a change that could not be asked for leaves the outcome open, and both are done again', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  http.server.failNext(isExpiration, { kind: 'take-and-reset' })
  const error = await errorFrom(directory.setPassword(user, password, options()))
  expect(error.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  await directory.setPassword(user, password, options())
  expect(await standIn.mustChange(user.id)).toBe(true)
  expect(await standIn.opens(user.id, CANARY)).toBe(true)
})

test('expiration that is off in the sign-in experience is named, not taken for a weak password', async () => {
  const { directory, http, password, options, addUser } = at()
  const code = 'sign_in_experiences.password_expiration_not_enabled'
  http.server.failNext(isExpiration, { kind: 'answer', answer: { status: 400, json: { code } } })
  const error = await errorFrom(directory.setPassword(await addUser(), password, options()))
  expect(error.code).toBe('DIRECTORY_UNEXPECTED')
  expect(error.message).toContain(code)
})

test('without password expiration no change is promised and none is asked for', async () => {
  const { http, tools, standIn, password, options, addUser } = at()
  const factory = logtoDirectory({
    baseUrl: http.server.url,
    appId: 'm2m',
    appSecret: new Secret('ours'),
  })
  expect(factory.capabilities.mustChange).toBe(false)
  const user = await addUser()
  const before = http.server.calls.length
  await factory.create(tools).setPassword(user, password, options({ mustChange: false }))
  expect(http.server.calls.slice(before).filter(isExpiration)).toEqual([])
  expect(await standIn.opens(user.id, CANARY)).toBe(true)
})

test('one token serves many calls', async () => {
  const { directory, http, options } = at()
  await directory.check(options().signal)
  const before = http.server.calls.length
  for (const _ of [1, 2, 3]) await directory.check(options().signal)
  const paths = http.server.calls.slice(before).map(({ path }) => path)
  expect(paths).toEqual(['/api/users', '/api/users', '/api/users'])
})

test('sessions end with their grants, then grants of sessions that are gone', async () => {
  const { directory, standIn, http, options, addUser } = at()
  const { id } = await addUser()
  standIn.sessions?.open(id)
  await directory.check(options().signal)
  const before = http.server.calls.length
  await directory.endSessions?.(id, options().signal)
  const calls = http.server.calls.slice(before)
  expect(calls.map(({ method, path, query }) => `${method} ${path} ${query.toString()}`)).toEqual([
    `GET /api/users/${id}/sessions `,
    expect.stringMatching(/^DELETE .+\/sessions\/.+ revokeGrantsTarget=all$/),
    `GET /api/users/${id}/grants `,
    expect.stringMatching(/^DELETE .+\/grants\/.+ $/),
  ])
  expect(standIn.sessions?.count(id)).toBe(0)
})
