import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { parseRecords, type RecordRules } from '../records.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  readTokens,
  type StaticTokenScheme,
  signStaticToken,
  verifyStaticToken,
} from '../signatures/static-token.ts'

const ID = 'auth0'
const AUTHORIZATION: StaticTokenScheme = { header: 'authorization', scheme: 'Bearer' }
const BODY_BYTES_MAX = 1_024 * 1_024
const RECORDS_MAX = 1_000
const LINE_FEED = '\n'

const User = Type.Object({
  user_id: RequiredText,
  email: OptionalText,
  name: OptionalText,
  given_name: OptionalText,
  family_name: OptionalText,
})
/** CloudEvents; only event streams have `source` and `specversion`, early ones `spec_version`. */
const StreamEvent = Compile(
  Type.Object({
    id: RequiredText,
    type: RequiredText,
    time: IsoTime,
    source: RequiredText,
    data: Type.Unknown(),
    a0purpose: OptionalText,
  }),
)
const StreamCreated = Compile(
  Type.Object({
    object: Type.Intersect([
      User,
      Type.Object({
        identities: Type.Optional(
          Type.Array(Type.Object({ isSocial: Type.Optional(Type.Boolean()) })),
        ),
      }),
    ]),
  }),
)
const Wrapped = Compile(Type.Object({ log_id: RequiredText, data: Type.Object({}) }))
const LogRecord = Compile(Type.Object({ log_id: RequiredText, type: RequiredText, date: IsoTime }))
const SignedUp = Compile(
  Type.Object({
    user_id: RequiredText,
    user_name: OptionalText,
    details: Type.Optional(
      Type.Object({
        body: Type.Optional(
          Type.Object({
            email: OptionalText,
            name: OptionalText,
            given_name: OptionalText,
            family_name: OptionalText,
            request_language: OptionalText,
          }),
        ),
      }),
    ),
  }),
)
const UserMade = Compile(
  Type.Object({
    details: Type.Object({
      request: Type.Object({ method: Type.Literal('post'), path: Type.Literal('/api/v2/users') }),
      response: Type.Object({ statusCode: Type.Literal(201), body: User }),
    }),
  }),
)
const ResetRequested = Compile(
  Type.Object({
    user_id: OptionalText,
    details: Type.Object({
      body: Type.Object({ email: OptionalText }),
      resetUrl: Type.Optional(Type.String({ pattern: '^https://' })),
    }),
  }),
)

const RECORDS: RecordRules = {
  who: ID,
  parse: parseRecord,
  idPointers: ['/log_id', '/data/log_id', '/id'],
  typePointers: ['/type', '/data/type'],
}

export const guide: ProviderGuide = {
  name: 'Auth0',
  setup: [
    'Make a token, such as by `openssl rand -hex 32`. Auth0 signs nothing: whoever has the token can post.',
    '**Log stream** (tells who made a user, and requested resets): in the Auth0 dashboard open ' +
      '*Monitoring → Streams*, create a *Custom Webhook* with the URL `<url>`, the authorization token ' +
      '`Bearer <token>` (with the word), content type `application/json` and any content format. ' +
      'Filter it to sign-ups, management API operations and change-password requests.',
    '**Or an event stream** (does not tell who made a user): *Event Streams → Create*, *Webhook*, the ' +
      'endpoint `<url>`, *Bearer Token* with `<token>` (without the word), the event `user.created`.',
    'Where Doorkey mails the reset links, switch off Auth0’s own template *Change Password*, or users ' +
      'get two mails.',
  ],
  config: "auth0({ secrets: [env('AUTH0_WEBHOOK_TOKEN')] })",
  events: [
    { type: 'sapi', becomes: 'user.created', note: 'log; `POST /api/v2/users` answered 201' },
    { type: 'ss', becomes: 'user.created', note: 'log; the user signed up, origin `self`' },
    {
      type: 'scpr',
      becomes: 'password.reset_requested',
      note: 'log; carries Auth0’s own link, which Doorkey delivers',
    },
    { type: 'user.created', becomes: 'user.created', note: 'event stream' },
    { type: 'scp', becomes: 'ignored', note: 'log; the password was changed' },
  ],
  reset: 'event',
  origin:
    'Log streams: `sapi` → invited, `ss` → self. Event streams do not say: a social identity → self, ' +
    'anything else `unknown`.',
  retries:
    'Event streams: after 1, 2 and 4 s, not after 4xx; switched off after 500 failures in a row. Log ' +
    'streams: not documented; disabled after successive errors, to be restarted by hand.',
  limits: [
    'Nothing binds the token to the body: use https only, and a token of its own for each source.',
    'With both kinds of stream a user is told of twice, and issued to once.',
    'Auth0 asks for a password whenever one makes a user in a database connection, so that it was given ' +
      'says nothing, and Doorkey replaces it.',
    'Auth0’s public schemas leave out what `details` holds: `sapi` and `ss` are as Auth0 is seen to send ' +
      'them. Whether `scpr` still comes with the template switched off is not documented; try it.',
    'Test events of event streams (`a0purpose: test`) are ignored.',
  ],
  testedAgainst: 'none exists: the token is compared',
  sources: [
    'auth0/docs-v2 at 092b879, event streams and log streams, 2026-11-23',
    'elastic/integrations, recorded log-stream bodies in `packages/auth0`, 2026-11-23',
  ],
}

