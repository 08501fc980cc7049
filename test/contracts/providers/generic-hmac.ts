import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import type { GenericHmacSettings } from '../../../webhooks/generic-settings.ts'
import { genericHmac } from '../../../webhooks/providers/generic-hmac.ts'
import { bodyOf, NOW, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'invented for the settings below, 2026-11-23'
const SETTINGS: GenericHmacSettings = {
  secrets: [textSecret('current')],
  header: 'X-Acme-Signature',
  algorithm: 'sha512',
  encoding: 'base64',
  prefix: 'sha512=',
  paths: {
    type: '/type',
    userId: '/data/user/id',
    email: '/data/user/emails/0/address',
    name: '/data/user/full~1name',
    locale: '/data/user/locale',
    eventId: '/id',
    time: '/at',
  },
  created: ['user.created'],
  resetRequested: ['password.reset_requested'],
  origin: 'invited',
}

function event(id: string, type: string, user: object): object {
  return { id, type, at: NOW.getTime(), data: { user: { id: 17, ...user } } }
}

const ADA = { emails: [{ address: 'ada@example.com' }], 'full/name': 'Ada', locale: 'en' }

export const fixture: ProviderFixture = {
  make: ({ secrets }) => genericHmac({ ...SETTINGS, secrets: secrets.map(textSecret) }),
  unusable: [
    () => genericHmac({ ...SETTINGS, secrets: [] }),
    () => genericHmac({ ...SETTINGS, secrets: [new Secret('')] }),
    () => genericHmac({ ...SETTINGS, header: 'two words' }),
    () => genericHmac({ ...SETTINGS, paths: { ...SETTINGS.paths, email: 'data.user.email' } }),
    () => genericHmac({ ...SETTINGS, created: [], resetRequested: [] }),
  ],
  scheme: { covers: 'body', headers: ['x-acme-signature'] },
  sign(content) {
    const body = bodyOf(content)
    const key = textSecret('current').reveal()
    const mac = createHmac('sha512', key).update(body).digest('base64')
    return {
      headers: { 'content-type': 'application/json', 'x-acme-signature': `sha512=${mac}` },
      body,
    }
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: event('e1', 'user.created', ADA),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.created',
          dedupeKey: 'e1',
          occurredAt: NOW,
          origin: 'invited',
          user: { id: '17', email: 'ada@example.com', name: 'Ada', locale: 'en' },
        },
      ],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: event('e2', 'user.created', { emails: [] }),
      gives: [{ type: 'user.created', providerType: 'user.created', user: { id: '17' } }],
    },
    {
      shows: 'reset',
      from: FROM,
      content: event('e3', 'password.reset_requested', ADA),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'password.reset_requested',
          dedupeKey: 'e3',
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('e4', 'password.reset_done', ADA),
      gives: [{ type: 'ignored', providerType: 'password.reset_done', dedupeKey: 'e4' }],
    },
  ],
  absent: { 'self-registered': 'the origin is a setting, the same for all users of a source' },
}
