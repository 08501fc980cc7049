import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { EpochSeconds, OptionalText, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  type HmacBodyScheme,
  readTextSecrets,
  signHmacBody,
  verifyHmacBody,
} from '../signatures/hmac-body.ts'

const ID = 'authgear'
const SCHEME: HmacBodyScheme = {
  header: 'x-authgear-body-signature',
  algorithm: 'sha256',
  encoding: 'hex',
}

/** Whoever is not listed (`system`, and what later versions may add) is `unknown`. */
const ORIGINS: ReadonlyMap<string, Origin> = new Map([
  ['admin_api', 'invited'],
  ['portal', 'invited'],
  ['site_admin', 'invited'],
  ['user', 'self'],
])

const Envelope = Compile(
  Type.Object({
    id: RequiredText,
    type: RequiredText,
    payload: Type.Optional(Type.Unknown()),
    context: Type.Object({
      timestamp: EpochSeconds,
      triggered_by: OptionalText,
      language: OptionalText,
      preferred_languages: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
    }),
  }),
)

const UserPayload = Compile(
  Type.Object({
    user: Type.Object({
      id: RequiredText,
      is_anonymous: Type.Optional(Type.Boolean()),
      standard_attributes: Type.Optional(
        Type.Object({
          email: OptionalText,
          name: OptionalText,
          given_name: OptionalText,
          family_name: OptionalText,
          locale: OptionalText,
        }),
      ),
    }),
    identities: Type.Optional(
      Type.Union([
        Type.Array(Type.Object({ claims: Type.Optional(Type.Object({ email: OptionalText })) })),
        Type.Null(),
      ]),
    ),
  }),
)

/**
 * Authgear's non-blocking webhooks.
 *
 * To set it up: in the Authgear portal open *Advanced → Hooks*, add a non-blocking webhook for
 * `user.created` with the URL `https://<your host>/webhooks/<source>`, and copy *Webhook Signature*
 * (32 characters, used as they stand) into `secrets`. While rotating, list the old and the new one.
 *
 * - Signature: hex HMAC-SHA256 of the raw body, without a time; repeats are told by the body's `id`.
 * - Origin: `context.triggered_by` is `admin_api`, `portal` or `site_admin` → invited, `user` → self.
 * - Anonymous users and all other types are ignored.
 * - Authgear has no webhook for a requested reset. Your backend may post one in the same shape and
 *   signature with the type `password.reset_requested`.
 * - Authgear posts once, waits 60 s and never retries, so a 503 of ours is a lost event there.
 *
 * Sources: authgear/authgear-server at fa7a7d55 (`pkg/lib/hook/http.go`, `pkg/api/event`) and
 * authgear/docs at 49fa91d, read 2026-11-23.
 */
export function authgear({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readTextSecrets(ID, secrets))
  return {
    id: ID,
    faults: keys.faults,
    verify: (request) => verifyHmacBody(ID, SCHEME, request, keys.get()),
    parse: (request) => [parse(request.body)],
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) => signHmacBody(SCHEME, body, keys.get()[0])),
  }
}

/** What the page about it says. */
export const guide: ProviderGuide = {
  name: 'Authgear',
  setup: [
    'In the Authgear portal open *Advanced → Hooks* and add a non-blocking webhook for `user.created` with the URL `<url>`.',
    'Copy *Webhook Signature* (32 characters, used as they stand) into the environment. While rotating, list the old and the new one.',
  ],
  config: "authgear({ secrets: [env('AUTHGEAR_WEBHOOK_SECRET')] })",
  events: [
    { type: 'user.created', becomes: 'user.created', note: 'Anonymous users are ignored.' },
    {
      type: 'password.reset_requested',
      becomes: 'password.reset_requested',
      note: 'Not by Authgear: your backend may post it in the same shape and signature.',
    },
  ],
  reset: 'sender',
  origin:
    '`context.triggered_by`: `admin_api`, `portal` and `site_admin` are invited, `user` is self.',
  retries: 'None: it posts once and waits 60 s, so a 503 of ours is a lost event there.',
  limits: [
    'Authgear has no webhook for a requested reset.',
    'It signs no time; repeats are told by the `id` in the body.',
    'It does not say whether an admin gave the new user a password.',
  ],
  testedAgainst: "the vendor's own vector, `openssl`",
  sources: [
    'authgear/authgear-server at fa7a7d55 (`pkg/lib/hook/http.go`, `pkg/api/event`), 2026-11-23',
    'authgear/docs at 49fa91d, 2026-11-23',
  ],
}

function parse(body: Buffer): ParsedEvent {
  const { id, type, payload, context } = checkShape(ID, Envelope, readJson(ID, body))
  const ignored = { type: 'ignored', providerType: type, dedupeKey: id } as const
  if (type !== 'user.created' && type !== 'password.reset_requested') return ignored

  const { user, identities } = checkShape(`${ID} payload`, UserPayload, payload)
  if (user.is_anonymous === true) return ignored
  const { email, name, given_name, family_name, locale } = user.standard_attributes ?? {}
  const loginEmail = identities?.find((identity) => identity.claims?.email)?.claims?.email
  return {
    type,
    providerType: type,
    dedupeKey: id,
    occurredAt: new Date(context.timestamp * 1_000),
    origin: ORIGINS.get(context.triggered_by ?? '') ?? 'unknown',
    // Authgear does not say whether an admin gave the new user a password.
    hasPassword: false,
    user: identityUser(user.id, {
      email: email || loginEmail,
      name: name || `${given_name ?? ''} ${family_name ?? ''}`,
      locale: locale || context.language || context.preferred_languages?.[0],
    }),
  }
}

function sampleBody(event: SampleEvent): unknown {
  const at = event.occurredAt.toISOString()
  return {
    id: event.eventId,
    seq: 6699,
    type: event.type,
    payload: {
      user: {
        id: event.userId,
        created_at: at,
        updated_at: at,
        is_anonymous: false,
        is_verified: true,
        is_disabled: false,
        standard_attributes: {
          email: event.email,
          email_verified: true,
          name: event.name,
          locale: event.locale,
        },
        custom_attributes: {},
      },
      identities: [{ id: event.userId, type: 'login_id', claims: { email: event.email } }],
    },
    context: {
      timestamp: Math.floor(event.occurredAt.getTime() / 1_000),
      user_id: event.userId,
      triggered_by: 'admin_api',
      preferred_languages: [],
      language: '',
      audit_context: {},
    },
  }
}
