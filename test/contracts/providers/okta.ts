import { Secret } from '../../../src/core/secret.ts'
import { okta } from '../../../webhooks/providers/okta.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'okta/okta-developer-docs at 468de9c, event hooks and event catalogue, 2026-11-23'

const ADA = {
  id: '00u1',
  type: 'User',
  alternateId: 'ada@example.com',
  displayName: 'Ada Lovelace',
  detailEntry: null,
}
const ADMIN = { ...ADA, id: '00uadmin', alternateId: 'admin@example.com', displayName: 'Admin' }
const GROUP = { id: '00g1', type: 'UserGroup', alternateId: 'unknown', displayName: 'Everyone' }

function logEvent(uuid: string, eventType: string, changes: object = {}): object {
  return {
    uuid,
    published: '2026-11-01T08:00:00.000Z',
    eventType,
    version: '0',
    severity: 'INFO',
    displayMessage: 'Create okta user',
    actor: ADMIN,
    outcome: { result: 'SUCCESS', reason: null },
    target: [GROUP, ADA],
    ...changes,
  }
}

function hook(...events: readonly object[]): unknown {
  return {
    eventType: 'com.okta.event_hook',
    eventTypeVersion: '1.0',
    cloudEventsVersion: '0.1',
    source: 'https://acme.okta.com/api/v1/eventHooks/who8',
    eventId: 'b5a188b9-5ece-4636-b041-482ffda96311',
    eventTime: '2026-11-01T08:00:05.000Z',
    contentType: 'application/json',
    data: { events },
  }
}

const CREATED = { type: 'user.created', providerType: 'user.lifecycle.create' } as const
const RESET = {
  type: 'password.reset_requested',
  providerType: 'user.account.reset_password',
} as const
const IGNORED = { type: 'ignored' } as const

export const fixture: ProviderFixture = {
  make: ({ secrets }) => okta({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => okta({ secrets: [] }),
    () => okta({ secrets: [new Secret('too short')] }),
    () => okta({ secrets: [new Secret('sixteen or more, with a line\nbreak')] }),
  ],
  scheme: { covers: 'caller', headers: ['authorization'] },
  sign: (content) => ({
    headers: {
      'content-type': 'application/json',
      authorization: textSecret('current').reveal(),
    },
    body: bodyOf(content),
  }),
  sampleLoses: {
    'user.created': ['locale'],
    'password.reset_requested': ['locale'],
  },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: hook(
        logEvent('f790', 'user.lifecycle.create'),
        logEvent('f791', 'user.lifecycle.create', { outcome: { result: 'FAILURE' } }),
        logEvent('f792', 'user.account.reset_password', { actor: ADA, target: [ADA] }),
      ),
      gives: [
        {
          ...CREATED,
          dedupeKey: 'f790',
          occurredAt: new Date('2026-11-01T08:00:00Z'),
          origin: 'invited',
          user: { id: '00u1', email: 'ada@example.com', name: 'Ada Lovelace' },
        },
        { ...IGNORED, providerType: 'user.lifecycle.create', dedupeKey: 'f791' },
        {
          ...RESET,
          dedupeKey: 'f792',
          origin: 'self',
          user: { id: '00u1', email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'reset',
      from: FROM,
      content: hook(logEvent('f793', 'user.account.reset_password')),
      gives: [{ ...RESET, dedupeKey: 'f793', origin: 'invited' }],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: hook(logEvent('f794', 'user.lifecycle.create', { actor: ADA })),
      gives: [{ ...CREATED, origin: 'self' }],
    },
    {
      shows: 'created',
      from: FROM,
      content: hook(
        logEvent('f795', 'user.lifecycle.create', {
          actor: { id: '00us', type: 'SystemPrincipal', alternateId: 'system@okta.com' },
        }),
      ),
      gives: [{ ...CREATED, origin: 'unknown' }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: hook(
        logEvent('f796', 'user.lifecycle.create', { target: [{ ...ADA, alternateId: 'ada' }] }),
      ),
      gives: [{ ...CREATED, user: { id: '00u1', name: 'Ada Lovelace' } }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: hook(
        logEvent('f797', 'user.account.update_password'),
        logEvent('f798', 'group.user_membership.add'),
        logEvent('f799', 'user.lifecycle.create', { target: [GROUP] }),
      ),
      gives: [
        { ...IGNORED, providerType: 'user.account.update_password' },
        { ...IGNORED, providerType: 'group.user_membership.add' },
        { ...IGNORED, providerType: 'user.lifecycle.create' },
      ],
    },
  ],
}
