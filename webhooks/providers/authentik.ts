import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Secret } from '../../src/core/secret.ts'
import type { Origin, ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, ProviderGuide, SampleEvent } from '../../src/events/provider.ts'
import { checkSettings } from '../checked-settings.ts'
import { checkShape, readJson } from '../json-body.ts'
import { identityUser } from '../parsed-event.ts'
import { IsoTime, OptionalText, readIsoTime, RequiredText } from '../shapes.ts'
import { signedSample } from '../signed-sample.ts'
import {
  readTokens,
  type StaticTokenScheme,
  signStaticToken,
  verifyStaticToken,
} from '../signatures/static-token.ts'

const ID = 'authentik'
const AUTHORIZATION: StaticTokenScheme = { header: 'authorization', scheme: 'Bearer' }
/** The name under which authentik records what nobody did who was signed in. */
const ANONYMOUS = 'AnonymousUser'
const PEOPLE: ReadonlySet<string> = new Set(['internal', 'external'])

const Pk = Type.Union([Type.Integer({ minimum: 0 }), RequiredText])
/** What the body mapping of the guide makes of an event. */
const Notification = Compile(
  Type.Object({
    event_id: RequiredText,
    action: RequiredText,
    created: Type.Optional(IsoTime),
    actor: Type.Optional(
      Type.Union([Type.Object({ pk: Pk, username: RequiredText }), Type.Null()]),
    ),
    user: Type.Optional(
      Type.Union([
        Type.Object({
          pk: Pk,
          type: RequiredText,
          email: OptionalText,
          name: OptionalText,
          locale: OptionalText,
          has_password: Type.Optional(Type.Boolean()),
        }),
        Type.Null(),
      ]),
    ),
  }),
)

const BODY_MAPPING = `  \`\`\`python
  event = notification.event
  model = event.context.get("model", {})
  is_user = model.get("app") == "authentik_core" and model.get("model_name") == "user"
  user = ak_user_by(pk=model["pk"]) if is_user else None
  return {
      "event_id": str(event.pk),
      "action": event.action,
      "created": event.created.isoformat(),
      "actor": {"pk": event.user.get("pk"), "username": event.user.get("username")} if event.user.get("pk") else None,
      "user": {
          "pk": user.pk, "type": user.type, "email": user.email, "name": user.name,
          "locale": user.locale() or None, "has_password": user.has_usable_password(),
      } if user else None,
  }
  \`\`\``

export const guide: ProviderGuide = {
  name: 'authentik',
  setup: [
    'Make a token, such as by `openssl rand -hex 32`. authentik signs nothing: whoever has the token can post.',
    'Under *Customization → Property Mappings* create two *Webhook Mappings*. Headers: ' +
      '`return {"Authorization": "Bearer <token>"}`. Body:\n\n' +
      BODY_MAPPING,
    'Under *Events → Notification Transports* create a *Webhook (generic)* with the URL `<url>` and both ' +
      'mappings. Switch on *Send once*: otherwise each member of the group causes a request.',
    'Under *Events → Notification Rules* create a rule with that transport and a group that has a member, and ' +
      'bind an *Event Matcher Policy* with the action *Model Created* and the model *User*.',
  ],
  config: "authentik({ secrets: [env('AUTHENTIK_WEBHOOK_TOKEN')] })",
  events: [
    {
      type: 'model_created',
      becomes: 'user.created',
      note: 'users of people; no service accounts',
    },
    { type: 'user_write', becomes: 'ignored', note: 'tells of the same user once more' },
    { type: 'password_set', becomes: 'ignored', note: 'the password was changed' },
  ],
  reset: 'none',
  origin:
    'Who did it (`actor`): nobody signed in, or the user themselves → self; another user or a token → invited.',
  retries: 'not documented: a failure ends the task, which authentik shows under *System Tasks*.',
  limits: [
    'No event tells that a reset was requested: `email_sent` comes after authentik’s own mail.',
    'The default body names the admin who is notified, not the user: without the mapping it is refused.',
    'The mapping reads the user when the notification is sent, so one deleted at once has no address.',
    'Nothing binds the token to the body: use https only, and a token of its own for each source.',
  ],
  testedAgainst: 'none exists: the token is compared',
  sources: [
    'goauthentik/authentik, `authentik/events/models.py` (webhook transport) and `utils.py` (the actor), 2026-11-23',
    'docs.goauthentik.io, notification transports; `@goauthentik/api` 2026.8.3, 2026-11-23',
  ],
}

/**
 * authentik's notification transport with the two mappings of `guide`, which add a static bearer
 * token and the user. Repeats are told by the event's id.
 */
export function authentik({ secrets }: { readonly secrets: readonly Secret[] }): Provider {
  const tokens = checkSettings(() => readTokens(ID, secrets))
  return {
    id: ID,
    faults: tokens.faults,
    verify: (request) => verifyStaticToken(ID, AUTHORIZATION, request, tokens.get()),
    parse: ({ body }) => [parse(body)],
    sampleTypes: ['user.created'],
    sample: (event) =>
      signedSample(sampleBody(event), () => signStaticToken(AUTHORIZATION, tokens.get()[0])),
  }
}

function parse(bytes: Buffer): ParsedEvent {
  const body = checkShape(ID, Notification, readJson(ID, bytes))
  const { event_id, action, created, actor, user } = body
  const common = { providerType: action, dedupeKey: event_id }
  if (action !== 'model_created' || !user || !PEOPLE.has(user.type)) {
    return { type: 'ignored', ...common }
  }
  return {
    type: 'user.created',
    ...common,
    ...(created !== undefined && { occurredAt: readIsoTime(ID, '/created', created) }),
    origin: originOf(user.pk, actor),
    hasPassword: user.has_password === true,
    user: identityUser(String(user.pk), user),
  }
}

function originOf(
  userPk: string | number,
  actor: { readonly pk: string | number; readonly username: string } | null | undefined,
): Origin {
  const isAlone = !actor || actor.username === ANONYMOUS || String(actor.pk) === String(userPk)
  return isAlone ? 'self' : 'invited'
}

function sampleBody({ eventId, userId, email, name, locale, occurredAt }: SampleEvent) {
  return {
    event_id: eventId,
    action: 'model_created',
    created: occurredAt.toISOString(),
    actor: { pk: 1, username: 'akadmin' },
    user: { pk: userId, type: 'internal', email, name, locale, has_password: false },
  }
}
