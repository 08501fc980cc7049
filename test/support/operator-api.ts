import type { FastifyInstance } from 'fastify'
import { type Api, createApi } from '../../src/api/api.ts'
import { createRateLimit } from '../../src/api/rate-limit.ts'
import type { Clock } from '../../src/core/clock.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Throttle } from '../../src/credentials/throttle.ts'
import { createOperatorAuth } from '../../src/operators/operator-auth.ts'

/** Nobody has made a key. */
const NO_KEYS = { find: async () => undefined, findById: async () => undefined }

/** Nothing is refused. */
const NO_AUDIT = {
  record: () => Promise.reject(new Error('the bootstrap key was refused')),
}

/** Only the bootstrap key, for consoles. */
export const NO_OTHERS = { keys: NO_KEYS, audit: NO_AUDIT }

/** `/v1` on `http`, which admits the bootstrap key and no other. */
export function bootstrapApi(
  http: FastifyInstance,
  {
    adminKey,
    throttle,
    clock,
  }: {
    readonly adminKey: string | undefined
    readonly throttle: Pick<Throttle, 'count'>
    readonly clock: Clock
  },
): Api {
  const key = adminKey === undefined ? undefined : new Secret(adminKey)
  return createApi(http, {
    auth: createOperatorAuth({ adminKey: key, keys: NO_KEYS }),
    throttle,
    audit: NO_AUDIT,
    rateLimit: createRateLimit({ clock }),
  })
}
