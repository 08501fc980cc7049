import type { FastifyInstance } from 'fastify'
import { type Api, createApi } from './api/api.ts'
import { createRateLimit } from './api/rate-limit.ts'
import type { Settings } from './config/settings.ts'
import { createThrottle } from './credentials/throttle.ts'
import type { Foundation } from './foundation.ts'
import { registerEventsRoute } from './ledger/events-route.ts'
import { registerMessagesRoute } from './ledger/messages-route.ts'
import { createSuppressionList } from './messages/suppression-list.ts'
import { registerSuppressionsRoute } from './messages/suppressions-route.ts'
import { registerKeysRoute } from './operators/keys-route.ts'
import { createOperatorAuth } from './operators/operator-auth.ts'
import { createOperatorKeys } from './operators/operator-keys.ts'
import { registerAuditRoute } from './ops/audit-route.ts'

/** Opens `/v1` with what operators ask; other features add their routes to it. */
export function openOperatorApi(
  http: FastifyInstance,
  {
    settings,
    foundation,
  }: { readonly settings: Pick<Settings, 'adminKey'>; readonly foundation: Foundation },
): Api {
  const keys = createOperatorKeys(foundation)
  const auth = createOperatorAuth({ adminKey: settings.adminKey, keys })
  const throttle = createThrottle(foundation)
  const rateLimit = createRateLimit(foundation)
  const api = createApi(http, { ...foundation, auth, throttle, rateLimit })
  registerEventsRoute(api, foundation)
  registerMessagesRoute(api, foundation)
  registerSuppressionsRoute(api, { suppressions: createSuppressionList(foundation) })
  registerKeysRoute(api, { ...foundation, keys })
  registerAuditRoute(api, foundation)
  return api
}
