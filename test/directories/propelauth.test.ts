import { expect, test } from 'vitest'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('propelauth')

test('no mail is sent for a user that Doorkey makes', async () => {
  const { directory, http, options } = at()
  const user = { email: 'quiet@example.com', name: 'Ada King Lovelace' }
  const made = await directory.createUser(user, options().signal)
  expect(http.server.calls.at(-1)?.body).toEqual({
    email: 'quiet@example.com',
    email_confirmed: true,
    send_email_to_confirm_email_address: false,
    first_name: 'Ada',
    last_name: 'King Lovelace',
  })
  expect(made).toMatchObject({ id: expect.any(String), ...user })
})

test('a creation that loses its answer gives the user that it made', async () => {
  const { directory, standIn, http, options } = at()
  http.server.failNext(({ method }) => method === 'POST', { kind: 'take-and-reset' })
  const made = await directory.createUser({ email: 'lost@example.com' }, options().signal)
  expect(await standIn.countUsers('lost@example.com')).toBe(1)
  expect((await directory.findUser({ id: made.id }, options().signal))?.email).toBe(
    'lost@example.com',
  )
})
