import { Secret } from '../../../src/core/secret.ts'
import { supabase } from '../../../webhooks/providers/supabase.ts'
import type { KeyName, ProviderFixture } from '../provider-fixture.ts'
import { standardSecret } from '../provider-secrets.ts'
import { messageId, standardRequest } from '../standard-signing.ts'

const FROM =
  'supabase/auth at bc32168, internal/hooks/v0hooks and internal/models/user.go, 2026-11-23'

const ADA = {
  id: '8484b834-29f2-4000-8000-000000000001',
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  phone: '',
  app_metadata: { provider: 'email', providers: ['email'] },
  user_metadata: { full_name: 'Ada', locale: 'en' },
  identities: [],
  created_at: '2026-11-01T07:00:00Z',
  updated_at: '2026-11-01T07:00:00Z',
  is_anonymous: false,
}

function metadata(uuid: string, name: string): object {
  return { uuid, time: '2026-11-01T08:00:00.123456789Z', name, ip_address: '203.0.113.7' }
}

function created(uuid: string, user: object): unknown {
  return { metadata: metadata(uuid, 'after-user-created'), user }
}

function mail(uuid: string, type: string): unknown {
  return {
    metadata: metadata(uuid, 'send-email'),
    user: ADA,
    email_data: {
      token: '305805',
      token_hash: 'pkce_7d5b7b1964cf5d388340a7f04f1dbb5eeb6c7b52ef8270e1737a58d0',
      redirect_to: 'https://app.example/welcome?a=1&b=2',
      email_action_type: type,
      site_url: 'https://x.supabase.co/auth/v1',
      token_new: '',
      token_hash_new: '',
      old_email: '',
      old_phone: '',
      provider: '',
      factor_type: '',
    },
  }
}

const LINK =
  'https://x.supabase.co/auth/v1/verify?token=pkce_7d5b7b1964cf5d388340a7f04f1dbb5eeb6c7b52ef8270e1737a58d0' +
  '&type=recovery&redirect_to=https%3A%2F%2Fapp.example%2Fwelcome%3Fa%3D1%26b%3D2'
const CREATED = { type: 'user.created', providerType: 'after-user-created' } as const

/** As the dashboard shows it: `v1,whsec_…`. */
function hookSecret(name: KeyName): Secret {
  return new Secret(`v1,${standardSecret(name).reveal()}`)
}

export const fixture: ProviderFixture = {
  make: ({ secrets }) => supabase({ secrets: secrets.map(hookSecret) }),
  unusable: [
    () => supabase({ secrets: [] }),
    () => supabase({ secrets: [new Secret('v1,whsec_short')] }),
    () => supabase({ secrets: [new Secret(`${hookSecret('current').reveal()}|`)] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    pastSeconds: 300,
    futureSeconds: 300,
  },
  // Supabase gives every attempt an id of its own.
  sign: (content, delivery) =>
    standardRequest('webhook-', `${messageId(content)}-${delivery.attempt}`, content, delivery),
  genuine: [
    {
      shows: 'created',
      from: FROM,
      content: created('0001', { ...ADA, invited_at: '2026-11-01T07:59:59Z' }),
      gives: [
        {
          ...CREATED,
          dedupeKey: '0001',
          occurredAt: new Date('2026-11-01T08:00:00.123Z'),
          origin: 'invited',
          user: { id: ADA.id, email: 'ada@example.com', name: 'Ada', locale: 'en' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: FROM,
      content: created('0002', { ...ADA, user_metadata: { full_name: 7, name: 'Ada L' } }),
      gives: [{ ...CREATED, origin: 'self', user: { name: 'Ada L' } }],
    },
    {
      shows: 'no-email',
      from: FROM,
      content: created('0003', { ...ADA, email: '', phone: '4915112345678' }),
      gives: [{ ...CREATED }],
    },
    {
      shows: 'reset',
      from: `${FROM.slice(0, -12)}, internal/api/mail.go, 2026-11-23`,
      content: mail('0004', 'recovery'),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'recovery',
          dedupeKey: '0004',
          reset: { url: LINK },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: mail('0005', 'signup'),
      gives: [{ type: 'ignored', providerType: 'signup', dedupeKey: '0005' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: created('0006', { ...ADA, email: '', is_anonymous: true }),
      gives: [{ type: 'ignored', providerType: 'after-user-created' }],
    },
    {
      shows: 'unknown-type',
      from: FROM,
      content: { metadata: metadata('0007', 'before-user-created'), user: ADA },
      gives: [{ type: 'ignored', providerType: 'before-user-created' }],
    },
  ],
}
