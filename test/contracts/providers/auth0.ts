import { Secret } from '../../../src/core/secret.ts'
import { auth0 } from '../../../webhooks/providers/auth0.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const STREAM = 'auth0/docs-v2 at 092b879, event streams, 2026-11-23'
const LOGS = 'elastic/integrations packages/auth0, recorded bodies, 2026-11-23'

function log(id: string, type: string, more: object): unknown {
  return { log_id: id, data: { date: '2026-11-01T08:00:00.000Z', type, log_id: id, ...more } }
}

function streamed(id: string, type: string, more: object = {}): unknown {
  const identity = { connection: 'Users', provider: 'auth0', user_id: '679f', isSocial: false }
  return {
    specversion: '1.0',
    type,
    source: 'urn:auth0:acme',
    id,
    time: '2026-11-01T08:00:00.000Z',
    a0tenant: 'acme',
    a0stream: 'est_1',
    data: {
      object: {
        user_id: 'auth0|679f',
        email: 'ada@example.com',
        email_verified: false,
        name: 'ada@example.com',
        identities: [identity],
        created_at: '2026-11-01T08:00:00.000Z',
        ...more,
      },
    },
  }
}

const USER_MADE = {
  description: 'Create a User',
  user_id: 'auth0|admin',
  details: {
    request: { method: 'post', path: '/api/v2/users', query: {}, body: { password: '*****' } },
    response: {
      statusCode: 201,
      body: {
        user_id: 'auth0|679f',
        email: 'ada@example.com',
        given_name: 'Ada',
        family_name: 'L',
      },
    },
  },
}
const SIGNED_UP = {
  user_id: 'auth0|6182',
  user_name: 'grace@example.com',
  details: { body: { email: 'grace@example.com', password: '*****', request_language: 'de' } },
}
const RESET = {
  user_id: 'auth0|679f',
  details: { body: { email: 'ada@example.com' }, resetUrl: 'https://acme.auth0.com/reset?t=1' },
}

export const fixture: ProviderFixture = {
  make: ({ secrets }) => auth0({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => auth0({ secrets: [] }),
    () => auth0({ secrets: [new Secret('too short')] }),
    () => auth0({ secrets: [textSecret('current'), new Secret('')] }),
  ],
  scheme: { covers: 'caller', headers: ['authorization'] },
  sign: (content) => ({
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${textSecret('current').reveal()}`,
    },
    body: bodyOf(content),
  }),
  sampleLoses: {
    'user.created': ['locale'],
    'password.reset_requested': ['name', 'locale'],
  },
  genuine: [
    {
      shows: 'created',
      from: LOGS,
      content: [log('900201', 'sapi', USER_MADE), log('900202', 'sapi', { description: 'Other' })],
      gives: [
        {
          type: 'user.created',
          providerType: 'sapi',
          dedupeKey: '900201',
          occurredAt: new Date('2026-11-01T08:00:00Z'),
          origin: 'invited',
          user: { id: 'auth0|679f', email: 'ada@example.com', name: 'Ada L' },
        },
        { type: 'ignored', providerType: 'sapi', dedupeKey: '900202' },
      ],
    },
    {
      shows: 'created',
      from: STREAM,
      content: streamed('evt_1', 'user.created'),
      gives: [{ type: 'user.created', providerType: 'user.created', origin: 'unknown' }],
    },
    {
      shows: 'self-registered',
      from: LOGS,
      content: log('900203', 'ss', SIGNED_UP),
      gives: [
        {
          type: 'user.created',
          providerType: 'ss',
          origin: 'self',
          user: { id: 'auth0|6182', email: 'grace@example.com', locale: 'de' },
        },
      ],
    },
    {
      shows: 'no-email',
      from: STREAM,
      content: streamed('evt_2', 'user.created', { email: undefined, name: 'Ada' }),
      gives: [{ type: 'user.created', providerType: 'user.created' }],
    },
    {
      shows: 'reset',
      from: 'auth0/docs-v2 at 092b879, tenant logs, 2026-11-23',
      content: [log('900204', 'scpr', RESET)],
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'scpr',
          user: { id: 'auth0|679f', email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: LOGS,
      content: [log('900205', 'scp', RESET), log('900206', 'slo', {})],
      gives: [
        { type: 'ignored', providerType: 'scp', dedupeKey: '900205' },
        { type: 'ignored', providerType: 'slo', dedupeKey: '900206' },
      ],
    },
  ],
}
