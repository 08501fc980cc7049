import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { supabaseDirectory } from '../../src/directories/supabase.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('supabase')

test('the address is confirmed with the password, and the marker set and taken away', async () => {
  const { directory, http, password, options, addUser } = at()
  const user = await addUser()
  await directory.setPassword(user, password, options())
  expect(http.server.calls.at(-1)?.body).toMatchObject({
    email_confirm: true,
    app_metadata: { must_change_password: true },
  })
  await directory.setPassword(user, password, options({ mustChange: false }))
  expect(http.server.calls.at(-1)?.body).toMatchObject({
    app_metadata: { must_change_password: null },
  })
})

test('without a marker no change is promised, and metadata and address stay alone', async () => {
  const { http, tools, password, options, addUser } = at()
  const factory = supabaseDirectory({
    baseUrl: `${http.server.url}/auth/v1`,
    serviceKey: new Secret('ours'),
    confirmEmail: false,
  })
  expect(factory.capabilities.mustChange).toBe(false)
  await factory.create(tools).setPassword(await addUser(), password, options())
  expect(http.server.calls.at(-1)?.body).toEqual({ password: password.reveal() })
})

test('a password that is too long is refused in the second form of its errors too', async () => {
  const { directory, http, password, options, addUser } = at()
  const answer = { status: 400, json: { code: 'validation_failed', message: 'too long' } }
  http.server.failNext(http.isSetPassword, { kind: 'answer', answer })
  const error = await errorFrom(directory.setPassword(await addUser(), password, options()))
  expect(error.code).toBe('DIRECTORY_REFUSED_PASSWORD')
  expect(error.message).toContain('validation_failed')
})

test('a user is found among those whose address only holds theirs', async () => {
  const { directory, options, standIn } = at()
  const id = await standIn.addUser({ email: 'bo@example.com' })
  await standIn.addUser({ email: 'jumbo@example.com' })
  const found = await directory.findUser({ email: 'Bo@Example.com' }, options().signal)
  expect(found?.id).toBe(id)
})
