import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { LinkRenewal } from '../accounts/link-renewal.ts'
import type { Source } from '../config/doorkey-config.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import { REVEAL_GRACE_MS, type Reveal, type RevealOutcome } from '../credentials/reveal.ts'
import { toHttpError } from '../http/error-body.ts'
import { bodyReader } from '../http/request-body.ts'
import type { StepLog } from '../ops/step-log.ts'
import { sendPage } from './layout.ts'
import {
  FORM_BYTES_MAX,
  loadPageSettings,
  type PageSettings,
  tokenIn,
  TOKEN_LENGTH_MAX,
} from './page-setting.ts'
import { deadEndPage, registerRenewal } from './renewal.ts'
import { closedPage, shownPage } from './reveal-views.ts'

const COOKIE = 'doorkey_reveal'

const readForm = bodyReader(Type.Object({ token: Type.String({ maxLength: TOKEN_LENGTH_MAX }) }))

export interface RevealPageParts {
  readonly reveal: Reveal
  readonly renewal: LinkRenewal
  readonly sources: ReadonlyMap<string, Source>
  /** Links begin with it; cookies follow its scheme and path. */
  readonly publicUrl: string
  readonly log: Pick<StepLog, 'failure'>
}

interface RevealRequest {
  Params: { id: string }
}

/**
 * `GET /reveal/:id` shows the same page for any id and changes nothing. `POST /reveal/:id` with the
 * token opens the reveal, once. No script submits the form, and the token gets into it only by a press
 * (see `TOKEN_ON_PRESS`), since mail scanners open links, run scripts and submit forms.
 *
 * Whether a person pressed, the browser also says itself (`Sec-Fetch-User`). That is logged and refuses
 * nothing: some browsers never send it, a reload sends none, and a robot can send what it likes.
 */
export function registerRevealPage(app: FastifyInstance, parts: RevealPageParts): void {
  void app.register(async (scope) => {
    const settings = await loadPageSettings(parts.sources)
    await scope.register(formbody, { bodyLimit: FORM_BYTES_MAX })
    registerRenewal(scope, 'reveal', { ...parts, settings })

    scope.setErrorHandler((thrown, request, reply) => {
      const error = toHttpError(thrown)
      request.failure = error
      const page = closedPage(settings.ofStranger(request), true)
      return sendPage(reply, ERROR_CODES[error.code].status, page)
    })
    scope.get('/reveal/:id', (request, reply) =>
      sendPage(reply, 200, closedPage(settings.ofStranger(request))),
    )
    scope.post<RevealRequest>('/reveal/:id', async (request, reply) => {
      const { token } = readForm(request.body)
      const opener = openerIn(request.headers.cookie)
      const result = await parts.reveal.open(request.params.id, tokenIn(token), opener)
      return answer(parts, settings, request, reply, result)
    })
  })
}

function answer(
  { publicUrl }: RevealPageParts,
  settings: PageSettings,
  request: FastifyRequest<RevealRequest>,
  reply: FastifyReply,
  result: RevealOutcome,
): FastifyReply {
  switch (result.outcome) {
    case 'shown': {
      const { id } = request.params
      const { opener } = result
      if (opener) {
        request.logFields['revealed'] = id
        request.logFields['isPressed'] = isPressed(request)
        reply.header('set-cookie', openerCookie(publicUrl, id, opener))
      }
      return sendPage(reply, 200, shownPage(settings.ofOwner(request, result), result))
    }
    case 'opened': {
      const setting = settings.ofOwner(request, result)
      return sendPage(reply, 410, deadEndPage(setting, request, result.openedAt))
    }
    case 'invalid':
      return sendPage(reply, 410, deadEndPage(settings.ofStranger(request), request))
  }
}

/** What the browser says about a press; `null` where it says nothing about such things. */
function isPressed({ headers }: FastifyRequest): boolean | null {
  return headers['sec-fetch-site'] === undefined ? null : headers['sec-fetch-user'] === '?1'
}

function openerIn(header: string | undefined): Secret | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const own = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))
  return own === undefined ? undefined : new Secret(own.slice(COOKIE.length + 1))
}

/** Sent back to this page alone, and by no other site's request. */
function openerCookie(publicUrl: string, id: string, opener: Secret): string {
  const { protocol, pathname } = new URL(publicUrl)
  const path = `${pathname.replace(/\/$/, '')}/reveal/${id}`
  const isSecure = protocol === 'https:'
  return `${COOKIE}=${opener.reveal()}; Max-Age=${REVEAL_GRACE_MS / 1_000}; Path=${path}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}
