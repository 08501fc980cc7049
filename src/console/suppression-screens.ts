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
import type { Operator } from '../operators/operator.ts'
import type { AdmitToConsole } from './admit.ts'
import { mailablePage, type SuppressionState, suppressionsPage } from './suppression-views.ts'

const LATEST_MAX = 100
const SEAL_CONTEXT = 'console.suppression'

const readLookUp = bodyReader(Type.Object({ email: Type.String({ maxLength: 320 }) }))
const readSealed = bodyReader(Type.Object({ address: Type.String({ maxLength: 2_048 }) }))

export interface SuppressionScreensParts {
  readonly suppressions: SuppressionList
  readonly sealer: Sealer
  readonly admit: AdmitToConsole
}

/** `/console/suppressions`: who must not be mailed, and why. Addresses travel in bodies, or sealed. */
export function registerSuppressionScreens(
  scope: FastifyInstance,
  { suppressions, sealer, admit }: SuppressionScreensParts,
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
  const admitForm = (request: FastifyRequest, reply: FastifyReply) => {
    expectSameOrigin(request.headers)
    return admit(request, reply, 'users')
  }

  scope.get('/console/suppressions', async (request, reply) =>
    (await admit(request, reply, 'users')) ? show(reply, 200) : reply,
  )
  scope.post('/console/suppressions', async (request, reply) => {
    if (!(await admitForm(request, reply))) return reply
    const email = addressIn(readLookUp(request.body).email)
    if (email === undefined) {
      return show(reply, 422, { news: { tone: 'bad', text: 'This is not an email address.' } })
    }
    const found = await suppressions.find(email)
    if (!found) return sendPage(reply, 200, mailablePage(email, seal(email)))
    return show(reply, 200, { found, news: { tone: 'info', text: 'It is suppressed:' } })
  })
  scope.post('/console/suppressions/add', async (request, reply) => {
    const operator = await admitForm(request, reply)
    if (!operator) return reply
    await suppressions.add(addressOf(request), by(operator, request.ip))
    return show(reply, 200, { news: { tone: 'good', text: 'The address is suppressed.' } })
  })
  scope.post('/console/suppressions/lift', async (request, reply) => {
    const operator = await admitForm(request, reply)
    if (!operator) return reply
    const isLifted = await suppressions.lift(addressOf(request), by(operator, request.ip))
    const text = isLifted
      ? 'The address may be mailed again. What was not sent stays unsent.'
      : 'It was lifted before.'
    return show(reply, 200, { news: { tone: isLifted ? 'good' : 'info', text } })
  })
}

const by = ({ id: operator }: Operator, clientIp: string) => ({ operator, clientIp })

function addressIn(text: string): string | undefined {
  try {
    return parseAddress(text.trim())
  } catch (error) {
    if (toAppError(error).code !== 'ADDRESS_INVALID') throw error
    return undefined
  }
}
