import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { entraDirectory } from '../../src/directories/entra.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('entra')

test('an address with a quote finds its user and nobody else', async () => {
  const { directory, standIn, http, options } = at()
  const email = "o'hara@example.com"
  const id = await standIn.addUser({ email })
  expect((await directory.findUser({ email }, options().signal))?.id).toBe(id)
  expect(http.server.calls.at(-1)?.query.get('$filter')).toContain("'o''hara@example.com'")
})

test('all pages of a listing are read, by the token of the link to the next one', async () => {
  const { directory, standIn, http, options } = at()
  const ids: string[] = []
  for (const index of [1, 2, 3, 4, 5, 6, 7]) {
    ids.push(await standIn.addUser({ email: `page.${index}@example.com` }))
  }
  const listed: string[] = []
  const since = new Date(Date.now() - 60_000)
  for await (const { id } of directory.usersSince?.(since, options().signal) ?? []) listed.push(id)
  expect(listed.filter((id) => ids.includes(id))).toEqual(ids)
  const last = http.server.calls.at(-1)
  expect(last?.query.get('$skiptoken')).toMatch(/^\d+$/)
  expect(last?.query.get('$filter')).toMatch(/^createdDateTime ge /)
})

test('a user is made with a password that nobody knows, another one each time', async () => {
  const { directory, standIn, http, options } = at()
  const sent = []
  for (const email of ['one@example.com', 'two@example.com']) {
    const { id } = await directory.createUser({ email }, options().signal)
    const body = JSON.stringify(http.server.calls.at(-1)?.body)
    const password = /"password":"([^"]+)"/.exec(body)?.[1] ?? ''
    expect(await standIn.opens(id, password)).toBe(true)
    sent.push(password)
  }
  expect(new Set(sent).size).toBe(2)
  expect(Math.min(...sent.map(({ length }) => length))).toBeGreaterThan(30)
})

test('no change is promised before somebody has seen it asked for', () => {
  const clientSecret = new Secret('x')
  const settings = { tenantId: 't', domain: 'd.onmicrosoft.com', clientId: 'c', clientSecret }
  expect(entraDirectory(settings).capabilities.mustChange).toBe(false)
})
