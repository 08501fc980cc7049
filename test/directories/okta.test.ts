import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { oktaDirectory } from '../../src/directories/okta.ts'
import { CANARY } from '../support/directory-contract.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('okta')
const isExpire = ({ path }: { path: string }) => path.endsWith('/expire_password')

test('a connection that is refused after the password was set leaves the outcome open', async () => {
  const { tools, password, options } = at()
  const paths: (string | undefined)[] = []
  // Gone after its first answer: nobody listens when the second call comes.
  const server = createServer(({ url }, response) => {
    paths.push(url)
    server.close()
    response.writeHead(200, { connection: 'close' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const settings = { url: `http://127.0.0.1:${port}`, token: new Secret('ours') }
  const directory = oktaDirectory(settings).create(tools)
  const set = () => errorFrom(directory.setPassword({ id: '00u1' }, password, options()))
  expect((await set()).code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  expect(paths).toEqual(['/api/v1/users/00u1'])
  // Nothing was changed by a first call that was not sent.
  expect((await set()).code).toBe('DIRECTORY_UNREACHABLE')
})

test('an expiry that failed is done again together with the password', async () => {
  const { directory, standIn, http, password, options, addUser } = at()
  const user = await addUser()
  http.server.failNext(isExpire, { kind: 'reset' })
  const error = await errorFrom(directory.setPassword(user, password, options()))
  expect(error.code).toBe('DIRECTORY_UNKNOWN_OUTCOME')
  expect(await standIn.mustChange(user.id)).toBe(false)
  await directory.setPassword(user, password, options())
  expect(await standIn.mustChange(user.id)).toBe(true)
  expect(await standIn.opens(user.id, CANARY)).toBe(true)
})

test('the tokens of apps end with the sessions', async () => {
  const { directory, http, options, addUser } = at()
  const { id } = await addUser()
  await directory.endSessions?.(id, options().signal)
  const last = http.server.calls.at(-1)
  expect(`${last?.method} ${last?.path}`).toBe(`DELETE /api/v1/users/${id}/sessions`)
  expect(last?.query.toString()).toBe('oauthTokens=true')
})
