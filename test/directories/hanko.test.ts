import { expect, test } from 'vitest'
import { CANARY } from '../support/directory-contract.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('hanko')
const isPost = ({ method }: { method: string }) => method === 'POST'

test('a first password is made and a later one replaced', async () => {
  const { directory, http, password, options, addUser } = at()
  const user = await addUser()
  const methods = async () => {
    const before = http.server.calls.length
    await directory.setPassword(user, password, options())
    return http.server.calls.slice(before).map(({ method }) => method)
  }
  expect(await methods()).toEqual(['PUT', 'POST'])
  expect(await methods()).toEqual(['PUT'])
})

test('a password that somebody else makes in between is replaced', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  http.server.failNext(isPost, { kind: 'take-and-reset' })
  await directory.setPassword(user, password, options()).catch(() => undefined)
  http.server.failNext(({ method }) => method === 'PUT', {
    kind: 'answer',
    answer: { status: 404 },
  })
  const before = http.server.calls.length
  await directory.setPassword(user, password, options())
  const methods = http.server.calls.slice(before).map(({ method }) => method)
  expect(methods).toEqual(['PUT', 'POST', 'PUT'])
  expect(await standIn.opens(user.id, CANARY)).toBe(true)
})

test('of several addresses the primary one counts', async () => {
  const { directory, options, addUser } = at()
  const user = await addUser()
  const found = await directory.findUser({ id: user.id }, options().signal)
  expect(found?.email).toBe(user.email)
})
