import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { LinkRenewal } from '../accounts/link-renewal.ts'
import type { Source } from '../config/doorkey-config.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import type { OpenReset } from '../credentials/open-reset.ts'
import type { PasswordReset, ResetOutcome } from '../credentials/password-reset.ts'
import { toHttpError } from '../http/error-body.ts'
import { bodyReader } from '../http/request-body.ts'
import type { StepLog } from '../ops/step-log.ts'
import { sendPage } from './layout.ts'
import {
  BUSY_RETRY_SECONDS,
  FORM_BYTES_MAX,
  loadPageSettings,
  type PageSetting,
  tokenIn,
  TOKEN_LENGTH_MAX,
} from './page-setting.ts'
import { deadEndPage, registerRenewal } from './renewal.ts'
import { donePage, formPage, invalidPage, type ResetPage } from './reset-views.ts'

const readForm = bodyReader(
  Type.Object({ token: Type.String({ maxLength: TOKEN_LENGTH_MAX }), password: Type.String() }),
)

interface ResetPageParts {
  readonly reset: PasswordReset
  readonly renewal: LinkRenewal
  readonly sources: ReadonlyMap<string, Source>
  readonly log: Pick<StepLog, 'failure'>
}

interface ResetRequest {
  Params: { id: string }
}

/**
 * `GET /reset/:id` and `GET /setup/:id` show the same form whether or not the link exists, and change
 * nothing, so that mail scanners may open them. A `POST` takes token and password. The token comes in
 * the fragment, which no server sees; a script moves it into the form, and without scripts the user
 * pastes the link.
 */
export function registerResetPages(app: FastifyInstance, parts: ResetPageParts): void {
  for (const page of ['reset', 'setup'] as const) registerResetPage(app, page, parts)
}

function registerResetPage(app: FastifyInstance, page: ResetPage, parts: ResetPageParts): void {
  void app.register(async (scope) => {
    const settings = await loadPageSettings(parts.sources)
    const { policy } = settings.common
    await scope.register(formbody, { bodyLimit: FORM_BYTES_MAX })
    if (page === 'setup') registerRenewal(scope, page, { ...parts, settings })

    scope.setErrorHandler((thrown, request, reply) => {
      const error = toHttpError(thrown)
      request.failure = error
      const form = formPage(settings.ofStranger(request), page, { notice: 'failed', policy })
      return sendPage(reply, ERROR_CODES[error.code].status, form)
    })
    scope.get(`/${page}/:id`, (request, reply) =>
      sendPage(reply, 200, formPage(settings.ofStranger(request), page, { policy })),
    )
    scope.post<ResetRequest>(`/${page}/:id`, async (request, reply) => {
      const { token, password } = readForm(request.body)
      const open = await parts.reset.find(`${page}-link`, request.params.id, tokenIn(token))
      if (!open) return sendDeadEnd(reply, page, settings.ofStranger(request), request)
      const result = await parts.reset.choose(open, password)
      return answer(reply, page, settings.ofOwner(request, open), open, result, request)
    })
  })
}

function answer(
  reply: FastifyReply,
  page: ResetPage,
  setting: PageSetting,
  { running }: OpenReset,
  result: ResetOutcome,
  request: FastifyRequest<ResetRequest>,
): FastifyReply {
  const { policy } = running.source
  switch (result.outcome) {
    case 'changed':
      return sendPage(reply, 200, donePage(setting, page, running.source.brand, result.isMailed))
    case 'refused': {
      const { violations } = result
      return sendPage(reply, 422, formPage(setting, page, { violations, policy }))
    }
    case 'busy':
      reply.header('retry-after', BUSY_RETRY_SECONDS)
      return sendPage(reply, 503, formPage(setting, page, { notice: 'busy', policy }))
    case 'invalid':
      return sendDeadEnd(reply, page, setting, request)
    case 'failed':
      request.failure = result.error
      return sendPage(reply, 502, formPage(setting, page, { notice: 'failed', policy }))
  }
}

/** One page for every reason why a link does not work. */
function sendDeadEnd(
  reply: FastifyReply,
  page: ResetPage,
  setting: PageSetting,
  request: FastifyRequest<ResetRequest>,
): FastifyReply {
  const dead = page === 'setup' ? deadEndPage(setting, request) : invalidPage(setting)
  return sendPage(reply, 410, dead)
}
