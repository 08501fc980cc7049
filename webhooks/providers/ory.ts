import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import { keyedDigest } from '../signatures/keyed-digest.ts'
import {
  readTokens,
  type StaticTokenScheme,
  signStaticToken,
  verifyStaticToken,
} from '../signatures/static-token.ts'

const ID = 'ory'
const AUTHORIZATION: StaticTokenScheme = { header: 'authorization', scheme: 'Bearer' }

/** The `…_invalid` ones go to addresses that nobody has: answering them would tell who is known. */
const CODE_MAIL = 'recovery_code_valid'
const LINK_MAIL = 'recovery_valid'

/** What the Jsonnet of the guide makes of a registration. */
const Hook = Compile(Type.Object({ type: RequiredText }))
const Created = Compile(
  Type.Object({
    identity_id: RequiredText,
    email: OptionalText,
    name: OptionalText,
    locale: OptionalText,
    created_at: Type.Optional(IsoTime),
    has_password: Type.Optional(Type.Boolean()),
    invited: Type.Optional(Type.Boolean()),
  }),
)
/** What the courier posts by itself, and `identity_id`, `locale` where its Jsonnet adds them. */
const Mail = Compile(
  Type.Object({
    template_type: RequiredText,
    recipient: RequiredText,
    recovery_code: OptionalText,
    recovery_url: OptionalText,
    identity_id: OptionalText,
    locale: OptionalText,
  }),
)

export const guide: ProviderGuide = {
  name: 'Ory Kratos, Ory Network',
  setup: [
    'Make a token, such as by `openssl rand -hex 32`. Ory signs nothing: whoever has the token can post.',
    '**Sign-ups.** Under `selfservice.flows.registration.after.<method>.hooks` add `hook: web_hook` with ' +
      '`url: <url>`, `method: POST`, `auth: { type: api_key, config: { name: Authorization, value: "Bearer ' +
      '<token>", in: header } }`, `response: { ignore: true }` and this Jsonnet as `body` (adapt the traits; ' +
      '`has_password: true` under `after.password` only):\n\n' +
      '  ```jsonnet\n' +
      '  function(ctx) {\n' +
      "    type: 'user.created', identity_id: ctx.identity.id, created_at: ctx.identity.created_at,\n" +
      '    email: ctx.identity.traits.email, has_password: true,\n' +
      "    name: if 'name' in ctx.identity.traits then ctx.identity.traits.name else null,\n" +
      '  }\n' +
      '  ```',
    '**Identities that you make** by the admin API cause no hook: post the same shape with `invited: true` and ' +
      'the same header, or create them through Doorkey.',
    '**Resets.** Set `courier.delivery_strategy: http` and `courier.http.request_config` to `url: <url>`, ' +
      '`method: POST` and the same `auth`. Its default body is read as it is; a Jsonnet that adds ' +
      '`identity_id: ctx.template_data.identity.id` names the user as well.',
  ],
  config: "ory({ secrets: [env('ORY_WEBHOOK_TOKEN')] })",
  events: [
    { type: 'user.created', becomes: 'user.created', note: 'the shape of the Jsonnet above' },
    {
      type: 'recovery_code_valid',
      becomes: 'password.reset_requested',
      note: 'courier; carries Ory’s own code',
    },
    {
      type: 'recovery_valid',
      becomes: 'password.reset_requested',
      note: 'courier; carries Ory’s own link',
    },
    {
      type: 'recovery_code_invalid',
      becomes: 'ignored',
      note: 'somebody asked for an address that nobody has; also `recovery_invalid`',
    },
    { type: 'verification_code_valid', becomes: 'ignored', note: 'as are all other mails' },
  ],
  reset: 'mail',
  origin:
    'Hooks run in sign-ups only → self; `invited: true`, which your own backend posts → invited.',
  retries:
    'Hooks: two more tries, within 30 s each; without `response.ignore` a failure fails the sign-up. ' +
    'Courier: up to five, holding back the mails behind it.',
  limits: [
    'The courier’s HTTP channel takes over **all** mails. Doorkey sends those for recovery only; codes for ' +
      'verifying, sign-in and registration are then sent by nobody.',
    'A hook *after recovery* means that the reset is over; do not point it here.',
    'Do not set `response.parse` or `can_interrupt`: the hook would run before the identity is stored.',
    'Nothing has an id: the same user, or the same code for the same address, is taken once.',
    'Without `identity_id` the address stands for the user’s id.',
    'Nothing binds the token to the body: use https only, and a token of its own for each source.',
  ],
  testedAgainst: 'none exists: the token is compared',
  sources: [
    'ory/kratos at b86338d: `selfservice/hook/web_hook.go`, `courier`; `courier/template/type.go`, 2026-11-23',
    'ory/docs at 378ce26: webhooks, HTTP channel of the courier, 2026-11-23',
  ],
}

