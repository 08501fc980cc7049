import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
import { clickableUrl } from '../../src/core/clickable-url.ts'
import { Secret } from '../../src/core/secret.ts'
import type { IdentityEvent, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  readStandardSecrets,
  signStandard,
  SUPABASE,
  verifyStandard,
} from '../signatures/standard-webhooks.ts'

const ID = 'supabase'
const CREATED = 'after-user-created'
const SEND_EMAIL = 'send-email'
const RECOVERY = 'recovery'

const Envelope = Compile(
  Type.Object({
    metadata: Type.Object({
      uuid: RequiredText,
      time: IsoTime,
      name: RequiredText,
    }),
    email_data: Type.Optional(Type.Object({ email_action_type: RequiredText })),
  }),
)
const Text = Type.Optional(Type.Unknown())
const WithUser = Compile(
  Type.Object({
    user: Type.Object({
      id: RequiredText,
      email: OptionalText,
      invited_at: OptionalText,
      is_anonymous: Type.Optional(Type.Boolean()),
      user_metadata: Type.Optional(
        Type.Union([Type.Object({ full_name: Text, name: Text, locale: Text }), Type.Null()]),
      ),
    }),
  }),
)
const Recovery = Compile(
  Type.Object({
    email_data: Type.Object({
      token: OptionalText,
      token_hash: RequiredText,
      redirect_to: OptionalText,
      site_url: RequiredText,
    }),
  }),
)

/**
 * Supabase Auth's HTTP hooks *Send Email* and *After User Created*.
 *
 * - Signature: Standard Webhooks with secrets as `v1,whsec_…`, several joined by `|`; signatures are
 *   joined by a comma and a blank. `webhook-id` changes with every attempt, so repeats are told by
 *   `metadata.uuid`.
 * - Origin: `user.invited_at` is there → invited, otherwise self: users made by the admin API cause
 *   no hook.
 * - A requested reset is the mail `recovery`, with the link that Supabase made.
 * - Success must be 200 with JSON; the hook runs inside a transaction of at most 5 s.
 *
 * Source: supabase/auth at bc32168 (`internal/hooks/v0hooks`, `internal/api/mail.go`,
 * `internal/models/user.go`), read 2026-11-23.
 */
export function supabase({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const keys = checkSettings(() => readStandardSecrets(ID, secrets, SUPABASE))
  return {
    id: ID,
    faults: keys.faults,
    successStatus: 200,
    successBody: {},
    verify: (request) => verifyStandard(ID, request, keys.get(), SUPABASE),
    parse: (request) => [parse(request.body)],
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), (body) => {
        const message = { id: event.eventId, sentAt: event.occurredAt, body }
        return signStandard(ID, keys.get()[0], message, SUPABASE)
      }),
  }
}

/** What the page about it says. */
export const guide: ProviderGuide = {
  name: 'Supabase',
  setup: [
    'Under *Authentication → Hooks* add the HTTPS hook *After User Created* with the URL `<url>` and generate its secret (`v1,whsec_…`).',
    'For resets, add the hook *Send Email* with the same URL. Read the limits first: from then on Supabase sends no mail of its own.',
    'Put the secret, or both joined by `|`, into the environment as they stand.',
  ],
  config: "supabase({ secrets: [env('SUPABASE_HOOK_SECRET')] })",
  events: [
    { type: 'after-user-created', becomes: 'user.created', note: 'Anonymous users are ignored.' },
    {
      type: 'recovery',
      becomes: 'password.reset_requested',
      note: 'The hook `send-email` with this `email_action_type`; the link is Supabase’s own.',
    },
    { type: 'signup', becomes: 'ignored', note: 'As all other mails of the hook `send-email`.' },
  ],
  reset: 'mail',
  origin:
    '`user.invited_at`: set for those invited from the dashboard or by `inviteUserByEmail`; all others that cause a hook are self.',
  retries:
    'Three attempts at most, all within 5 s, and only where we answer 503 with `Retry-After` or not at all; then the user sees an error.',
  limits: [
    'The hook *Send Email* takes over all mails, confirmations and magic links among them. Doorkey sends only resets, so turn it on only where the others are not needed.',
    'Users made by the admin API (`admin.createUser`), and sign-ups that are confirmed automatically, cause no hook.',
    'The hooks run before the transaction ends: the user may not be found for a moment. Doorkey tries again.',
    'A name and a language are known only where your app stores `full_name` and `locale` in `user_metadata`.',
    'The link points at `site_url`, from which Supabase Auth is reached, and then to your `redirect_to`.',
    'Whether *After User Created* is offered in the hosted dashboard depends on the project; self-hosted it is `GOTRUE_HOOK_AFTER_USER_CREATED_*`.',
  ],
  testedAgainst: '`standardwebhooks` 1.1, `svix` 2.5',
  sources: [
    'supabase/auth at bc32168: `internal/hooks`, `internal/api/mail.go`, `internal/models/user.go`, 2026-11-23',
  ],
}

