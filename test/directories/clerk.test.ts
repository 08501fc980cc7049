import { expect, test } from 'vitest'
import { CANARY } from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('clerk')
const isFlag = ({ path }: { path: string }) => path.endsWith('_compromised')

test('a change that could not be asked for leaves the outcome open, and both are done again', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  http.server.failNext(isFlag, { kind: 'reset' })
  const error = await errorFrom(directory.setPassword(user, password, options()))
  expect(error.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  expect(await standIn.mustChange(user.id)).toBe(false)
  const before = http.server.calls.length
  await directory.setPassword(user, password, options())
  expect(http.server.calls.slice(before).map(({ method }) => method)).toEqual(['PATCH', 'POST'])
  expect(await standIn.mustChange(user.id)).toBe(true)
  expect(await standIn.opens(user.id, CANARY)).toBe(true)
})

test('a password that need not be changed takes an older mark away, and a refusal of that is no failure', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  await directory.setPassword(user, password, options({ mustChange: true }))
  await directory.setPassword(user, password, options({ mustChange: false }))
  expect(await standIn.mustChange(user.id)).toBe(false)
  http.server.failNext(isFlag, { kind: 'answer', answer: { status: 422, json: { errors: [] } } })
  await directory.setPassword(user, password, options({ mustChange: false }))
  expect(http.server.openFaults()).toBe(0)
})

test('users are listed oldest first, and whether they have a password', async () => {
  const { directory, password, options, addUser } = at()
  const [first, second] = [await addUser(), await addUser()]
  await directory.setPassword(second, password, options())
  const listed: { id: string; hasPassword: boolean }[] = []
  const since = new Date(Date.now() - 60_000)
  for await (const { id, hasPassword } of directory.usersSince?.(since, options().signal) ?? []) {
    if (id === first.id || id === second.id) listed.push({ id, hasPassword })
  }
  expect(listed).toEqual([
    { id: first.id, hasPassword: false },
    { id: second.id, hasPassword: true },
  ])
})

test('sessions end with a password only where that is asked for', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  standIn.sessions?.open(user.id)
  await directory.setPassword(user, password, options())
  expect(http.server.calls.at(-2)?.body).toEqual({ password: password.reveal() })
  expect(standIn.sessions?.count(user.id)).toBe(1)
  await directory.setPassword(user, password, options({ endsSessions: true }))
  const body = { password: password.reveal(), sign_out_of_other_sessions: true }
  expect(http.server.calls.at(-2)?.body).toEqual(body)
  expect(standIn.sessions?.count(user.id)).toBe(0)
})
