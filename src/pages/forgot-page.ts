import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ForgotPassword } from '../accounts/forgot-password.ts'
import type { Source } from '../config/doorkey-config.ts'
import { parseAddress } from '../core/address.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import type { ResetOutcome } from '../credentials/password-reset.ts'
import { type ResetCodes, typedCode } from '../credentials/reset-code.ts'
import { toHttpError } from '../http/error-body.ts'
import { bodyReader } from '../http/request-body.ts'
import { expectSameOrigin } from '../http/same-origin.ts'
import { askPage, codePage, sentPage } from './forgot-views.ts'
import { sendPage } from './layout.ts'
import {
  BUSY_RETRY_SECONDS,
  FORM_BYTES_MAX,
  loadPageSettings,
  type PageSetting,
} from './page-setting.ts'
import { donePage } from './reset-views.ts'

const EMAIL = Type.String({ maxLength: 320 })

const readAsk = bodyReader(Type.Object({ email: EMAIL }))
const readCode = bodyReader(
  Type.Object({ email: EMAIL, code: Type.String({ maxLength: 64 }), password: Type.String() }),
)

interface ForgotPageParts {
  readonly forgot: ForgotPassword
  readonly codes: ResetCodes
  readonly sources: ReadonlyMap<string, Source>
}

interface ForgotRequest {
  Params: { source: string }
}

type Handler = (request: FastifyRequest<ForgotRequest>, reply: FastifyReply) => unknown

/**
 * `/forgot/:source` takes an address and answers the same for everybody: known, unknown, throttled.
 * `/forgot/:source/code` takes the address, the code from the mail and a new password. Neither needs
 * a script, and nothing that was typed is ever in a URL. Where the directory cannot find users by
 * address there is no page, but for the codes that its provider's events lead to.
 */
export function registerForgotPage(app: FastifyInstance, parts: ForgotPageParts): void {
  void app.register(async (scope) => {
    const settings = await loadPageSettings(parts.sources)
    await scope.register(formbody, { bodyLimit: FORM_BYTES_MAX })
    scope.setErrorHandler<unknown, ForgotRequest>((thrown, request, reply) => {
      const error = toHttpError(thrown)
      request.failure = error
      const setting = settings.ofSource(request, parts.sources.get(request.params.source))
      return sendPage(
        reply,
        ERROR_CODES[error.code].status,
        askPage(setting, { notice: 'tryAgain' }),
      )
    })
    const withSource =
      (has: (source: Source) => boolean, answer: Answer): Handler =>
      (request, reply) => {
        const source = parts.sources.get(request.params.source)
        if (!source || !has(source)) return reply.callNotFound()
        return answer(parts, request, reply, {
          source,
          setting: settings.ofSource(request, source),
        })
      }
    scope.get('/forgot/:source', withSource(findsUsers, showAsk))
    scope.post('/forgot/:source', withSource(findsUsers, ask))
    scope.get('/forgot/:source/code', withSource(takesCodes, showCode))
    scope.post('/forgot/:source/code', withSource(takesCodes, redeem))
  })
}

interface Shown {
  readonly source: Source
  readonly setting: PageSetting
}

type Answer = (
  parts: ForgotPageParts,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
) => unknown

function findsUsers({ directory }: Source): boolean {
  return directory.capabilities.findsUsers
}

function takesCodes({ onReset }: Source): boolean {
  return onReset === 'code'
}

const showAsk: Answer = (_parts, _request, reply, { setting }) =>
  sendPage(reply, 200, askPage(setting))

const showCode: Answer = (_parts, _request, reply, { source, setting }) =>
  sendPage(reply, 200, codePage(setting, source, {}))

const ask: Answer = async ({ forgot }, request, reply, { source, setting }) => {
  expectSameOrigin(request.headers)
  const typed = readAsk(request.body).email
  const email = addressIn(typed)
  if (email === undefined)
    return sendPage(reply, 422, askPage(setting, { notice: 'addressInvalid' }))
  if (await isAdmitted(forgot, source, request)) {
    const asked = await forgot.ask({
      source,
      email,
      key: `page:${randomUUID()}`,
      requestedBy: null,
      locale: setting.locale,
    })
    if (asked.outcome === 'throttled') request.logFields['throttled'] = asked.limit
  }
  const answer = takesCodes(source)
    ? codePage(setting, source, { email: typed, isAnswerToAsk: true })
    : sentPage(setting)
  return sendPage(reply, 200, answer)
}

const redeem: Answer = async ({ forgot, codes }, request, reply, shown) => {
  expectSameOrigin(request.headers)
  const { email: typed, code, password } = readCode(request.body)
  const { source, setting } = shown
  const email = addressIn(typed)
  if (email === undefined) {
    const page = codePage(setting, source, { email: typed, notice: 'addressInvalid' })
    return sendPage(reply, 422, page)
  }
  const guess = { source: source.name, email, code: typedCode(code), password }
  const isTried = await isAdmitted(forgot, source, request)
  const result = isTried ? await codes.redeem(guess) : ({ outcome: 'invalid' } as const)
  if (result.outcome === 'failed') request.failure = result.error
  return answerRedeem(reply, shown, typed, result)
}

function answerRedeem(
  reply: FastifyReply,
  { source, setting }: Shown,
  email: string,
  result: ResetOutcome,
): FastifyReply {
  const again = (state: Parameters<typeof codePage>[2]) =>
    codePage(setting, source, { email, ...state })
  switch (result.outcome) {
    case 'changed':
      return sendPage(reply, 200, donePage(setting, 'reset', source.brand, result.isMailed))
    case 'refused':
      return sendPage(reply, 422, again({ violations: result.violations }))
    case 'busy':
      reply.header('retry-after', BUSY_RETRY_SECONDS)
      return sendPage(reply, 503, again({ notice: 'busy' }))
    case 'invalid':
      return sendPage(reply, 410, again({ notice: 'codeInvalid' }))
    case 'failed':
      return sendPage(reply, 502, again({ notice: 'tryAgain' }))
  }
}

async function isAdmitted(
  forgot: ForgotPassword,
  { name }: Source,
  request: FastifyRequest,
): Promise<boolean> {
  const isIn = await forgot.admits(name, request.ip)
  if (!isIn) request.logFields['throttled'] = 'forgot-client'
  return isIn
}

function addressIn(text: string): string | undefined {
  try {
    return parseAddress(text.trim())
  } catch {
    return undefined
  }
}
