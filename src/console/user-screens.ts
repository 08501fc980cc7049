import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GenerateForOperator } from '../accounts/generate-for-operator.ts'
import type { UserChanges } from '../accounts/user-changes.ts'
import type { Source } from '../config/doorkey-config.ts'
import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import { EFFECT_TIMEOUT_MS } from '../jobs.ts'
import { type Page, sendPage } from '../pages/layout.ts'
import type { FindSource } from '../sources.ts'
import { expectSameOrigin } from '../http/same-origin.ts'
import type { EventSubject } from '../ledger/ledger-view.ts'
import type { AdmitToConsole } from './admit.ts'
import { askOf, type FormFault, readUserForm, type UserForm } from './user-form.ts'
import { shownPasswordPage, userFormPage, type UserFormState } from './user-views.ts'
import { noticePage } from './views.ts'

const USER_ID_LENGTH_MAX = 255

export interface UserScreensParts {
  readonly changes: UserChanges
  readonly sources: ReadonlyMap<string, Source>
  readonly findSource: FindSource
  readonly maySeePasswords: boolean
  readonly generate: GenerateForOperator
  /** Whom an event is about; `undefined` for one that is not there or is about nobody. */
  readonly findSubject: (eventId: string) => Promise<EventSubject | undefined>
}

interface ScreenRequest {
  Params: { id?: string; event?: string }
  Querystring: { source?: unknown }
}

type Screen = FastifyRequest<ScreenRequest>

/** An event's page leads to the last, which says whose password it is without naming them. */
const PATHS = [
  '/console/users/new',
  '/console/users/:id/password',
  '/console/events/:event/password',
]

/**
 * The forms that make a user or replace a password. What is refused comes back with its reasons and
 * all that was filled in but the password; what is taken leads to its event's page, which follows the
 * mail.
 */
export function registerUserScreens(
  scope: FastifyInstance,
  parts: UserScreensParts & {
    readonly admit: AdmitToConsole
  },
): void {
  for (const path of PATHS) {
    scope.get<ScreenRequest>(path, async (request, reply) => {
      if (!(await parts.admit(request, reply, 'users'))) return reply
      const { source: name } = request.query
      const meant = await findMeant(
        parts,
        request,
        typeof name === 'string' ? name : firstOf(parts),
      )
      return 'body' in meant ? sendPage(reply, 404, meant) : showForm(reply, 200, parts, meant)
    })
    scope.post<ScreenRequest>(path, async (request, reply) => {
      expectSameOrigin(request.headers)
      const operator = await parts.admit(request, reply, 'users')
      if (!operator) return reply
      const form = readUserForm(request.body)
      const meant = await findMeant(parts, request, form.source)
      if ('body' in meant) return sendPage(reply, 404, meant)
      const filled = { ...meant, form, operator: operator.id }
      return form.generate === undefined
        ? follow(parts, request, reply, filled)
        : showGenerated(parts, request, reply, filled)
    })
  }
}

const NO_SOURCE = noticePage('No such source', 'The configuration names no source like this.')
const NOBODY = noticePage('Nobody there', 'The directory of this source knows nobody by this id.')
const NO_EVENT = noticePage('No such event', 'It may have been deleted, or it is about nobody.')

function firstOf({ sources }: UserScreensParts): string {
  return [...sources.keys()][0] ?? ''
}

/** Whom a form is about; without a user, one is to be made. */
interface Meant {
  readonly source: Source
  readonly user?: DirectoryUser
}

interface Filled extends Meant {
  readonly form: UserForm
  /** The id of who fills it in. */
  readonly operator: string
}

/** Gives a page that says so where the path leads to nothing. */
async function findMeant(
  parts: UserScreensParts,
  { params: { id, event } }: Screen,
  sourceName: string,
): Promise<Meant | Page> {
  if (event !== undefined) {
    const subject = await parts.findSubject(event)
    return subject ? findUser(parts, subject.source, subject.userId) : NO_EVENT
  }
  if (id !== undefined) return findUser(parts, sourceName, id)
  const source = parts.sources.get(sourceName)
  return source ? { source } : NO_SOURCE
}

async function findUser(
  { sources, findSource }: UserScreensParts,
  sourceName: string,
  id: string,
): Promise<Meant | Page> {
  const source = sources.get(sourceName)
  if (!source) return NO_SOURCE
  if (id === '' || id.length > USER_ID_LENGTH_MAX || /\p{Cc}/u.test(id)) return NOBODY
  const { directory } = findSource(sourceName)
  // Then nobody can say who it is, or whether anybody.
  if (!directory.capabilities.findsUsers) return { source, user: { id } }
  const user = await directory.findUser({ id }, AbortSignal.timeout(EFFECT_TIMEOUT_MS))
  return user ? { source, user } : NOBODY
}

/** Nothing is changed: the operator looks at it, and sends the form or generates another. */
async function showGenerated(
  parts: UserScreensParts,
  request: Screen,
  reply: FastifyReply,
  { source, user, form, operator }: Filled,
): Promise<FastifyReply> {
  const owner = user ?? { id: null, email: form.email ?? null, name: form.name ?? null }
  const asker = { operator, clientIp: request.ip }
  const generated = await parts.generate({ ...owner, source: source.name }, asker)
  const typed: UserForm = { ...form, setup: 'typed' }
  const meant = { source, ...(user && { user }), form: typed }
  return showForm(reply, 200, parts, { ...meant, generated: generated.reveal() })
}

async function follow(
  parts: UserScreensParts,
  request: Screen,
  reply: FastifyReply,
  { source, user, form, operator }: Filled,
): Promise<FastifyReply> {
  const refuse = (status: number, faults: readonly FormFault[]) =>
    showForm(reply, status, parts, { source, ...(user && { user }), form, faults })
  const read = askOf({ ...form, source: source.name }, user?.id)
  if ('faults' in read) return refuse(422, read.faults)
  const asker = { operator, clientIp: request.ip, key: `console-${form.key}` }
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
  state: Omit<UserFormState, 'sources' | 'key' | 'maySeePasswords'>,
): FastifyReply {
  const more = { sources: [...sources.keys()], key: randomUUID(), maySeePasswords }
  return sendPage(reply, status, userFormPage({ ...state, ...more }))
}
