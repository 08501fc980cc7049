import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Source } from '../config/doorkey-config.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import type { OpenReset, PasswordReset, ResetOutcome } from '../credentials/password-reset.ts'
import { toHttpError } from '../http/error-body.ts'
import { bodyReader } from '../http/request-body.ts'
import { commonTraits } from './common-traits.ts'
import { sendPage } from './layout.ts'
import { acceptedTags, loadPageLanguages, type PageLanguages, pickWords } from './page-words.ts'
import { donePage, formPage, invalidPage, type PageSetting } from './reset-views.ts'

const BODY_BYTES_MAX = 16 * 1_024
const BUSY_RETRY_SECONDS = '2'

const readForm = bodyReader(
  Type.Object({ token: Type.String({ maxLength: 4_096 }), password: Type.String() }),
)

interface ResetPageParts {
  readonly reset: PasswordReset
  readonly sources: ReadonlyMap<string, Source>
}

interface ResetRequest {
  Params: { id: string }
}

/**
 * `GET /reset/:id` shows the same form whether or not the link exists, and changes nothing, so that
 * mail scanners may open it. `POST /reset/:id` takes token and password. The token comes in the
 * fragment, which no server sees; a script moves it into the form, and without scripts the user
 * pastes the link.
 */
export function registerResetPage(app: FastifyInstance, parts: ResetPageParts): void {
  void app.register(async (scope) => {
    const languages = await loadPageLanguages()
    const common = commonTraits(parts.sources)
    const strangerSetting = (request: FastifyRequest): PageSetting => ({
      ...(common.brand && { brand: common.brand }),
      ...settingOf(languages, request),
    })
    await scope.register(formbody, { bodyLimit: BODY_BYTES_MAX })

    scope.setErrorHandler((thrown, request, reply) => {
      const error = toHttpError(thrown)
      request.failure = error
      const page = formPage(strangerSetting(request), { notice: 'failed', policy: common.policy })
      return sendPage(reply, ERROR_CODES[error.code].status, page)
    })
    scope.get('/reset/:id', (request, reply) =>
      sendPage(reply, 200, formPage(strangerSetting(request), { policy: common.policy })),
    )
    scope.post<ResetRequest>('/reset/:id', async (request, reply) => {
      const { token, password } = readForm(request.body)
      const open = await parts.reset.find(request.params.id, tokenIn(token))
      if (!open) return sendPage(reply, 410, invalidPage(strangerSetting(request)))
      const result = await parts.reset.choose(open, password)
      return answer(reply, settingOf(languages, request, open), open, result, request)
    })
  })
}

function answer(
  reply: FastifyReply,
  setting: PageSetting,
  { running }: OpenReset,
  result: ResetOutcome,
  request: FastifyRequest,
): FastifyReply {
  const { policy } = running.source
  switch (result.outcome) {
    case 'changed':
      return sendPage(reply, 200, donePage(setting, running.source.brand, result.isMailed))
    case 'refused': {
      const { violations } = result
      return sendPage(reply, 422, formPage(setting, { violations, policy }))
    }
    case 'busy':
      reply.header('retry-after', BUSY_RETRY_SECONDS)
      return sendPage(reply, 503, formPage(setting, { notice: 'busy', policy }))
    case 'invalid':
      return sendPage(reply, 410, invalidPage(setting))
    case 'failed':
      request.failure = result.error
      return sendPage(reply, 502, formPage(setting, { notice: 'failed', policy }))
  }
}

/** The language and brand of the user where the token shows who it is, else the browser's language. */
function settingOf(
  languages: PageLanguages,
  request: FastifyRequest,
  open?: OpenReset,
): PageSetting {
  const accepted = acceptedTags(request.headers['accept-language'])
  const tags = [open?.event.locale, ...accepted, open?.running.source.locale]
  const brand = open?.running.source.brand
  return { ...pickWords(languages, tags), ...(brand && { brand }) }
}

/** The token itself, or what follows the `#` of a pasted link. */
function tokenIn(text: string): Secret {
  return new Secret(text.slice(text.lastIndexOf('#') + 1).trim())
}
