import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { readClaims, tokenDigest } from '../jwt-claims.ts'
import { identityUser } from '../parsed-event.ts'
import { EpochSeconds, OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { signJwt, verifyJwt } from '../signatures/jwt.ts'
import { jwksKeys } from '../signatures/key-sets.ts'
import { needSampleKey, readSampleKey } from '../signatures/sample-key.ts'

const ID = 'hanko'
/** Sessions are signed by the same keys; theirs names the user. */
const SUBJECT = 'hanko webhooks'
const LIFE_SECONDS = 300

const Envelope = Compile(
  Type.Object({ token: RequiredText, event: RequiredText }, { additionalProperties: false }),
)
const Claims = Compile(
  Type.Object({ evt: RequiredText, iat: EpochSeconds, data: Type.Optional(Type.Unknown()) }),
)
const User = Compile(
  Type.Object({
    id: RequiredText,
    emails: Type.Optional(
      Type.Array(Type.Object({ address: RequiredText, is_primary: Type.Optional(Type.Boolean()) })),
    ),
    password: Type.Optional(Type.Unknown()),
    name: OptionalText,
    given_name: OptionalText,
    family_name: OptionalText,
    ip_address: OptionalText,
    identities: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
  }),
)
const Mail = Compile(
  Type.Object({
    type: RequiredText,
    to_email_address: RequiredText,
    language: OptionalText,
    delivered_by_hanko: Type.Optional(Type.Boolean()),
  }),
)
const Recovery = Compile(
  Type.Object({
    data: Type.Object({ otp_code: RequiredText, valid_until: Type.Optional(EpochSeconds) }),
  }),
)

export const guide: ProviderGuide = {
  name: 'Hanko',
  setup: [
    'Hanko Cloud: open *Settings → Webhooks* and create one for `<url>` with the events `user.create` and, ' +
      'if Doorkey sends the recovery codes, `email.send`. Self-hosted: list it under `webhooks.hooks` in ' +
      'Hanko’s configuration, with `webhooks.enabled: true`.',
    'Give Doorkey the URL of your Hanko API, from which it reads the public keys, and the audience: the ' +
      'first of `session.audience`, by default the relying party’s id, such as `app.example`.',
    'Where Doorkey sends the recovery codes, switch off *Settings → Email → delivery by Hanko*.',
  ],
  config: "hanko({ url: 'https://<project>.hanko.io', audience: 'app.example' })",
  events: [
    { type: 'user.create', becomes: 'user.created' },
    {
      type: 'email.send',
      becomes: 'password.reset_requested',
      note: 'type `recovery` only, and only where Hanko does not deliver it; carries Hanko’s own code',
    },
    { type: 'user.update.password.update', becomes: 'ignored', note: 'the password was changed' },
  ],
  reset: 'mail',
  origin:
    'Made in a sign-up (the event has the client’s `ip_address`, or `identities` of another provider) → self; by the Admin API → invited.',
  retries:
    'none: one try with a time-out of 10 s; more than five failures in a row switch the webhook off. ' +
    'Turn on `reconcile`.',
  limits: [
    'Switching Hanko’s delivery off takes over **all** of its mails. Doorkey sends the recovery codes only: ' +
      'codes for sign-in and for verifying an address are then sent by nobody.',
    '`email.send` names no user: the address stands for the user’s id.',
    'A webhook that was made in the console may expire after 30 days (`webhooks.allow_time_expiration`).',
    'The outer `event` is not signed; it must equal the signed `evt`.',
    'Only Hanko has its private key, so `doorkey simulate` needs a `sampleKey` of your own, which is then ' +
      'believed too: not for production.',
  ],
  testedAgainst: '`jose` 6.2, with a key set of our own',
  sources: [
    'teamhanko/hanko at f742d496: `backend/webhooks`, `backend/dto/webhook/email.go`, ' +
      '`backend/flow_api/flow/shared/const_email_templates.go`, `backend/handler/user_admin.go`, 2026-11-23',
  ],
}

/**
 * Hanko's webhooks: the message is a JWT in the body, signed by keys that Hanko publishes. Repeats
 * are told by a digest of what is signed. Set-up, origin and limits: `guide`.
 */
export function hanko(settings: {
  /** Of Hanko's public API; its `/.well-known/jwks.json` is read. */
  readonly url: string
  readonly audience: string
  /** Where the keys are, if not below `url`. */
  readonly keysUrl?: string
  /** An RSA private key as PEM, for `doorkey simulate`. */
  readonly sampleKey?: Secret
}): Provider {
  const { audience } = settings
  const checked = checkSettings(() => {
    if (!audience) throw new AppError('CONFIG_INVALID', `${ID}: expected an audience, got none`)
    const { keysUrl = `${settings.url.replace(/\/+$/, '')}/.well-known/jwks.json` } = settings
    const sampleKey = settings.sampleKey && readSampleKey(ID, settings.sampleKey, 'RS256')
    return { sampleKey, keys: jwksKeys(ID, keysUrl, { sampleKey }) }
  })
  return {
    id: ID,
    faults: checked.faults,
    async verify({ body, receivedAt }) {
      const { token, event } = readEnvelope(body)
      const claims = await verifyJwt(
        ID,
        token,
        { keys: checked.get().keys, algorithms: ['RS256'], audience, mustExpire: true },
        receivedAt,
      )
      if (claims.sub !== SUBJECT || claims['evt'] !== event) {
        throw new AppError(
          'SIGNATURE_MISMATCH',
          `${ID}: expected a webhook's token about the event beside it, got another token`,
        )
      }
    },
    parse: ({ body }) => [parse(checkShape(ID, Envelope, readJson(ID, body)).token)],
    sampleTypes: settings.sampleKey ? ['user.created', 'password.reset_requested'] : [],
    async sample(event) {
      const claims = sampleClaims(event, audience)
      const token = await signJwt(claims, needSampleKey(ID, checked.get().sampleKey))
      return signedSample({ token, event: claims.evt }, () => ({}))
    },
  }
}

/** Before anything is believed, a body that holds no token is a missing signature. */
function readEnvelope(body: Buffer): { readonly token: string; readonly event: string } {
  try {
    return checkShape(ID, Envelope, readJson(ID, body))
  } catch (cause) {
    throw new AppError('SIGNATURE_MALFORMED', `${ID}: expected a token in the body, got none`, {
      cause,
    })
  }
}

function parse(token: string): ParsedEvent {
  const { evt, iat, data } = checkShape(`${ID} claims`, Claims, readClaims(ID, token))
  const common = { providerType: evt, dedupeKey: tokenDigest(token) }
  if (evt === 'email.send') return parseMail(data, common)
  if (evt !== 'user.create') return { type: 'ignored', ...common }

  const user = checkShape(`${ID} data`, User, data)
  const email = user.emails?.find(({ is_primary }) => is_primary) ?? user.emails?.[0]
  return {
    type: 'user.created',
    ...common,
    occurredAt: new Date(iat * 1_000),
    origin: originOf(user),
    hasPassword: user.password !== undefined && user.password !== null,
    user: identityUser(user.id, {
      email: email?.address,
      name: user.name || `${user.given_name ?? ''} ${user.family_name ?? ''}`,
    }),
  }
}

interface Registered {
  readonly ip_address?: string | null
  readonly identities?: readonly unknown[] | null
}

/** Hanko names an address for who signs up by its own pages, and an identity for who does elsewhere. */
function originOf({ ip_address, identities }: Registered): Origin {
  return ip_address || (identities ?? []).length > 0 ? 'self' : 'invited'
}

function parseMail(
  data: unknown,
  common: { readonly providerType: string; readonly dedupeKey: string },
): ParsedEvent {
  const mail = checkShape(`${ID} data`, Mail, data)
  // The others are codes for something else, and what Hanko delivers itself must not come twice.
  if (mail.type !== 'recovery' || mail.delivered_by_hanko === true) {
    return { type: 'ignored', ...common }
  }
  const { otp_code, valid_until } = checkShape(`${ID} data`, Recovery, data).data
  return {
    type: 'password.reset_requested',
    ...common,
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(mail.to_email_address, {
      email: mail.to_email_address,
      locale: mail.language,
    }),
    reset: {
      code: new Secret(otp_code),
      ...(valid_until !== undefined && { expiresAt: new Date(valid_until * 1_000) }),
    },
  }
}

function sampleClaims(
  { type, email, userId, name, locale, occurredAt, eventId }: SampleEvent,
  aud: string,
) {
  const iat = Math.floor(occurredAt.getTime() / 1_000)
  const common = { sub: SUBJECT, iat, exp: iat + LIFE_SECONDS, aud: [aud] }
  const at = occurredAt.toISOString()
  if (type === 'user.created') {
    const emails = [{ id: eventId, address: email, is_primary: true, is_verified: false }]
    const data = { id: userId, emails, name, created_at: at, updated_at: at }
    return { ...common, evt: 'user.create', data }
  }
  const code = { service_name: 'Sample', otp_code: '123456', ttl: LIFE_SECONDS }
  const data = {
    subject: 'Your code',
    body_plain: 'Your code',
    to_email_address: email,
    delivered_by_hanko: false,
    accept_language: locale ?? '',
    language: locale ?? '',
    type: 'recovery',
    data: { ...code, valid_until: iat + LIFE_SECONDS },
  }
  return { ...common, evt: 'email.send', data }
}
