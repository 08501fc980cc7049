import { describe, expect, test } from 'vitest'
import type { IdentityEvent } from '../../src/events/identity-event.ts'
import { checkParsedEvent, identityUser } from '../../webhooks/parsed-event.ts'
import { codeOf } from './signed-request.ts'

const EVENT: IdentityEvent = {
  type: 'user.created',
  providerType: 'user.created',
  dedupeKey: 'd_1',
  origin: 'invited',
  hasPassword: false,
  user: { id: 'u_1', email: 'ada@example.com', name: 'Ada', locale: 'de' },
}

describe('checkParsedEvent', () => {
  const changes: readonly (readonly [string, (text: string) => IdentityEvent])[] = [
    ['dedupeKey', (text) => ({ ...EVENT, dedupeKey: text })],
    ['providerType', (text) => ({ ...EVENT, providerType: text })],
    ['user.id', (text) => ({ ...EVENT, user: { ...EVENT.user, id: text } })],
    ['user.email', (text) => ({ ...EVENT, user: { ...EVENT.user, email: text } })],
    ['user.name', (text) => ({ ...EVENT, user: { ...EVENT.user, name: text } })],
    ['user.locale', (text) => ({ ...EVENT, user: { ...EVENT.user, locale: text } })],
  ]

  test.each(changes)('refuses text in %s that Postgres would refuse', (path, change) => {
    for (const text of ['canary\0', 'canary\ud800', '\udc00canary', 'x'.repeat(1_001)]) {
      const check = (): void => checkParsedEvent('test', change(text))
      expect(codeOf(check)).toBe('BODY_INVALID')
      expect(check).toThrow(path)
      expect(check).not.toThrow(/canary/)
    }
    expect(codeOf(() => checkParsedEvent('test', change('Zoë 😀 ١٢')))).toBe('nothing thrown')
  })

  test('checks ignored events too', () => {
    const event = { type: 'ignored', providerType: 'x', dedupeKey: '\0' } as const
    expect(codeOf(() => checkParsedEvent('test', event))).toBe('BODY_INVALID')
  })
})

test('a name or locale that cannot be stored is left out; an address is kept to be refused', () => {
  const bad = ['a\0b', 'a\ud800', 'x'.repeat(1_001)]
  for (const text of bad) {
    const user = identityUser('u_1', { email: text, name: text, locale: text })
    expect(user).toEqual({ id: 'u_1', email: text })
    expect(codeOf(() => checkParsedEvent('test', { ...EVENT, user }))).toBe('BODY_INVALID')
  }
  expect(bad).toHaveLength(3)
})

test('a user’s texts are trimmed, blanks are absent, and nothing else is changed', () => {
  expect(identityUser('u_1', { email: ' Ada@Example.COM ', name: '\t', locale: null })).toEqual({
    id: 'u_1',
    email: 'Ada@Example.COM',
  })
})
