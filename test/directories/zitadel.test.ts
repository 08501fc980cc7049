import { expect, test } from 'vitest'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('zitadel')

test.each([
  ['DOMAIN-co3Xw', 'HasLower'],
  ['DOMAIN-VoaRj', 'HasUpper'],
  ['DOMAIN-ZBv4H', 'HasNumber'],
  ['DOMAIN-ZDLwA', 'HasSymbol'],
])('the policy’s error %s is named %s', async (id, reason) => {
  const { directory, http, password, options, addUser } = at()
  const answer = { status: 400, json: { code: 3, details: [{ id }] } }
  http.server.failNext(http.isSetPassword, { kind: 'answer', answer })
  const error = await errorFrom(directory.setPassword(await addUser(), password, options()))
  expect(error.code).toBe('DIRECTORY_REFUSED_PASSWORD')
  expect(error.message).toContain(reason)
})

test('a language that is none is not one, and a nameless user can be made', async () => {
  const { directory, options } = at()
  const { signal } = options()
  const { id } = await directory.createUser({ email: 'nameless@example.com' }, signal)
  expect(await directory.findUser({ id }, signal)).toEqual({
    id,
    email: 'nameless@example.com',
    name: 'nameless@example.com',
  })
})
