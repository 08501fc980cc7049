import { Secret } from '../../../src/core/secret.ts'
import { stytch } from '../../../webhooks/providers/stytch.ts'
import type { GenuineRequest, ProviderFixture } from '../provider-fixture.ts'
import { standardSecret } from '../provider-secrets.ts'
import { messageId, standardRequest } from '../standard-signing.ts'

const FROM = 'Stytch documentation and its Svix event catalogue, 2026-11-23'

function event(id: string, source: string, action: string, about: object): unknown {
  const isMember = 'member' in about
  return {
    action,
    event_id: id,
    id: 'user-live-1',
    object_type: isMember ? 'member' : 'user',
    project_id: 'project-live-1',
    source,
    timestamp: '2026-11-01T08:00:00.123456789Z',
    vertical: isMember ? 'B2B' : 'CONSUMER',
    ...about,
  }
}

const USER = {
  user_id: 'user-live-1',
  emails: [{ email_id: 'email-live-1', email: 'ada@example.com', verified: true }],
  name: { first_name: 'Ada', middle_name: '', last_name: 'L' },
  password: null,
}
const MEMBER = {
  member_id: 'member-live-1',
  organization_id: 'organization-live-1',
  email_address: 'ada@example.com',
  name: 'Ada L',
  status: 'active',
  member_password_id: '',
}

function created(source: string, about: object, origin: string): GenuineRequest {
  const kind = 'member' in about ? 'member' : 'user'
  const providerType = `${source.toLowerCase()}.${kind}.create`
  return {
    shows: 'created',
    from: FROM,
    content: event(`event-live-${providerType}`, source, 'CREATE', about),
    gives: [
      {
        type: 'user.created',
        providerType,
        dedupeKey: `event-live-${providerType}`,
        occurredAt: new Date('2026-11-01T08:00:00.123Z'),
        origin,
        user: { id: `${kind}-live-1`, email: 'ada@example.com', name: 'Ada L' },
      },
    ],
  }
}

export const fixture: ProviderFixture = {
  make: ({ secrets }) => stytch({ secrets: secrets.map(standardSecret) }),
  unusable: [
    () => stytch({ secrets: [] }),
    () => stytch({ secrets: [new Secret('not whsec_')] }),
    () => stytch({ secrets: [standardSecret('current'), new Secret('')] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['svix-id', 'svix-timestamp', 'svix-signature'],
    pastSeconds: 300,
    futureSeconds: 300,
  },
  sign: (content, delivery) => standardRequest('svix-', messageId(content), content, delivery),
  sampleLoses: { 'user.created': ['locale'] },
  absent: {
    reset: 'Stytch has no such event',
    'self-registered': 'Stytch does not tell a user who registers from a call of its API',
  },
  genuine: [
    created('DASHBOARD', { user: USER }, 'invited'),
    created('SCIM', { user: USER }, 'invited'),
    created('DIRECT', { user: USER }, 'unknown'),
    created('DASHBOARD', { member: MEMBER }, 'invited'),
    created('SCIM', { member: MEMBER }, 'invited'),
    created('DIRECT', { member: MEMBER }, 'unknown'),
    {
      shows: 'no-email',
      from: FROM,
      content: event('event-live-7', 'DASHBOARD', 'CREATE', { user: { ...USER, emails: [] } }),
      gives: [{ type: 'user.created', providerType: 'dashboard.user.create' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: event('event-live-8', 'DIRECT', 'UPDATE', { user: USER }),
      gives: [{ type: 'ignored', providerType: 'direct.user.update', dedupeKey: 'event-live-8' }],
    },
  ],
}
