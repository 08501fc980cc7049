import { createHmac } from 'node:crypto'
import { Secret } from '../../../src/core/secret.ts'
import { zitadel } from '../../../webhooks/providers/zitadel.ts'
import { bodyOf, type ProviderFixture } from '../provider-fixture.ts'
import { textSecret } from '../provider-secrets.ts'

const EVENTS = 'zitadel/zitadel internal/execution, internal/repository/user, 2026-11-23'
const MAILS = 'zitadel/zitadel, HTTP email provider, 2026-11-23'
const ADA = '283000000000000001'

const HUMAN = {
  userName: 'ada',
  firstName: 'Ada',
  lastName: 'L',
  displayName: 'Ada L',
  preferredLanguage: 'en',
  email: 'ada@example.com',
}

function event(sequence: number, type: string, payload: unknown, actor = 'an-admin'): unknown {
  return {
    aggregateID: ADA,
    aggregateType: 'user',
    resourceOwner: '271',
    instanceID: '270',
    version: 'v2',
    sequence,
    event_type: type,
    created_at: '2026-11-01T08:00:00.123Z',
    userID: actor,
    event_payload: payload,
  }
}

const asBytes = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

const MAIL = {
  contextInfo: {
    eventType: 'user.human.password.code.added',
    provider: { id: 'p1', description: 'x' },
    recipientEmailAddress: 'ada@example.com',
  },
  templateData: {
    subject: 'Reset your password',
    text: 'Reset it',
    url: `https://z.example/ui/login/password/init?userID=${ADA}&code=ABC123&orgID=271`,
  },
  args: { code: 'ABC123', firstName: 'Ada', lastName: 'L', displayName: 'Ada L' },
}

export const fixture: ProviderFixture = {
  make: ({ secrets }) =>
    zitadel({ secrets: secrets.map(textSecret), loginClients: ['login-client'] }),
  unusable: [
    () => zitadel({ secrets: [], loginClients: [] }),
    () => zitadel({ secrets: [textSecret('current'), new Secret('')], loginClients: [] }),
    () => zitadel({ issuer: 'http://zitadel.acme.test', loginClients: [] }),
  ],
  scheme: {
    covers: 'body',
    headers: ['zitadel-signature'],
    pastSeconds: 300,
    futureSeconds: 300,
  },
  sign(content, { at }) {
    const body = bodyOf(content)
    const time = at.getTime() / 1_000
    const mac = createHmac('sha256', textSecret('current').reveal())
    const signature = `t=${time},v1=${mac.update(`${time}.`).update(body).digest('hex')}`
    return { headers: { 'content-type': 'application/json', 'zitadel-signature': signature }, body }
  },
  sampleLoses: {
    'user.created': ['dedupeKey'],
    'password.reset_requested': ['dedupeKey', 'occurredAt', 'locale'],
  },
  genuine: [
    {
      shows: 'created',
      from: EVENTS,
      content: event(7, 'user.human.added', asBytes(HUMAN)),
      gives: [
        {
          type: 'user.created',
          providerType: 'user.human.added',
          dedupeKey: `270:${ADA}:7`,
          occurredAt: new Date('2026-11-01T08:00:00.123Z'),
          origin: 'invited',
          hasPassword: false,
          user: { id: ADA, email: 'ada@example.com', name: 'Ada L', locale: 'en' },
        },
      ],
    },
    {
      shows: 'self-registered',
      from: EVENTS,
      content: event(8, 'user.human.selfregistered', HUMAN, ADA),
      gives: [{ type: 'user.created', providerType: 'user.human.selfregistered', origin: 'self' }],
    },
    {
      shows: 'self-registered',
      from: 'zitadel/zitadel #12613: Login V2 registers by the API, 2026-11-23',
      content: event(9, 'user.human.added', asBytes(HUMAN), 'login-client'),
      gives: [{ type: 'user.created', providerType: 'user.human.added', origin: 'self' }],
    },
    {
      shows: 'no-email',
      from: EVENTS,
      content: event(10, 'user.human.password.code.added', asBytes({ expiry: 3.6e12 })),
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'user.human.password.code.added',
          user: { id: ADA },
        },
      ],
    },
    {
      shows: 'reset',
      from: MAILS,
      content: MAIL,
      gives: [
        {
          type: 'password.reset_requested',
          providerType: 'user.human.password.code.added',
          user: { id: ADA, email: 'ada@example.com', name: 'Ada L' },
        },
      ],
    },
    {
      shows: 'unknown-type',
      from: MAILS,
      content: {
        ...MAIL,
        contextInfo: { ...MAIL.contextInfo, eventType: 'user.human.initialization.code.added' },
      },
      gives: [{ type: 'ignored', providerType: 'user.human.initialization.code.added' }],
    },
    {
      shows: 'unknown-type',
      from: EVENTS,
      content: event(11, 'user.human.password.changed', asBytes({ encodedHash: '$2a$…' })),
      gives: [{ type: 'ignored', providerType: 'user.human.password.changed' }],
    },
  ],
}
