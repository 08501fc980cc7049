import { expect, test } from 'vitest'
import { refused } from '../contracts/directories/fusionauth.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('fusionauth')
const REUSED = '[previouslyUsed]user.password'

test('a generated password that was used before is set, and its change is still asked for', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  http.server.failNext(http.isSetPassword, { kind: 'answer', answer: refused(REUSED) })
  await directory.setPassword(user, password, options())
  expect(await standIn.mustChange(user.id)).toBe(true)
  expect(http.server.calls.at(-1)).toMatchObject({
    method: 'PATCH',
    body: { user: { passwordChangeRequired: true } },
  })
})

test('a password that a user typed and had before is refused: it may be an older one', async () => {
  const { directory, http, password, options, addUser } = at()
  http.server.failNext(http.isSetPassword, { kind: 'answer', answer: refused(REUSED) })
  const chosen = options({ chosenByUser: true, mustChange: false })
  const error = await errorFrom(directory.setPassword(await addUser(), password, chosen))
  expect(error.code).toBe('DIRECTORY_REFUSED_PASSWORD')
  expect(error.message).toContain(REUSED)
})

test('a language is written and read as the vendor spells it', async () => {
  const { directory, http, options } = at()
  const made = await directory.createUser(
    { email: 'austrian@example.com', locale: 'de-AT' },
    options().signal,
  )
  expect(http.server.calls.at(-1)?.body).toMatchObject({ user: { preferredLanguages: ['de_AT'] } })
  expect(made.locale).toBe('de-AT')
})
