import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { authentik, guide } from '../../../webhooks/providers/authentik.ts'
import { codeOf, signedRequest } from '../signed-request.ts'

const PROVIDER = authentik({ secrets: [new Secret('a-token-of-32-characters-exactly')] })

function parse(body: unknown) {
  return PROVIDER.parse(signedRequest(JSON.stringify(body), {}))
}

const USER = { pk: 17, type: 'internal', email: 'ada@example.com' }
const EVENT = { event_id: 'b3', action: 'model_created', user: USER }

test.each([
  ['nobody', undefined, 'self'],
  ['nobody who was signed in', { pk: 1, username: 'AnonymousUser' }, 'self'],
  ['the user', { pk: '17', username: 'ada' }, 'self'],
  ['an admin', { pk: 4, username: 'akadmin' }, 'invited'],
])('a user made by %s', (_, actor, origin) => {
  expect(parse({ ...EVENT, actor })).toMatchObject([{ type: 'user.created', origin }])
})

test('refuses authentik’s default body, which names the admin who is notified', () => {
  const body = {
    body: 'Model created',
    severity: 'notice',
    user_email: 'canary@example.com',
    user_username: 'akadmin',
  }
  expect(codeOf(() => parse(body))).toBe('BODY_INVALID')
  expect(() => parse(body)).not.toThrow(/canary/)
})

test('the guide’s mapping names every field that is read', () => {
  const text = guide.setup.join('\n')
  for (const field of ['event_id', 'action', 'created', 'actor', 'user', 'pk', 'username']) {
    expect(text).toContain(`"${field}"`)
  }
  for (const field of ['type', 'email', 'name', 'locale', 'has_password']) {
    expect(text).toContain(`"${field}"`)
  }
})
