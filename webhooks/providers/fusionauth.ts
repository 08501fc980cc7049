import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { EventType, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { EpochMs, OptionalText, RequiredText } from '../shapes.ts'
import { readTextSecrets } from '../signatures/hmac-body.ts'
import { bodyHashClaim, signJwt, verifyBodyHash, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys, secretKeys } from '../signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'
import { readSingleHeader } from '../signatures/single-header.ts'

const ID = 'fusionauth'
const SIGNATURE_HEADER = 'x-fusionauth-signature-jwt'

const HMAC_ALGORITHMS = ['HS256', 'HS384', 'HS512']
const KEY_PAIR_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const User = Type.Object({
  id: RequiredText,
  email: OptionalText,
  firstName: OptionalText,
  lastName: OptionalText,
  fullName: OptionalText,
  preferredLanguages: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
})
const Envelope = Compile(
  Type.Object({
    event: Type.Object({ id: RequiredText, type: RequiredText, createInstant: EpochMs }),
  }),
)
const AboutUser = Compile(Type.Object({ event: Type.Object({ user: User }) }))

/** What becomes of the types that Doorkey acts on. */
const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['user.create.complete', 'user.created'],
  ['user.password.reset.send', 'password.reset_requested'],
])

export const guide: ProviderGuide = {
  name: 'FusionAuth',
  setup: [
    'In FusionAuth open *Settings → Key Master* and make a key: *Generate HMAC* for a shared secret, or ' +
      'an RSA, EC or EdDSA key pair, which FusionAuth then publishes.',
    'Under *Settings → Webhooks* add one with the URL `<url>`; on the tab *Security* switch *Sign events* on ' +
      'and choose that key.',
    'Switch `user.create.complete` on (and `user.password.reset.send`, Enterprise plan) in three places: in ' +
      'the webhook, in *Tenants → Webhooks*, and for that tenant.',
    'Give the HMAC key’s value as `secrets`, or FusionAuth’s address as `baseUrl` for a key pair.',
  ],
  config:
    "fusionauth({ secrets: [env('FUSIONAUTH_SIGNING_KEY')] })\n" +
    "// with a key pair: fusionauth({ baseUrl: 'https://auth.acme.test' })",
  events: [
    { type: 'user.create.complete', becomes: 'user.created' },
    {
      type: 'user.create',
      becomes: 'ignored',
      note: 'comes before the user is stored, and may be undone',
    },
    {
      type: 'user.password.reset.send',
      becomes: 'password.reset_requested',
      note: 'Enterprise plan; without a link or code of FusionAuth’s',
    },
    {
      type: 'user.password.reset.success',
      becomes: 'ignored',
      note: 'the reset is over, as with `user.password.update`',
    },
    { type: 'user.bulk.create', becomes: 'ignored', note: 'imported users are not issued to' },
  ],
  reset: 'event',
  origin:
    'FusionAuth does not say who made a user (fusionauth-issues #1698): always `unknown`. Set `issueTo` of ' +
    'the source to `everyone`, or to a function that decides.',
  retries:
    'none documented; the tenant’s transaction setting decides whether a failure undoes the event',
  limits: [
    'The signature has no time and does not expire: only the event’s id tells a repeat.',
    'FusionAuth 1.48 or later signs.',
    'Of a key pair, the private half stays with FusionAuth, so samples need a key of yours as `sampleKey` ' +
      '(RSA, PEM). Whoever has it can post as FusionAuth: leave it out in production.',
  ],
  testedAgainst: 'jose 6.2, signing and verifying; the SHA-256 vector by openssl',
  sources: [
    'FusionAuth/fusionauth-site, events and signed webhooks, 2026-11-23',
    'FusionAuth/fusionauth-issues #1698 and #2148, on who made a user, 2026-11-23',
  ],
}

/**
 * FusionAuth webhooks: a JWT in a header holds the base64 SHA-256 of the body. Either `secrets`, HMAC
 * keys, or `baseUrl`, whose published keys count; never both, so that no public key is taken for a
 * secret. Repeats are told by `event.id`. Set-up, origin and limits: `guide`.
 */
export function fusionauth(
  settings:
    | { readonly secrets: readonly Secret[] }
    | {
        /** FusionAuth's own address. */
        readonly baseUrl: string
        /** Where its keys are. Default `<baseUrl>/.well-known/jwks.json`. */
        readonly keySetUrl?: string
        /** A private RSA key (PKCS #8 as PEM) that signs samples; believed as FusionAuth's are. */
        readonly sampleKey?: Secret
      },
): Provider {
  const checked = checkSettings(() => readSettings(settings))
  const canSign = 'secrets' in settings || settings.sampleKey !== undefined
  return {
    id: ID,
    faults: checked.faults,
    async verify(request) {
      const token = readSingleHeader(ID, request, SIGNATURE_HEADER)
      const claims = await verifyJwt(ID, token, checked.get().rules, request.receivedAt)
      verifyBodyHash(ID, claims, request.body, 'base64')
    },
    parse: (request) => [parse(request.body)],
    sampleTypes: canSign ? ['user.created', 'password.reset_requested'] : [],
    async sample(event) {
      const { hmacKey, sampleKey } = checked.get()
      const body = Buffer.from(JSON.stringify(sampleBody(event)))
      const key = hmacKey ?? needSampleKey(ID, sampleKey)
      const token = await signJwt({ ...bodyHashClaim(body, 'base64') }, key)
      return { headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: token }, body }
    },
  }
}

function readSettings(settings: Parameters<typeof fusionauth>[0]) {
  if ('secrets' in settings) {
    const keys = readTextSecrets(ID, settings.secrets)
    const rules = { keys: secretKeys(keys), algorithms: HMAC_ALGORITHMS, mustExpire: false }
    return { rules, hmacKey: keys[0], sampleKey: undefined }
  }
  const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, 'RS256')
  const keySetUrl = settings.keySetUrl ?? `${settings.baseUrl}/.well-known/jwks.json`
  const keys = jwksKeys(ID, keySetUrl, { sampleKey })
  const rules = { keys, algorithms: KEY_PAIR_ALGORITHMS, mustExpire: false }
  return { rules, hmacKey: undefined, sampleKey }
}

function parse(bytes: Buffer): ParsedEvent {
  const body = readJson(ID, bytes)
  const { event } = checkShape(ID, Envelope, body)
  const common = { providerType: event.type, dedupeKey: event.id }
  const type = TYPES.get(event.type)
  if (type === undefined) return { type: 'ignored', ...common }

  const { user } = checkShape(ID, AboutUser, body).event
  return {
    type,
    ...common,
    occurredAt: new Date(event.createInstant),
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(user.id, {
      email: user.email,
      name: user.fullName || `${user.firstName ?? ''} ${user.lastName ?? ''}`,
      locale: user.preferredLanguages?.[0],
    }),
  }
}

function sampleBody(event: SampleEvent): unknown {
  const isCreated = event.type === 'user.created'
  return {
    event: {
      id: event.eventId,
      type: isCreated ? 'user.create.complete' : 'user.password.reset.send',
      createInstant: event.occurredAt.getTime(),
      tenantId: '30303030-0000-4000-8000-000000000000',
      linkedObjectId: event.userId,
      info: { ipAddress: '203.0.113.7' },
      user: {
        id: event.userId,
        email: event.email,
        ...(event.name !== undefined && { fullName: event.name }),
        preferredLanguages: event.locale === undefined ? [] : [event.locale],
        verified: true,
        passwordChangeRequired: false,
      },
    },
  }
}
