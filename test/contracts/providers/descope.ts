import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { descope } from '../../../webhooks/providers/descope.ts'
import { bodyOf, NOW, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const AUDIT = 'docs.descope.com, audit webhook, and public receivers of it, 2026-11-23'
const FLOW = 'the flow’s body in webhooks/providers/descope.ts, 2026-11-23'

function audit(action: string, userId: string, more: object): object {
  return {
    projectId: 'P2x',
    userId,
    action,
    occurred: NOW.getTime(),
    occurred_formatted: '2026-11-23T12:00:00.000Z',
    device: 'Bot',
    method: 'none',
    geo: 'CH',
    remoteAddress: '203.0.113.7',
    loginIds: ['ada@example.com'],
    tenants: null,
    data: {},
    ...more,
  }
}

const CREATED = { type: 'user.created', providerType: 'UserCreated', occurredAt: NOW } as const

export const fixture: ProviderFixture = {
  make: ({ secrets }) => descope({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => descope({ secrets: [] }),
    () => descope({ secrets: [new Secret('')] }),
    () => descope({ secrets: [textSecret('current'), new Secret(' x')] }),
  ],
  scheme: { covers: 'body', headers: ['x-descope-webhook-s256'] },
  sign(content) {
    const body = bodyOf(content)
    const key = textSecret('current').reveal()
    const signature = createHmac('sha256', key).update(body).digest('base64')
    return {
      headers: { 'content-type': 'application/json', 'x-descope-webhook-s256': signature },
      body,
    }
  },
  genuine: [
    {
      shows: 'created',
      from: AUDIT,
      content: [
        audit('UserCreated', 'U1', { actorId: 'K2x' }),
        audit('UserCreated', 'U2', { actorId: '', loginIds: ['+41440000001', 'b@example.com'] }),
        audit('UserModified', 'U1', { actorId: 'K2x' }),
      ],
      gives: [
        {
          ...CREATED,
          origin: 'invited',
          hasPassword: false,
          user: { id: 'U1', email: 'ada@example.com' },
        },
        { ...CREATED, origin: 'unknown', user: { id: 'U2', email: 'b@example.com' } },
        { type: 'ignored', providerType: 'UserModified' },
      ],
    },
    {
      shows: 'self-registered',
      from: AUDIT,
      content: audit('UserCreated', 'U3', { actorId: 'U3' }),
      gives: [{ ...CREATED, origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: AUDIT,
      content: [audit('UserCreated', 'U4', { actorId: 'K2x', loginIds: ['+41440000001'] })],
      gives: [{ ...CREATED, user: { id: 'U4' } }],
    },
    {
      shows: 'reset',
      from: FLOW,
      content: {
        action: 'PasswordResetRequested',
        userId: 'U1',
        email: 'ada@example.com',
        name: 'Ada',
      },
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'PasswordResetRequested',
          origin: 'unknown',
          user: { id: 'U1', email: 'ada@example.com', name: 'Ada' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: AUDIT,
      content: [audit('LoginSucceed', 'U1', { actorId: 'U1' })],
      gives: [{ type: 'ignored', providerType: 'LoginSucceed' }],
    },
  ],
  sampleLoses: {
    'user.created': ['dedupeKey', 'locale', 'name'],
    'password.reset_requested': ['dedupeKey', 'occurredAt'],
  },
}