/**
 * Auth0's event streams (CloudEvents) and log streams (JSON object, array or lines) in one provider,
 * told apart by their shape. A static bearer token, no signature. Repeats are told by `id` and
 * `log_id`. Set-up, origin and limits: `guide`.
 */
export function auth0({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const tokens = checkSettings(() => readTokens(ID, secrets))
  return {
    id: ID,
    faults: tokens.faults,
    bodyBytesMax: BODY_BYTES_MAX,
    contentTypes: ['application/json', 'application/cloudevents+json', 'application/x-ndjson'],
    verify: (request) => verifyStaticToken(ID, AUTHORIZATION, request, tokens.get()),
    parse: (request) => parseRecords(readRecords(request.body), RECORDS),
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample([sampleRecord(event)], () => signStaticToken(AUTHORIZATION, tokens.get()[0])),
  }
}

function readRecords(body: Buffer): readonly unknown[] {
  const records = readDocuments(body).flat()
  if (records.length > 0 && records.length <= RECORDS_MAX) return records
  throw new AppError(
    'BODY_INVALID',
    `${ID}: expected 1 to ${RECORDS_MAX} records, got ${records.length}`,
  )
}

/** One document, or one a line. */
function readDocuments(body: Buffer): readonly unknown[] {
  // Latin-1 keeps every byte as it is, so that each line is checked to be UTF-8.
  const lines = body
    .toString('latin1')
    .split(LINE_FEED)
    .filter((line) => line.trim() !== '')
  const isSeveral = lines.length > 1 && lines.every((line) => line.trimStart().startsWith('{'))
  if (!isSeveral) return [readJson(ID, body)]
  return lines.map((line) => readJson(ID, Buffer.from(line, 'latin1')))
}

function parseRecord(value: unknown): ParsedEvent {
  if (StreamEvent.Check(value)) return parseStreamEvent(checkShape(ID, StreamEvent, value))
  return parseLog(Wrapped.Check(value) ? { log_id: value.log_id, ...value.data } : value)
}

function parseStreamEvent(event: {
  readonly id: string
  readonly type: string
  readonly time: string
  readonly data: unknown
  readonly a0purpose?: string | null
}): ParsedEvent {
  const providerType = event.type.replace(/^com\.auth0\./, '')
  const common = { providerType, dedupeKey: event.id }
  if (providerType !== 'user.created' || event.a0purpose === 'test') {
    return { type: 'ignored', ...common }
  }
  const { object } = checkShape(`${ID} data`, StreamCreated, event.data)
  const isSocial = object.identities?.some((identity) => identity.isSocial === true) === true
  return {
    type: 'user.created',
    ...common,
    occurredAt: readIsoTime(ID, '/time', event.time),
    origin: isSocial ? 'self' : 'unknown',
    hasPassword: false,
    user: identityUser(object.user_id, namesOf(object)),
  }
}

function parseLog(value: unknown): ParsedEvent {
  const log = checkShape(ID, LogRecord, value)
  const common = { providerType: log.type, dedupeKey: log.log_id, hasPassword: false }
  const occurredAt = readIsoTime(ID, '/date', log.date)
  if (log.type === 'ss') {
    const { user_id, user_name, details } = checkShape(ID, SignedUp, value)
    const { request_language: locale, ...texts } = details?.body ?? {}
    const email = texts.email || (user_name?.includes('@') ? user_name : undefined)
    const user = identityUser(user_id, { ...namesOf({ ...texts, email }), locale })
    return { type: 'user.created', ...common, occurredAt, origin: 'self', user }
  }
  // Every other call of the management API is a `sapi`, too.
  if (log.type === 'sapi' && UserMade.Check(value)) {
    const made = value.details.response.body
    const user = identityUser(made.user_id, namesOf(made))
    return { type: 'user.created', ...common, occurredAt, origin: 'invited', user }
  }
  if (log.type === 'scpr') {
    const { user_id, details } = checkShape(ID, ResetRequested, value)
    const { resetUrl, body } = details
    const userId = user_id || body.email
    if (!userId) return { type: 'ignored', providerType: log.type, dedupeKey: log.log_id }
    return {
      type: 'password.reset_requested',
      ...common,
      occurredAt,
      origin: 'unknown',
      user: identityUser(userId, { email: body.email }),
      ...(resetUrl !== undefined && { reset: { url: new Secret(resetUrl) } }),
    }
  }
  return { type: 'ignored', providerType: log.type, dedupeKey: log.log_id }
}

/** Where Auth0 knows no name it repeats the address. */
function namesOf(user: {
  readonly email?: string | null | undefined
  readonly name?: string | null
  readonly given_name?: string | null
  readonly family_name?: string | null
}) {
  const { email, name, given_name, family_name } = user
  const full = name && name !== email ? name : `${given_name ?? ''} ${family_name ?? ''}`
  return { email, name: full }
}

function sampleRecord(event: SampleEvent): unknown {
  const { eventId, userId, email, name } = event
  const isCreated = event.type === 'user.created'
  const details = isCreated
    ? {
        request: { method: 'post', path: '/api/v2/users', query: {}, body: { email } },
        response: { statusCode: 201, body: { user_id: userId, email, name: name ?? email } },
      }
    : { body: { email } }
  return {
    log_id: eventId,
    data: {
      date: event.occurredAt.toISOString(),
      type: isCreated ? 'sapi' : 'scpr',
      description: isCreated ? 'Create a User' : '',
      connection: 'Username-Password-Authentication',
      user_id: userId,
      details,
      log_id: eventId,
    },
  }
}
