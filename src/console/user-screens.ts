import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { UserChanges } from '../accounts/user-changes.ts'
import type { Source } from '../config/doorkey-config.ts'
import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import { EFFECT_TIMEOUT_MS } from '../jobs.ts'
import { sendPage } from '../pages/layout.ts'
import type { FindSource } from '../sources.ts'
import { expectSameOrigin } from '../http/same-origin.ts'
import { askOf, type FormFault, readUserForm, type UserForm } from './user-form.ts'
import { shownPasswordPage, userFormPage } from './user-views.ts'
import { noticePage } from './views.ts'

/** The one who is signed in; there is one operator key. */
const OPERATOR = 'admin'
const USER_ID_LENGTH_MAX = 255

export interface UserScreensParts {
  readonly changes: UserChanges
  readonly sources: ReadonlyMap<string, Source>
  readonly findSource: FindSource
  readonly maySeePasswords: boolean
}

interface ScreenRequest {
  Params: { id?: string }
  Querystring: { source?: unknown }
}

type Screen = FastifyRequest<ScreenRequest>

/**
 * `/console/users/new` and `/console/users/:id/password?source=`. What is refused comes back with its
 * reasons and all that was filled in but the password; what is taken leads to its event's page, which
 * follows the mail.
 */
export function registerUserScreens(
  scope: FastifyInstance,
  parts: UserScreensParts & {
    readonly isSignedIn: (request: FastifyRequest, reply: FastifyReply) => boolean
  },
): void {
  for (const path of ['/console/users/new', '/console/users/:id/password']) {
    scope.get<ScreenRequest>(path, async (request, reply) => {
      if (!parts.isSignedIn(request, reply)) return reply
      const { source: name } = request.query
      const source = parts.sources.get(typeof name === 'string' ? name : firstOf(parts))
      if (!source) return sendPage(reply, 404, NO_SOURCE)
      const user = await findUser(parts, source, request.params.id)
      if (user === null) return sendPage(reply, 404, NOBODY)
      return showForm(reply, 200, parts, { source, user })
    })
    scope.post<ScreenRequest>(path, async (request, reply) => {
      expectSameOrigin(request.headers)
      if (!parts.isSignedIn(request, reply)) return reply
      return follow(parts, request, reply)
    })
  }
}

const NO_SOURCE = noticePage('No such source', 'The configuration names no source like this.')
const NOBODY = noticePage('Nobody there', 'The directory of this source knows nobody by this id.')

function firstOf({ sources }: UserScreensParts): string {
  return [...sources.keys()][0] ?? ''
}

async function follow(
  parts: UserScreensParts,
  request: Screen,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readUserForm(request.body)
  const source = parts.sources.get(form.source)
  if (!source) return sendPage(reply, 404, NO_SOURCE)
  const { id } = request.params
  const user = await findUser(parts, source, id)
  if (user === null) return sendPage(reply, 404, NOBODY)
  const refuse = (status: number, faults: readonly FormFault[]) =>
    showForm(reply, status, parts, { source, user, form, faults })
  const read = askOf(form, id)
  if ('faults' in read) return refuse(422, read.faults)
  const asker = { operator: OPERATOR, clientIp: request.ip, key: `console-${form.key}` }
  const result = await parts.changes.change(read.ask, asker)
  if (result.outcome === 'refused') {
    const code = result.refusals[0]?.code ?? 'UNEXPECTED'
    request.failure = new AppError(code, 'console: expected what can be done, got a refusal')
    return refuse(ERROR_CODES[code].status, result.refusals)
  }
  request.logFields = { ...request.logFields, event: result.eventId }
  if (result.outcome === 'taken' && result.shown) {
    const isSet = result.state === 'done'
    const page = shownPasswordPage(result.eventId, isSet, result.shown.reveal())
    return sendPage(reply, 200, page)
  }
  return reply.redirect(`/console/events/${result.eventId}`, 303)
}

function showForm(
  reply: FastifyReply,
  status: number,
  { sources, maySeePasswords }: UserScreensParts,
  state: {
    readonly source: Source
    readonly user: DirectoryUser | undefined
    readonly form?: UserForm
    readonly faults?: readonly FormFault[]
  },
): FastifyReply {
  const { user, ...others } = state
  const page = userFormPage({
    ...others,
    ...(user && { user }),
    sources: [...sources.keys()],
    key: randomUUID(),
    maySeePasswords,
  })
  return sendPage(reply, status, page)
}

/** `undefined` where a user is to be made, `null` where nobody has the id. */
async function findUser(
  { findSource }: UserScreensParts,
  { name }: Source,
  id: string | undefined,
): Promise<DirectoryUser | undefined | null> {
  if (id === undefined) return undefined
  if (id === '' || id.length > USER_ID_LENGTH_MAX || /\p{Cc}/u.test(id)) return null
  const { directory } = findSource(name)
  // Then nobody can say who it is, or whether anybody.
  if (!directory.capabilities.findsUsers) return { id }
  return (await directory.findUser({ id }, AbortSignal.timeout(EFFECT_TIMEOUT_MS))) ?? null
}
