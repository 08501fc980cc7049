import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { parseAddress } from '../core/address.ts'
import { toAppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import type { Sealer } from '../credentials/sealer.ts'
import { bodyReader } from '../http/request-body.ts'
import { expectSameOrigin } from '../http/same-origin.ts'
import type { SuppressionList } from '../messages/suppression-list.ts'
import { sendPage } from '../pages/layout.ts'
import { OPERATOR } from './session.ts'
import { mailablePage, type SuppressionState, suppressionsPage } from './suppression-views.ts'

const LATEST_MAX = 100
const SEAL_CONTEXT = 'console.suppression'

const readLookUp = bodyReader(Type.Object({ email: Type.String({ maxLength: 320 }) }))
const readSealed = bodyReader(Type.Object({ address: Type.String({ maxLength: 2_048 }) }))

export interface SuppressionScreensParts {
  readonly suppressions: SuppressionList
  readonly sealer: Sealer
  readonly isSignedIn: (request: FastifyRequest, reply: FastifyReply) => boolean
}

/** `/console/suppressions`: who must not be mailed, and why. Addresses travel in bodies, or sealed. */
export function registerSuppressionScreens(
  scope: FastifyInstance,
  { suppressions, sealer, isSignedIn }: SuppressionScreensParts,
): void {
  const seal = (address: string): string => sealer.seal(new Secret(address), SEAL_CONTEXT)
  const show = async (
    reply: FastifyReply,
    status: number,
    more: Pick<SuppressionState, 'news' | 'found'> = {},
  ): Promise<FastifyReply> => {
    const latest = await suppressions.latest(LATEST_MAX)
    return sendPage(reply, status, suppressionsPage({ latest, max: LATEST_MAX, seal, ...more }))
  }
  const addressOf = (request: FastifyRequest): string =>
    sealer.open(readSealed(request.body).address, SEAL_CONTEXT).reveal()
  const by = (request: FastifyRequest) => ({ operator: OPERATOR, clientIp: request.ip })

  scope.get('/console/suppressions', async (request, reply) =>
    isSignedIn(request, reply) ? show(reply, 200) : reply,
  )
  scope.post('/console/suppressions', async (request, reply) => {
    expectSameOrigin(request.headers)
    if (!isSignedIn(request, reply)) return reply
    const email = addressIn(readLookUp(request.body).email)
    if (email === undefined) {
      return show(reply, 422, { news: { tone: 'bad', text: 'This is not an email address.' } })
    }
    const found = await suppressions.find(email)
    if (!found) return sendPage(reply, 200, mailablePage(email, seal(email)))
    return show(reply, 200, { found, news: { tone: 'info', text: 'It is suppressed:' } })
  })
  scope.post('/console/suppressions/add', async (request, reply) => {
    expectSameOrigin(request.headers)
    if (!isSignedIn(request, reply)) return reply
    await suppressions.add(addressOf(request), by(request))
    return show(reply, 200, { news: { tone: 'good', text: 'The address is suppressed.' } })
  })
  scope.post('/console/suppressions/lift', async (request, reply) => {
    expectSameOrigin(request.headers)
    if (!isSignedIn(request, reply)) return reply
    const isLifted = await suppressions.lift(addressOf(request), by(request))
    const text = isLifted
      ? 'The address may be mailed again. What was not sent stays unsent.'
      : 'It was lifted before.'
    return show(reply, 200, { news: { tone: isLifted ? 'good' : 'info', text } })
  })
}

function addressIn(text: string): string | undefined {
  try {
    return parseAddress(text.trim())
  } catch (error) {
    if (toAppError(error).code !== 'ADDRESS_INVALID') throw error
    return undefined
  }
}
