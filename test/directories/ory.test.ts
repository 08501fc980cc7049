import { expect, test } from 'vitest'
import { METADATA } from '../contracts/directories/ory.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('ory')

test('an identity is sent back with all that it had, and only the password is new', async () => {
  const { directory, http, password, options, addUser } = at()
  const user = await addUser()
  await directory.setPassword(user, password, options())
  const [read, written] = http.server.calls.slice(-2)
  expect(read?.method).toBe('GET')
  expect(written?.body).toEqual({
    schema_id: 'default',
    state: 'active',
    traits: { email: user.email, name: 'Ada Canary' },
    ...METADATA,
    credentials: { password: { config: { password: password.reveal() } } },
  })
})

test('an id that would leave the path finds nobody', async () => {
  const { directory, http, options } = at()
  expect(await directory.findUser({ id: '../identities' }, options().signal)).toBeUndefined()
  expect(http.server.calls.at(-1)?.path).toBe('/admin/identities/..%2Fidentities')
})
