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

test('an integer that no number holds is sent back digit by digit', async () => {
  const { directory, http, password, options, addUser } = at()
  const user = await addUser()
  const digits = '9007199254740993'
  const traits = { email: user.email, team: [JSON.rawJSON(digits), JSON.rawJSON(`-${digits}`)] }
  const json = { id: user.id, schema_id: 'default', traits, ...METADATA }
  http.server.failNext(({ method }) => method === 'GET', {
    kind: 'answer',
    answer: { status: 200, json },
  })
  await directory.setPassword(user, password, options())
  expect(http.server.calls.at(-1)?.method).toBe('PUT')
  expect(http.server.calls.at(-1)?.text).toContain(`"team":[${digits},-${digits}]`)
  expect(http.server.openFaults()).toBe(0)
})

test('an id that would leave the path finds nobody', async () => {
  const { directory, http, options } = at()
  expect(await directory.findUser({ id: '../identities' }, options().signal)).toBeUndefined()
  expect(http.server.calls.at(-1)?.path).toBe('/admin/identities/..%2Fidentities')
})
