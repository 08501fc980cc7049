import { AppError } from '../../src/core/app-error.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkGenericSettings, type GenericHmacSettings } from '../generic-settings.ts'
import { readJson } from '../json-body.ts'
import { buildDocument, readPointer } from '../json-pointer.ts'
import { identityUser } from '../parsed-event.ts'
import { bodyDigest, EPOCH_MS_MAX, epochMsOf } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  type HmacBodyScheme,
  readTextSecrets,
  signHmacBody,
  verifyHmacBody,
} from '../signatures/hmac-body.ts'

const ID = 'generic-hmac'

export const guide: ProviderGuide = {
  name: 'Any sender with an HMAC of the body',
  setup: [
    'Find out from the sender’s documentation which header carries the signature, by which algorithm and in ' +
      'which encoding. It must be an HMAC of the raw body alone.',
    'Name in `paths` where the body has what Doorkey needs, as JSON Pointers: `/data/user/id` is `id` in ' +
      '`user` in `data`.',
    'List the types that tell of a created user, and those that tell of a **requested** reset. Types that tell ' +
      'of a finished reset must not be listed: Doorkey’s own change would start the next one.',
    'Have the sender post to `<url>`. A source with `doorkey verify` explains a request that is refused.',
  ],
  config:
    'genericHmac({\n' +
    "  secrets: [env('ACME_WEBHOOK_SECRET')],\n" +
    "  header: 'x-acme-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=',\n" +
    '  paths: {\n' +
    "    type: '/type', userId: '/data/user/id', email: '/data/user/email', name: '/data/user/name',\n" +
    "    locale: '/data/user/locale', eventId: '/id', time: '/created_at',\n" +
    '  },\n' +
    "  created: ['user.created'], resetRequested: ['password.reset_requested'], origin: 'invited',\n" +
    '})',
  events: [
    {
      type: 'user.created',
      becomes: 'user.created',
      note: 'or whichever types `created` lists',
    },
    {
      type: 'password.reset_requested',
      becomes: 'password.reset_requested',
      note: 'or whichever types `resetRequested` lists',
    },
  ],
  reset: 'event',
  origin: 'The setting `origin`, for all users of the source; `unknown` where it is not set.',
  retries: 'The sender’s own.',
  limits: [
    'No time is signed: repeats are told by `paths.eventId`, and without it by the body.',
    'Without an event id and a time in the body, a second reset of the same user is taken for the first: name ' +
      'at least one of them.',
    'One event a request; no base64 payloads, no JWTs, no signed times. For these write a provider.',
  ],
  testedAgainst: 'vectors by openssl: SHA-256 and SHA-1, hex and base64',
  sources: ['RFC 2104 (HMAC) and RFC 6901 (JSON Pointer), 2026-11-23'],
}

/**
 * Whatever signs the raw body by an HMAC in one header: header, algorithm, encoding, prefix and the
 * places in the JSON body are settings, checked at the start. Set-up and limits: `guide`.
 */
export function genericHmac(settings: GenericHmacSettings): Provider {
  const checked = checkSettings(() => {
    checkGenericSettings(ID, settings)
    return { keys: readTextSecrets(ID, settings.secrets), scheme: schemeOf(settings) }
  })
  return {
    id: ID,
    faults: checked.faults,
    verify(request) {
      const { scheme, keys } = checked.get()
      verifyHmacBody(ID, scheme, request, keys)
    },
    parse: ({ body }) => [parse(body, settings)],
    sampleTypes: [
      ...(settings.created?.length ? (['user.created'] as const) : []),
      ...(settings.resetRequested?.length ? (['password.reset_requested'] as const) : []),
    ],
    sample(event) {
      const { scheme, keys } = checked.get()
      return signedSample(sampleBody(event, settings), (body) =>
        signHmacBody(scheme, body, keys[0]),
      )
    },
  }
}

function schemeOf({ header, algorithm, encoding, prefix }: GenericHmacSettings): HmacBodyScheme {
  return {
    header: header.toLowerCase(),
    algorithm: algorithm ?? 'sha256',
    encoding: encoding ?? 'hex',
    ...(prefix !== undefined && { prefix }),
  }
}

function parse(bytes: Buffer, settings: GenericHmacSettings): ParsedEvent {
  const { paths, created = [], resetRequested = [], origin = 'unknown' } = settings
  const body = readJson(ID, bytes)
  const at = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : readText(body, path)
  const providerType = needText(body, paths.type)
  const eventId = paths.eventId === undefined ? undefined : needText(body, paths.eventId)
  const common = { providerType, dedupeKey: eventId ?? bodyDigest(bytes) }
  const isCreated = created.includes(providerType)
  if (!isCreated && !resetRequested.includes(providerType)) return { type: 'ignored', ...common }

  const occurredAt = paths.time === undefined ? undefined : readTime(body, paths.time)
  return {
    type: isCreated ? 'user.created' : 'password.reset_requested',
    ...common,
    ...(occurredAt && { occurredAt }),
    origin: isCreated ? origin : 'unknown',
    hasPassword: false,
    user: identityUser(needText(body, paths.userId), {
      email: at(paths.email),
      name: at(paths.name),
      locale: at(paths.locale),
    }),
  }
}

/** Numbers count as texts, since many ids are numbers; `undefined` where there is nothing. */
function readText(body: unknown, path: string): string | undefined {
  const value = readPointer(body, path)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw new AppError('BODY_INVALID', `${ID}: expected a text at ${path}, got something else`)
}

function needText(body: unknown, path: string): string {
  const text = readText(body, path)
  if (text) return text
  throw new AppError('BODY_INVALID', `${ID}: expected a text at ${path}, got none`)
}

function readTime(body: unknown, path: string): Date | undefined {
  const value = readPointer(body, path)
  if (value === undefined || value === null) return undefined
  const ms =
    typeof value === 'number'
      ? epochMsOf(value)
      : Date.parse(typeof value === 'string' && /^\d{4}-/.test(value) ? value : '')
  if (ms >= 0 && ms <= EPOCH_MS_MAX) return new Date(ms)
  throw new AppError('BODY_INVALID', `${ID}: expected a time at ${path}, got something else`)
}

function sampleBody(event: SampleEvent, settings: GenericHmacSettings): unknown {
  const { paths, created, resetRequested } = settings
  const types = event.type === 'user.created' ? created : resetRequested
  const values = [
    [paths.type, types?.[0]],
    [paths.userId, event.userId],
    [paths.email, event.email],
    [paths.name, event.name],
    [paths.locale, event.locale],
    [paths.eventId, event.eventId],
    [paths.time, event.occurredAt.toISOString()],
  ] as const
  return buildDocument(
    values.flatMap(([path, value]) => (path === undefined ? [] : [[path, value] as const])),
  )
}