/**
 * Ory's registration hook and its courier's HTTP channel, both with a static bearer token. Repeats
 * are told by the user, or by address and code. Set-up, origin and limits: `guide`.
 */
export function ory({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const tokens = checkSettings(() => readTokens(ID, secrets))
  return {
    id: ID,
    faults: tokens.faults,
    verify: (request) => verifyStaticToken(ID, AUTHORIZATION, request, tokens.get()),
    parse: ({ body }) => [parse(readJson(ID, body), tokens.get()[0])],
    sampleTypes: ['user.created', 'password.reset_requested'],
    sample: (event) =>
      signedSample(sampleBody(event), () => signStaticToken(AUTHORIZATION, tokens.get()[0])),
  }
}

function parse(body: unknown, secret: Secret): ParsedEvent {
  const isMail = typeof body === 'object' && body !== null && 'template_type' in body
  if (isMail) return parseMail(checkShape(ID, Mail, body), secret)

  const { type } = checkShape(ID, Hook, body)
  if (type !== 'user.created') {
    const dedupeKey = keyedDigest(secret, JSON.stringify(body))
    return { type: 'ignored', providerType: type, dedupeKey }
  }
  const created = checkShape(ID, Created, body)
  return {
    type,
    providerType: type,
    dedupeKey: `created:${created.identity_id}`,
    ...(created.created_at !== undefined && {
      occurredAt: readIsoTime(ID, '/created_at', created.created_at),
    }),
    origin: created.invited === true ? 'invited' : 'self',
    hasPassword: created.has_password === true,
    user: identityUser(created.identity_id, created),
  }
}

function parseMail(
  mail: Readonly<
    Record<'template_type' | 'recipient', string> &
      Partial<Record<'recovery_code' | 'recovery_url' | 'identity_id' | 'locale', string | null>>
  >,
  secret: Secret,
): ParsedEvent {
  const { template_type, recipient, recovery_code, recovery_url } = mail
  const own = [recovery_code ?? '', recovery_url ?? '']
  const dedupeKey = keyedDigest(secret, template_type, recipient, ...own)
  const code = template_type === CODE_MAIL ? recovery_code : undefined
  const url = template_type === LINK_MAIL ? recovery_url : undefined
  if (!code && !url) {
    return { type: 'ignored', providerType: template_type, dedupeKey }
  }
  return {
    type: 'password.reset_requested',
    providerType: template_type,
    dedupeKey,
    origin: 'unknown',
    hasPassword: false,
    user: identityUser(mail.identity_id || recipient, { email: recipient, locale: mail.locale }),
    reset: { ...(url && { url: new Secret(url) }), ...(code && { code: new Secret(code) }) },
  }
}

function sampleBody({ type, userId, email, name, locale, occurredAt }: SampleEvent) {
  if (type === 'user.created') {
    const created_at = occurredAt.toISOString()
    return { type, identity_id: userId, email, name, locale, created_at, invited: true }
  }
  return {
    recipient: email,
    template_type: 'recovery_code_valid',
    to: email,
    recovery_code: '123456',
    recovery_url: '',
    verification_url: '',
    verification_code: '',
    subject: 'Recover access to your account',
    body: 'Your code',
    identity_id: userId,
    locale,
  }
}
