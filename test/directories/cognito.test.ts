import { expect, test } from 'vitest'
import { CANARY } from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('cognito')

test('a password that a user typed and had before is refused, one of ours is set', async () => {
  const { directory, http, password, options, addUser } = at()
  const json = { __type: 'PasswordHistoryPolicyViolationException', message: CANARY }
  const fault = { kind: 'answer', answer: { status: 400, json } } as const
  const user = await addUser()
  http.server.failNext(http.isSetPassword, fault, fault)
  await directory.setPassword(user, password, options())
  const chosen = options({ chosenByUser: true, mustChange: false })
  const error = await errorFrom(directory.setPassword(user, password, chosen))
  expect(error.code).toBe('DIRECTORY_REFUSED_PASSWORD')
  expect(error.message).toContain('PasswordHistoryPolicyViolationException')
  expect(error.message).not.toContain(CANARY)
})

test('an address with a quote stays one text of the filter', async () => {
  const { directory, http, options } = at()
  const email = String.raw`"a\" or "b"@example.com`
  await directory.findUser({ email }, options().signal)
  expect(http.server.calls.at(-1)?.body).toMatchObject({
    Filter: String.raw`email = "\"a\\\" or \"b\"@example.com"`,
  })
})

test('a user that Doorkey makes is mailed nothing by Cognito', async () => {
  const { directory, http, options } = at()
  const user = { email: 'quiet@example.com', name: 'Ada', locale: 'de' }
  const made = await directory.createUser(user, options().signal)
  expect(http.server.calls.at(-1)?.body).toMatchObject({ MessageAction: 'SUPPRESS' })
  expect(await directory.findUser({ id: made.id }, options().signal)).toEqual(made)
  expect(made).toMatchObject(user)
})
