import { expect, test } from 'vitest'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('firebase')

test('one exchanged assertion serves until shortly before the token ends', async () => {
  const { directory, http, options, clock } = at()
  const tokens = () => http.server.calls.filter(({ path }) => path === '/token').length
  await directory.check(options().signal)
  const first = tokens()
  clock.advance(3_500_000)
  await directory.check(options().signal)
  expect(tokens()).toBe(first)
  clock.advance(60_000)
  await directory.check(options().signal)
  expect(tokens()).toBe(first + 1)
})

test('a password is sent without a time of ours, which would replace the one that ends sessions', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const { id: localId } = await addUser()
  standIn.sessions?.open(localId)
  await directory.setPassword({ id: localId }, password, options({ endsSessions: true }))
  expect(http.server.calls.at(-1)?.body).toEqual({ localId, password: password.reveal() })
  expect(standIn.sessions?.count(localId)).toBe(0)
})
