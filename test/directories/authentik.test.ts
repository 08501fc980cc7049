import { expect, test } from 'vitest'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('authentik')

test('ids are integers there and texts here', async () => {
  const { directory, options, addUser } = at()
  const user = await addUser()
  const found = await directory.findUser({ email: user.email }, options().signal)
  expect(found?.id).toBe(user.id)
  expect(user.id).toMatch(/^\d+$/)
})

test('two users of one address are nobody', async () => {
  const { directory, standIn, options } = at()
  await standIn.addUser({ email: 'twin@example.com' })
  await standIn.addUser({ email: 'twin@example.com' })
  expect(await directory.findUser({ email: 'twin@example.com' }, options().signal)).toBeUndefined()
})
