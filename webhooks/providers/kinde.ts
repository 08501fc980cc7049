import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape } from '../json-body.ts'
import { jwtOf, readClaims } from '../jwt-claims.ts'
import { identityUser } from '../parsed-event.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { refuseSessionToken, signJwt, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys } from '../signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'

const ID = 'kinde'
const MEDIA_TYPE = 'application/jwt'
const ALGORITHM = 'RS256'

const ORIGINS: ReadonlyMap<string, Origin> = new Map([
  ['admin', 'invited'],
  ['api', 'invited'],
  ['user', 'self'],
])

const Envelope = Compile(
  Type.Object({
    type: RequiredText,
    event_id: RequiredText,
    timestamp: IsoTime,
    source: OptionalText,
  }),
)
const Created = Compile(
  Type.Object({
    data: Type.Object({
      user: Type.Object({
        id: RequiredText,
        email: OptionalText,
        first_name: OptionalText,
        last_name: OptionalText,
      }),
    }),
  }),
)

export const guide: ProviderGuide = {
  name: 'Kinde',
  setup: [
    'In Kinde open *Settings → Webhooks*, add a webhook with the endpoint `<url>` and the event `user.created`.',
    'Give Kinde’s own address of your business (`https://<subdomain>.kinde.com`, not a custom domain) as ' +
      '`domain`; there is no secret to copy.',
  ],
  config: "kinde({ domain: 'https://acme.kinde.com' })",
  events: [
    { type: 'user.created', becomes: 'user.created', note: 'not for imported users' },
    {
      type: 'user.updated',
      becomes: 'ignored',
      note: '`is_password_reset_requested` is an admin’s demand to change the password, not a request',
    },
  ],
  reset: 'none',
  origin: '`source`: `admin` and `api` → invited, `user` → self.',
  retries:
    'after 5 s, 30 s, 2 min, 10 min, 1 h, 4 h, then every 12 h up to 36 h; switched off after 72 h of failure',
  limits: [
    'No event tells that a reset was requested, and events carry no locale.',
    'Tokens do not expire, so an old one is told by its `event_id` only.',
    'Kinde’s keys sign, so samples need a key of yours as `sampleKey` (RSA, PEM). Whoever has it can ' +
      'post as Kinde: leave it out in production.',
  ],
  testedAgainst: '@kinde/webhooks 1.0, verifying, and jose 6.2, signing and verifying',
  sources: [
    'kinde-oss/documentation at 1559ace, 2026-11-23',
    '@kinde/webhooks 1.0.0, types of events and `source`, 2026-11-23',
  ],
}

/**
 * Kinde webhooks: the body is a JWT by Kinde's keys. Repeats are told by the claim `event_id`; the
 * header `webhook-id` is not signed. Kinde wants exactly 200. Set-up, origin and limits: `guide`.
 */
export function kinde(settings: {
  /** `https://<subdomain>.kinde.com` */
  readonly domain: string
  /** Where Kinde's keys are. Default `<domain>/.well-known/jwks`. */
  readonly keySetUrl?: string
  /** A private RSA key (PKCS #8 as PEM) that signs samples; it is believed as Kinde's are. */
  readonly sampleKey?: Secret
}): Provider {
  const checked = checkSettings(() => {
    const keySetUrl = settings.keySetUrl ?? `${settings.domain}/.well-known/jwks`
    const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, ALGORITHM)
    const keys = jwksKeys(ID, keySetUrl, { sampleKey })
    return { sampleKey, rules: { keys, algorithms: [ALGORITHM], mustExpire: false } }
  })
  return {
    id: ID,
    faults: checked.faults,
    contentTypes: [MEDIA_TYPE],
    successStatus: 200,
    async verify(request) {
      const { rules } = checked.get()
      const token = jwtOf(request.body)
      refuseSessionToken(ID, await verifyJwt(ID, token, rules, request.receivedAt))
    },
    parse: ({ body }) => [parse(body)],
    sampleTypes: settings.sampleKey ? ['user.created'] : [],
    async sample(event) {
      const sampleKey = needSampleKey(ID, checked.get().sampleKey)
      const token = await signJwt(sampleClaims(event), sampleKey)
      return {
        headers: { 'content-type': MEDIA_TYPE, 'webhook-id': event.eventId },
        body: Buffer.from(token),
      }
    },
  }
}

function parse(body: Buffer): ParsedEvent {
  const claims = readClaims(ID, jwtOf(body))
  const { type, event_id: dedupeKey, timestamp, source } = checkShape(ID, Envelope, claims)
  if (type !== 'user.created') return { type: 'ignored', providerType: type, dedupeKey }

  const { user } = checkShape(ID, Created, claims).data
  return {
    type,
    providerType: type,
    dedupeKey,
    occurredAt: readIsoTime(ID, '/timestamp', timestamp),
    origin: ORIGINS.get(source ?? '') ?? 'unknown',
    hasPassword: false,
    user: identityUser(user.id, {
      email: user.email,
      name: `${user.first_name ?? ''} ${user.last_name ?? ''}`,
    }),
  }
}

function sampleClaims(event: SampleEvent) {
  const [firstName, ...lastNames] = event.name?.split(' ') ?? []
  return {
    type: 'user.created',
    event_id: event.eventId,
    event_timestamp: event.occurredAt.toISOString(),
    timestamp: event.occurredAt.toISOString(),
    source: 'admin',
    data: {
      user: {
        id: event.userId,
        email: event.email,
        first_name: firstName ?? null,
        last_name: lastNames.join(' ') || null,
        username: null,
        phone: null,
        is_password_reset_requested: false,
        is_suspended: false,
        organizations: [],
      },
    },
  }
}
