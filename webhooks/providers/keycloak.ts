import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { IdentityEvent, ParsedEvent } from '../../src/events/identity-event.ts'
import type {
  Provider,
  ProviderGuide,
  SampleEvent,
  SignedRequest,
} from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { EpochMs, OptionalText, RequiredText } from '../shapes.ts'
import {
  type HmacBodyScheme,
  readTextSecrets,
  signHmacBody,
  verifyHmacBody,
} from '../signatures/hmac-body.ts'
import { bodyHashClaim, signJwt, verifyBodyHash, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys } from '../signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'
import { readBearerToken } from '../signatures/bearer-token.ts'

const ID = 'keycloak'
const TOKEN_SECONDS = 300
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA']

const Envelope = Compile(Type.Object({ uid: RequiredText, type: RequiredText, time: EpochMs }))
const ByUser = Compile(
  Type.Object({
    authDetails: Type.Object({ userId: RequiredText }),
    details: Type.Optional(
      Type.Union([
        Type.Object({ email: OptionalText, first_name: OptionalText, last_name: OptionalText }),
        Type.Null(),
      ]),
    ),
  }),
)
const ByAdmin = Compile(
  Type.Object({
    resourcePath: Type.String({ pattern: '^users/[^/]+$' }),
    representation: OptionalText,
  }),
)
const Representation = Compile(
  Type.Object({
    email: OptionalText,
    firstName: OptionalText,
    lastName: OptionalText,
    attributes: Type.Optional(
      Type.Union([Type.Object({ locale: Type.Optional(Type.Array(Type.String())) }), Type.Null()]),
    ),
    credentials: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
  }),
)

export const guide: ProviderGuide = {
  name: 'Keycloak',
  setup: [
    'Keycloak has no webhooks of its own: install the extension `p2-inc/keycloak-events` and add ' +
      '`ext-event-webhook` under *Realm settings → Events → Event listeners*.',
    'Switch on *Admin events settings → Save events* and *Include representation*: without it, users made ' +
      'by an admin come without an address.',
    'Add a webhook (`POST /realms/<realm>/webhooks`) with the URL `<url>`, a secret, and the event types ' +
      '`admin.USER-CREATE`, `access.REGISTER` and, where Doorkey mails resets, `access.SEND_RESET_PASSWORD`.',
    'Or give it `authType` `bearer`, whose tokens are signed by the realm’s own keys; then there is no ' +
      'secret, and `realmUrl` takes its place.',
  ],
  config:
    "keycloak({ secrets: [env('KEYCLOAK_WEBHOOK_SECRET')] })\n" +
    "// authType bearer: keycloak({ realmUrl: 'https://sso.acme.test/realms/acme', audience: '…' })",
  events: [
    { type: 'admin.USER-CREATE', becomes: 'user.created' },
    { type: 'access.REGISTER', becomes: 'user.created', note: 'the user registered alone' },
    {
      type: 'access.SEND_RESET_PASSWORD',
      becomes: 'password.reset_requested',
      note: 'comes after Keycloak has sent its own mail; without a link or code',
    },
    {
      type: 'access.SEND_RESET_PASSWORD_ERROR',
      becomes: 'ignored',
      note: 'also for unknown addresses',
    },
    { type: 'access.RESET_PASSWORD', becomes: 'ignored', note: 'the reset is over' },
  ],
  reset: 'event',
  origin: '`admin.USER-CREATE` → invited, `access.REGISTER` → self.',
  retries:
    'after an HTTP error with back-off from 0.5 s to 3 min, for 15 min; not after a broken connection',
  limits: [
    'A requested reset is told of only once Keycloak’s own mail has left: its SMTP must work, and users get ' +
      'two mails unless its reset flow is changed.',
    'With an HMAC no time is signed: only the event’s `uid` tells a repeat.',
    'The extension’s older sender `ext-event-http` posts events without `uid` and is not understood.',
    'The locale is read from the attribute `locale`, of users made by an admin only.',
    'With `bearer`, samples need a key of yours as `sampleKey` (RSA, PEM). Whoever has it can post as ' +
      'Keycloak: leave it out in production.',
  ],
  testedAgainst: 'jose 6.2 for `bearer`, signing and verifying; vectors by openssl for the HMACs',
  sources: [
    'p2-inc/keycloak-events at d287985, senders, `WebhookJwtSigner` and README, 2026-11-23',
    'Keycloak’s source and Admin REST documentation, 2026-11-23',
  ],
}

/** How the extension's webhook was set up: `authType` `hmac` or `bearer`. */
export type KeycloakSettings =
  | {
      readonly secrets: readonly Secret[]
      /** The extension's `HmacSHA256` (default) or `HmacSHA1`. */
      readonly algorithm?: 'sha256' | 'sha1'
    }
  | {
      /** `https://…/realms/<realm>`, as the realm names itself in tokens. */
      readonly realmUrl: string
      /** The webhook's audience, where one is set. */
      readonly audience?: string
      /** Where the realm's keys are. Default `<realmUrl>/protocol/openid-connect/certs`. */
      readonly keySetUrl?: string
      /** A private RSA key (PKCS #8 as PEM) that signs samples; it is believed as Keycloak's are. */
      readonly sampleKey?: Secret
    }

/**
 * Keycloak through the extension p2-inc/keycloak-events, signed by a hex HMAC of the body or by a
 * bearer JWT with the body's hash. Repeats are told by `uid`. Set-up, origin and limits: `guide`.
 */
