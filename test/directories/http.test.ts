import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { httpDirectory, type HttpDirectorySettings } from '../../src/directories/http.ts'
import { errorFrom } from '../support/error-of.ts'
import { openDirectory } from '../support/open-directory.ts'

const at = openDirectory('http')

describe('what is put into a request', () => {
  test.each(['../admin', 'a/b', 'x?y=z', 'auth0|1', '%2e%2e', '{password}'])(
    'the id %s stays one part of the path',
    async (id) => {
      const { directory, http, password, options } = at()
      const error = await errorFrom(directory.setPassword({ id }, password, options()))
      expect(error.code).toBe('DIRECTORY_USER_NOT_FOUND')
      expect(http.server.calls.at(-1)?.path).toBe(`/people/${encodeURIComponent(id)}/password`)
    },
  )

  test('a password that looks like JSON or a placeholder stays a password', async () => {
    const { directory, standIn, options, addUser } = at()
    for (const password of ['","admin":true,"x":"', '{userId}', '\u2028\\"', '{mustChange}']) {
      const user = await addUser()
      await directory.setPassword(user, new Secret(password), options())
      expect(await standIn.opens(user.id, password)).toBe(true)
      expect(await standIn.mustChange(user.id)).toBe(true)
    }
  })

  test('all else is sent as it is written, and every header with it', async () => {
    const { directory, http, password, options, addUser } = at()
    await directory.setPassword(await addUser(), password, options({ mustChange: false }))
    const call = http.server.calls.at(-1)
    expect(call?.headers).toMatchObject({ authorization: 'Token ours', 'x-app': 'doorkey' })
    expect(call?.body).toEqual({
      password: { value: password.reveal(), temporary: false },
      notify: false,
    })
  })

  test('a user without an address is not sent where one is needed', async () => {
    const { tools, http, password, options } = at()
    const directory = httpDirectory({
      baseUrl: http.server.url,
      setPassword: { method: 'POST', path: '/by/{email}', body: { secret: '{password}' } },
      check: '/people',
    }).create(tools)
    const before = http.server.calls.length
    const error = await errorFrom(directory.setPassword({ id: 'u1' }, password, options()))
    expect(error.code).toBe('DIRECTORY_USER_NOT_FOUND')
    expect(http.server.calls.length).toBe(before)
  })
})

describe('settings', () => {
  const good: HttpDirectorySettings['setPassword'] = {
    method: 'PUT',
    path: '/{userId}',
    body: { password: '{password}' },
  }
  const faultsOf = (setPassword: Partial<typeof good>, baseUrl = 'https://api.acme.example') =>
    httpDirectory({ baseUrl, setPassword: { ...good, ...setPassword }, check: '/' }).faults

  test.each([
    ['no password', { body: {} }, /\{password\} in the body/],
    ['nobody', { path: '/all' }, /\{userId\} or \{email\}/],
    ['a path without its slash', { path: '{userId}/password' }, /one slash/],
    ['a path of another host', { path: '//other.example/{userId}' }, /one slash/],
    ['the password in the path', { path: '/{userId}/{password}' }, /path/],
    ['a placeholder within a text', { body: ['{password}', 'is {password}'] }, /whole values/],
    ['an unknown placeholder', { body: ['{password}', '{user}'] }, /whole values/],
  ])('%s is a fault', (_, setPassword, expected) => {
    expect(faultsOf({})).toEqual([])
    expect(faultsOf(setPassword)?.map((fault) => fault.expected)).toEqual([
      expect.stringMatching(expected),
    ])
  })

  test('plain HTTP over a public network is a fault', () => {
    expect(faultsOf({}, 'http://api.acme.example')).toHaveLength(1)
  })

  test('must-change is promised where the body carries it', () => {
    const of = (body: HttpDirectorySettings['setPassword']['body']) =>
      httpDirectory({ baseUrl: 'https://a.example', setPassword: { ...good, body }, check: '/' })
    expect(of({ a: ['{mustChange}'], b: '{password}' }).capabilities.mustChange).toBe(true)
    expect(of({ b: '{password}' }).capabilities.mustChange).toBe(false)
  })

  test('statuses are those that the settings name', async () => {
    const { tools, http, password, options, addUser } = at()
    const { setPassword } = { setPassword: { ...good, success: [418], refused: [409] } }
    const factory = httpDirectory({ baseUrl: http.server.url, setPassword, check: '/people' })
    const codes = []
    for (const status of [418, 409, 422, 200]) {
      http.server.failNext(() => true, { kind: 'answer', answer: { status } })
      const setting = factory.create(tools).setPassword(await addUser(), password, options())
      codes.push(
        await setting.then(
          () => 'set',
          (error: unknown) => Reflect.get(Object(error), 'code'),
        ),
      )
    }
    const unexpected = 'DIRECTORY_UNEXPECTED'
    expect(codes).toEqual(['set', 'DIRECTORY_REFUSED_PASSWORD', unexpected, unexpected])
  })
})
