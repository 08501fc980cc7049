import type { FastifyInstance } from 'fastify'
import type { DoorkeyConfig } from './config/doorkey-config.ts'
import type { Settings } from './config/settings.ts'
import { createLinkRenewal } from './accounts/link-renewal.ts'
import { createReveal } from './credentials/reveal.ts'
import { createPasswordReset, type PasswordResetParts } from './credentials/password-reset.ts'
import { createThrottle } from './credentials/throttle.ts'
import { registerVerifyRoute } from './credentials/verify-route.ts'
import { createBuiltinLogin } from './directories/builtin-login.ts'
import type { Foundation } from './foundation.ts'
import { planMessage } from './messages/plan-message.ts'
import { registerResetPages } from './pages/reset-page.ts'
import { registerRevealPage } from './pages/reveal-page.ts'

/** Registers what users and apps open: the pages behind links in mails, and `/v1/credentials/verify`. */
export function registerUserRoutes(
  http: FastifyInstance,
  {
    settings,
    config,
    foundation,
    pickLocale,
  }: {
    readonly settings: Settings
    readonly config: DoorkeyConfig
    readonly foundation: Foundation
    readonly pickLocale: PasswordResetParts['pickLocale']
  },
): void {
  const { ids, queue } = foundation
  const reset = createPasswordReset({
    ...foundation,
    pickLocale,
    plan: (transaction, plan, now) => planMessage(transaction, plan, now, ids),
    enqueueRenders: (jobs) => queue.enqueue('renders', jobs),
  })
  const { steps: log } = foundation
  const { sources, publicUrl } = config
  const throttle = createThrottle(foundation)
  const renewal = createLinkRenewal({ ...foundation, throttle })
  registerResetPages(http, { reset, renewal, sources, log })
  registerRevealPage(http, { reveal: createReveal(foundation), renewal, sources, publicUrl, log })
  registerVerifyRoute(http, {
    login: createBuiltinLogin(foundation),
    adminKey: settings.adminKey,
    throttle,
    sources,
  })
}