function parse(bytes: Buffer): ParsedEvent {
  const body = readJson(ID, bytes)
  const { metadata, email_data } = checkShape(ID, Envelope, body)
  const providerType =
    metadata.name === SEND_EMAIL ? (email_data?.email_action_type ?? SEND_EMAIL) : metadata.name
  const common = { providerType, dedupeKey: metadata.uuid }
  const isCreated = providerType === CREATED && email_data === undefined
  const isRecovery = providerType === RECOVERY && email_data !== undefined
  if (!isCreated && !isRecovery) return { type: 'ignored', ...common }

  const { user } = checkShape(ID, WithUser, body)
  if (user.is_anonymous === true) return { type: 'ignored', ...common }
  const { full_name, name, locale } = user.user_metadata ?? {}
  const facts = {
    ...common,
    occurredAt: readIsoTime(ID, '/metadata/time', metadata.time),
    hasPassword: false,
    user: identityUser(user.id, {
      email: user.email,
      name: textOf(full_name) ?? textOf(name),
      locale: textOf(locale),
    }),
  }
  if (isCreated) {
    return { type: 'user.created', ...facts, origin: user.invited_at ? 'invited' : 'self' }
  }
  return {
    type: 'password.reset_requested',
    ...facts,
    origin: 'unknown',
    reset: { url: recoveryLink(body) },
  } satisfies IdentityEvent
}

/** As Supabase's own mail has it: `internal/mailer`, `GetEmailActionLink`. */
function recoveryLink(body: unknown): Secret {
  const { email_data } = checkShape(ID, Recovery, body)
  const site = clickableUrl(`${email_data.site_url.replace(/\/+$/, '')}/verify`)
  if (!site) {
    throw new AppError(
      'BODY_INVALID',
      `${ID}: expected an https URL at /email_data/site_url, got something else`,
    )
  }
  site.searchParams.set('token', email_data.token_hash)
  site.searchParams.set('type', RECOVERY)
  if (email_data.redirect_to) site.searchParams.set('redirect_to', email_data.redirect_to)
  return new Secret(site.href)
}

/** The app's own fields may hold anything; only texts count. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function sampleBody(event: SampleEvent): unknown {
  const time = event.occurredAt.toISOString()
  const isCreated = event.type === 'user.created'
  const user = {
    id: event.userId,
    aud: 'authenticated',
    role: 'authenticated',
    email: event.email,
    ...(isCreated && { invited_at: time }),
    user_metadata: { full_name: event.name, locale: event.locale },
    app_metadata: { provider: 'email', providers: ['email'] },
    identities: [],
    created_at: time,
    updated_at: time,
    is_anonymous: false,
  }
  const metadata = {
    uuid: event.eventId,
    time,
    name: isCreated ? CREATED : SEND_EMAIL,
    ip_address: '203.0.113.7',
  }
  if (isCreated) return { metadata, user }
  const email_data = {
    token: '305805',
    token_hash: 'sample-token-hash',
    redirect_to: 'https://app.example.com/',
    email_action_type: RECOVERY,
    site_url: 'https://sample.supabase.co/auth/v1',
    token_new: '',
    token_hash_new: '',
  }
  return { metadata, user, email_data }
}
