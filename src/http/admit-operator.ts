import type { FastifyRequest } from 'fastify'
import type { Throttle } from '../credentials/throttle.ts'
import type { Operator, OperatorAuth } from './operator-auth.ts'

/** Wrong operator keys from one client address. */
const CLIENT_TRIES = { name: 'operator-key', max: 20, windowMs: 15 * 60_000 }

/**
 * The operator who asks. Only wrong keys are counted: behind one proxy everybody is one client.
 * Throws `UNAUTHORIZED`, `CLIENT_THROTTLED`.
 */
export async function admitOperator(
  auth: OperatorAuth,
  throttle: Pick<Throttle, 'count'>,
  request: Pick<FastifyRequest, 'headers' | 'ip'>,
): Promise<Operator> {
  try {
    return auth.authenticate(request)
  } catch (error) {
    await throttle.count(CLIENT_TRIES, request.ip)
    throw error
  }
}
