import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { keycloak } from '../../../webhooks/providers/keycloak.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const FROM = 'p2-inc/keycloak-events at d287985, 2026-11-23'
const ADA = '3f0b8a52-0000-4000-8000-000000000001'

function byUser(uid: string, type: string): unknown {
  return {
    uid,
    id: null,
    time: 1_793_520_000_123,
    realmId: 'r1',
    realmName: 'acme',
    type,
    authDetails: {
      realmId: 'acme',
      clientId: 'account',
      userId: ADA,
      ipAddress: '203.0.113.7',
      username: 'ada',
    },
    details: { username: 'ada', email: 'ada@example.com', code_id: 'c1' },
  }
}

function byAdmin(uid: string, representation?: string): unknown {
  return {
    uid,
    time: 1_793_520_000_123,
    realmId: 'r1',
    realmName: 'acme',
    type: 'admin.USER-CREATE',
    resourceType: 'USER',
    operationType: 'CREATE',
    resourcePath: `users/${ADA}`,
    authDetails: {
      realmId: 'master',
      clientId: 'security-admin-console',
      userId: 'the-admin',
      username: 'admin',
    },
    representation,
    details: { userId: ADA, username: 'ada' },
  }
}

const REPRESENTATION = JSON.stringify({
  username: 'ada',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'L',
  enabled: true,
  attributes: { locale: ['en'] },
})

export const fixture: ProviderFixture = {
  make: ({ secrets }) => keycloak({ secrets: secrets.map(textSecret) }),
  unusable: [
    () => keycloak({ secrets: [] }),
    () => keycloak({ secrets: [textSecret('current'), new Secret('')] }),
    () => keycloak({ realmUrl: 'http://sso.acme.test/realms/acme' }),
  ],
  scheme: { covers: 'body', headers: ['x-keycloak-signature'] },
  sign(content) {
    const body = bodyOf(content)
    const key = textSecret('current').reveal()
    const signature = createHmac('sha256', key).update(body).digest('hex')
    return {
      headers: { 'content-type': 'application/json', 'x-keycloak-signature': signature },
      body,
    }
  },
  sampleLoses: { 'password.reset_requested': ['name', 'locale'] },
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: byAdmin('6f2c01', REPRESENTATION),
      gives: [
        {
          type: 'user.created',
          providerType: 'admin.USER-CREATE',
          dedupeKey: '6f2c01',
          occurredAt: new Date(1_793_520_000_123),
          origin: 'invited',
          hasPassword: false,
          user: { id: ADA, email: 'ada@example.com', name: 'Ada L', locale: 'en' },
        },
      ],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: byAdmin('6f2c02'),
      gives: [{ type: 'user.created', providerType: 'admin.USER-CREATE', user: { id: ADA } }],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: byUser('6f2c03', 'access.REGISTER'),
      gives: [{ type: 'user.created', providerType: 'access.REGISTER', origin: 'self' }],
    },
    {
      shows: 'reset',
      from: FROM,
      content: byUser('6f2c04', 'access.SEND_RESET_PASSWORD'),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'access.SEND_RESET_PASSWORD',
          user: { id: ADA, email: 'ada@example.com' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: byUser('6f2c05', 'access.RESET_PASSWORD'),
      gives: [{ type: 'ignored', providerType: 'access.RESET_PASSWORD', dedupeKey: '6f2c05' }],
    },
  ],
}
