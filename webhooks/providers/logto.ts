import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type {
  Provider,
  ProviderGuide,
  SampleEvent,
  SignedRequest,
} from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { bodyDigest, IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  type HmacBodyScheme,
  readTextSecrets,
  signHmacBody,
  verifyHmacBody,
} from '../signatures/hmac-body.ts'
import { keyedDigest } from '../signatures/keyed-digest.ts'
import {
  readTokens,
  type StaticTokenScheme,
  signStaticToken,
  verifyStaticToken,
} from '../signatures/static-token.ts'

const ID = 'logto'

const SIGNATURE: HmacBodyScheme = {
  header: 'logto-signature-sha-256',
  algorithm: 'sha256',
  encoding: 'hex',
}
const AUTHORIZATION: StaticTokenScheme = { header: 'authorization', scheme: 'Bearer' }

const Webhook = Compile(Type.Object({ event: RequiredText, createdAt: IsoTime }))
const Created = Compile(
  Type.Object({
    data: Type.Object({
      id: RequiredText,
      primaryEmail: OptionalText,
      name: OptionalText,
      profile: Type.Optional(
        Type.Union([
          Type.Object({
            givenName: OptionalText,
            familyName: OptionalText,
            locale: OptionalText,
          }),
          Type.Null(),
        ]),
      ),
    }),
    interactionEvent: OptionalText,
    matchedRoute: OptionalText,
  }),
)
const Mail = Compile(Type.Object({ to: RequiredText, type: RequiredText, payload: Type.Unknown() }))
const ResetMail = Compile(Type.Object({ code: RequiredText, locale: OptionalText }))

export const guide: ProviderGuide = {
  name: 'Logto',
  setup: [
    'In the Logto console open *Webhooks*, create one with the URL `<url>` and the event `User.Created`.',
    'Copy its *signing key*; it is used as it stands.',
    'For requested resets (optional): under *Connectors → Email*, set up the *HTTP email* connector with ' +
      'the endpoint `<url>` and the authorization `Bearer <token>`, with a token that you make, such as ' +
      'by `openssl rand -hex 32`, and give the token to `mailTokens`.',
  ],
  config:
    "logto({ secrets: [env('LOGTO_SIGNING_KEY')] })\n" +
    "// with the HTTP email connector: logto({ secrets: […], mailTokens: [env('LOGTO_MAIL_TOKEN')] })",
  events: [
    { type: 'User.Created', becomes: 'user.created' },
    {
      type: 'PostRegister',
      becomes: 'ignored',
      note: 'tells of the same user as `User.Created`',
    },
    { type: 'PostResetPassword', becomes: 'ignored', note: 'the reset is over' },
    {
      type: 'ForgotPassword',
      becomes: 'password.reset_requested',
      note: 'a mail of the HTTP email connector; carries Logto’s own code, which Doorkey delivers',
    },
    { type: 'SignIn', becomes: 'ignored', note: 'a mail, as are `Register`, `Generic` and others' },
  ],
  reset: 'mail',
  origin:
    'Made by a call of the Management API or in the console (`matchedRoute`) → invited; in a sign-in ' +
    'experience (`interactionEvent`) → self.',
  retries:
    'none in effect: Logto asks its HTTP client for 3, which does not repeat a POST. Turn on `reconcile`.',
  limits: [
    'The HTTP email connector takes over **all** mails of Logto. Doorkey sends those for `ForgotPassword` ' +
      'only; codes for sign-in, registration and others are not sent. Use it only where these are not needed.',
    'The connector names no user: the address stands for the user’s id.',
    'Webhooks have neither an id nor a signed time; the same bytes are taken for the same event.',
  ],
  testedAgainst: 'vectors by openssl; Logto has no library that verifies',
  sources: [
    'logto-io/logto at 1fbc554, `packages/core/src/libraries/hook`, `routes/experience` and the HTTP email ' +
      'connector, 2026-11-23',
  ],
}

/**
 * Logto's webhooks, signed by the hex HMAC-SHA256 of the body, and, where `mailTokens` are given, its
 * HTTP email connector, which sends a static bearer token. Repeats are told by a digest of the body.
 * Set-up, origin and limits: `guide`.
 */