export function keycloak(settings: KeycloakSettings): Provider {
  const checked = checkSettings(() =>
    'secrets' in settings ? hmacScheme(settings) : bearerScheme(settings),
  )
  const canSign = 'secrets' in settings || settings.sampleKey !== undefined
  return {
    id: ID,
    faults: checked.faults,
    verify: (request) => checked.get().verify(request),
    parse: (request) => [parse(request.body)],
    sampleTypes: canSign ? ['user.created', 'password.reset_requested'] : [],
    async sample(event) {
      const body = Buffer.from(JSON.stringify(sampleBody(event)))
      const signed = await checked.get().sign(body, event.occurredAt)
      return { headers: { 'content-type': 'application/json', ...signed }, body }
    },
  }
}

interface Scheme {
  verify(request: SignedRequest): void | Promise<void>
  sign(body: Buffer, at: Date): Record<string, string> | Promise<Record<string, string>>
}

function hmacScheme(settings: Extract<KeycloakSettings, { secrets: unknown }>): Scheme {
  const keys = readTextSecrets(ID, settings.secrets)
  const scheme: HmacBodyScheme = {
    header: 'x-keycloak-signature',
    algorithm: settings.algorithm ?? 'sha256',
    encoding: 'hex',
  }
  return {
    verify: (request) => verifyHmacBody(ID, scheme, request, keys),
    sign: (body) => signHmacBody(scheme, body, keys[0]),
  }
}

function bearerScheme(settings: Extract<KeycloakSettings, { realmUrl: unknown }>): Scheme {
  const { realmUrl: issuer, audience } = settings
  const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, 'RS256')
  const keySetUrl = settings.keySetUrl ?? `${issuer}/protocol/openid-connect/certs`
  const rules = {
    keys: jwksKeys(ID, keySetUrl, { sampleKey }),
    algorithms: ALGORITHMS,
    issuer,
    ...(audience !== undefined && { audience }),
    mustExpire: true,
  }
  return {
    async verify(request) {
      const token = readBearerToken(ID, request)
      const claims = await verifyJwt(ID, token, rules, request.receivedAt)
      verifyBodyHash(ID, claims, request.body, 'hex')
    },
    async sign(body, at) {
      const iat = Math.floor(at.getTime() / 1_000)
      const times = { iat, exp: iat + TOKEN_SECONDS }
      const party = { iss: issuer, ...(audience !== undefined && { aud: audience }) }
      const claims = { ...party, ...times, ...bodyHashClaim(body, 'hex') }
      return { authorization: `Bearer ${await signJwt(claims, needSampleKey(ID, sampleKey))}` }
    },
  }
}

function parse(bytes: Buffer): ParsedEvent {
  const body = readJson(ID, bytes)
  const { uid: dedupeKey, type: providerType, time } = checkShape(ID, Envelope, body)
  const common = { providerType, dedupeKey, occurredAt: new Date(time), hasPassword: false }
  switch (providerType) {
    case 'admin.USER-CREATE':
      return { type: 'user.created', ...common, origin: 'invited', ...madeByAdmin(body) }
    case 'access.REGISTER':
      return { type: 'user.created', ...common, origin: 'self', user: actingUser(body) }
    case 'access.SEND_RESET_PASSWORD':
      return {
        type: 'password.reset_requested',
        ...common,
        origin: 'unknown',
        user: actingUser(body),
      }
    default:
      return { type: 'ignored', providerType, dedupeKey }
  }
}

/** `authDetails` names the admin here; the new user stands in the path. */
function madeByAdmin(body: unknown): Pick<IdentityEvent, 'hasPassword' | 'user'> {
  const { resourcePath, representation } = checkShape(ID, ByAdmin, body)
  const json = representation ? readJson(ID, Buffer.from(representation)) : {}
  const made = checkShape(`${ID} representation`, Representation, json)
  return {
    hasPassword: (made.credentials?.length ?? 0) > 0,
    user: identityUser(resourcePath.slice('users/'.length), {
      email: made.email,
      name: `${made.firstName ?? ''} ${made.lastName ?? ''}`,
      locale: made.attributes?.locale?.[0],
    }),
  }
}

function actingUser(body: unknown): IdentityEvent['user'] {
  const { authDetails, details } = checkShape(ID, ByUser, body)
  return identityUser(authDetails.userId, {
    email: details?.email,
    name: `${details?.first_name ?? ''} ${details?.last_name ?? ''}`,
  })
}

function sampleBody({ type, eventId, userId, email, name, locale, occurredAt }: SampleEvent) {
  const common = { uid: eventId, id: null, time: occurredAt.getTime(), realmName: 'sample' }
  if (type === 'password.reset_requested') {
    return {
      ...common,
      type: 'access.SEND_RESET_PASSWORD',
      authDetails: { realmId: 'sample', clientId: 'account', userId, username: email },
      details: { username: email, email, code_id: eventId },
    }
  }
  const [firstName, ...lastNames] = name?.split(' ') ?? []
  const lastName = lastNames.join(' ')
  const attributes = locale === undefined ? {} : { locale: [locale] }
  return {
    ...common,
    type: 'admin.USER-CREATE',
    resourceType: 'USER',
    operationType: 'CREATE',
    resourcePath: `users/${userId}`,
    authDetails: { realmId: 'master', clientId: 'security-admin-console', userId: 'admin' },
    representation: JSON.stringify({ email, enabled: true, firstName, lastName, attributes }),
    details: { userId },
  }
}
