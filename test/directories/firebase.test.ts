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