export function logto(settings: {
  readonly secrets: readonly Secret[]
  /** Of the HTTP email connector; it is refused where there are none. */
  readonly mailTokens?: readonly Secret[]
}): Provider {
  const keys = checkSettings(() => readTextSecrets(ID, settings.secrets))
  const tokens = checkSettings(() => settings.mailTokens && readTokens(ID, settings.mailTokens))
  return {
    id: ID,
    faults: [...keys.faults, ...tokens.faults],
    verify(request) {
      const mailTokens = tokens.get()
      if (mailTokens && isMail(request)) {
        return verifyStaticToken(ID, AUTHORIZATION, request, mailTokens)
      }
      return verifyHmacBody(ID, SIGNATURE, request, keys.get())
    },
    // Whoever has the connector's token only must not be able to tell of a new user.
    parse(request) {
      const [token] = tokens.get() ?? []
      return [
        token && isMail(request) ? parseMail(request.body, token) : parseWebhook(request.body),
      ]
    },
    sampleTypes: settings.mailTokens
      ? ['user.created', 'password.reset_requested']
      : ['user.created'],
    sample(event) {
      const isWebhook = event.type === 'user.created'
      const [token] = tokens.get() ?? []
      return signedSample(isWebhook ? webhookBody(event) : mailBody(event), (body) =>
        isWebhook || !token
          ? signHmacBody(SIGNATURE, body, keys.get()[0])
          : signStaticToken(AUTHORIZATION, token),
      )
    },
  }
}

function isMail(request: SignedRequest): boolean {
  return request.headers[SIGNATURE.header] === undefined
}

function parseWebhook(bytes: Buffer): ParsedEvent {
  const body = readJson(ID, bytes)
  const { event, createdAt } = checkShape(ID, Webhook, body)
  const common = { providerType: event, dedupeKey: bodyDigest(bytes) }
  if (event !== 'User.Created') return { type: 'ignored', ...common }

  const { data, ...context } = checkShape(ID, Created, body)
  const { givenName, familyName, locale } = data.profile ?? {}
  return {
    type: 'user.created',
    ...common,
    occurredAt: readIsoTime(ID, '/createdAt', createdAt),
    origin: originOf(context),
    hasPassword: false,
    user: identityUser(data.id, {
      email: data.primaryEmail,
      name: data.name || `${givenName ?? ''} ${familyName ?? ''}`,
      locale,
    }),
  }
}

function originOf(context: {
  readonly interactionEvent?: string | null
  readonly matchedRoute?: string | null
}): Origin {
  if (context.interactionEvent) return 'self'
  return context.matchedRoute ? 'invited' : 'unknown'
}

function parseMail(bytes: Buffer, token: Secret): ParsedEvent {
  const { to, type, payload } = checkShape(ID, Mail, readJson(ID, bytes))
  // A plain digest of an address and six digits would let the code be guessed.
  const dedupeKey = keyedDigest(token, bytes.toString('latin1'))
  const common = { providerType: type, dedupeKey }
  if (type !== 'ForgotPassword') return { type: 'ignored', ...common }

  const { code, locale } = checkShape(`${ID} payload`, ResetMail, payload)
  return {
    type: 'password.reset_requested',
    ...common,
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(to, { email: to, locale }),
    // Logto's pages wait for the code; `link` is for invitations.
    reset: { code: new Secret(code) },
  }
}

function webhookBody(event: SampleEvent): unknown {
  const createdAt = event.occurredAt.toISOString()
  return {
    hookId: event.eventId,
    event: 'User.Created',
    createdAt,
    userAgent: 'doorkey-sample',
    ip: '203.0.113.7',
    path: '/users',
    method: 'POST',
    status: 200,
    params: {},
    matchedRoute: '/users',
    data: {
      id: event.userId,
      username: null,
      primaryEmail: event.email,
      primaryPhone: null,
      name: event.name ?? null,
      avatar: null,
      customData: {},
      profile: { ...(event.locale !== undefined && { locale: event.locale }) },
      applicationId: null,
      createdAt: event.occurredAt.getTime(),
    },
  }
}

function mailBody(event: SampleEvent): unknown {
  return {
    to: event.email,
    type: 'ForgotPassword',
    payload: { code: '123456', locale: event.locale, application: { id: event.eventId } },
    ip: '203.0.113.7',
  }
}
