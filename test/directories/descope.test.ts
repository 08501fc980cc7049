import { expect, test } from 'vitest'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('descope')

test('the password belongs to the login id that is the address, not to the first one', async () => {
  const { directory, http, password, options, addUser } = at()
  const user = await addUser()
  await directory.setPassword(user, password, options())
  expect(http.server.calls.at(-1)).toMatchObject({
    path: '/v1/mgmt/user/password/set/temporary',
    body: { loginId: user.email },
  })
  await directory.setPassword(user, password, options({ mustChange: false }))
  expect(http.server.calls.at(-1)?.path).toBe('/v1/mgmt/user/password/set/active')
})
