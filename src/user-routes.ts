import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Api } from './api/api.ts'
import { createForgotPassword } from './accounts/forgot-password.ts'
import { registerResetRequests } from './accounts/reset-requests-route.ts'
import { createEarlierRequests } from './accounts/earlier-request.ts'
import {
  createUserChanges,
  type UserChanges,
  type UserChangesParts,
} from './accounts/user-changes.ts'
import { registerUsersRoute } from './accounts/users-route.ts'
import type { DoorkeyConfig } from './config/doorkey-config.ts'
import { createAccountGate } from './credentials/account-gate.ts'
import { createLinkRenewal } from './accounts/link-renewal.ts'
import { registerChangeRoute } from './credentials/change-route.ts'
import { createChosenPasswordCheck } from './credentials/check-chosen-password.ts'
import { createPasswordChange, type PasswordChangeParts } from './credentials/password-change.ts'
import { createReveal } from './credentials/reveal.ts'
import { createPasswordReset, type PasswordResetParts } from './credentials/password-reset.ts'
import { createResetCodes } from './credentials/reset-code.ts'
import { createThrottle } from './credentials/throttle.ts'
import { registerVerifyRoute } from './credentials/verify-route.ts'
import { createBuiltinLogin } from './directories/builtin-login.ts'
import type { Foundation } from './foundation.ts'
import { planMessage } from './messages/plan-message.ts'
import { registerForgotPage } from './pages/forgot-page.ts'
import { registerResetPages } from './pages/reset-page.ts'
import { registerRevealPage } from './pages/reveal-page.ts'

export interface UserRouteOptions {
  readonly config: DoorkeyConfig
  readonly log: Pick<Logger, 'warn'>
  readonly foundation: Foundation
  readonly pickLocale: PasswordResetParts['pickLocale']
  readonly changes: UserChanges
}

/** Registers the pages of users, and what apps and operators ask for: resets, passwords, users. */
export function registerUserRoutes(
  http: FastifyInstance,
  api: Api,
  options: UserRouteOptions,
): void {
  const { config, foundation, changes } = options
  const { queue, metrics, steps: log } = foundation
  const { sources, publicUrl } = config
  const throttle = createThrottle(foundation)
  const parts = chosenPasswordParts(options)
  const reset = createPasswordReset(parts)
  const codes = createResetCodes({ ...foundation, throttle, reset })
  const forgot = createForgotPassword({
    ...foundation,
    throttle,
    enqueuePasswords: (jobs) => queue.enqueue('passwords', jobs),
    countThrottled: (source) => metrics.event(source, 'throttled'),
  })
  const gate = createAccountGate({ throttle, sources })
  const renewal = createLinkRenewal({ ...foundation, throttle })
  registerResetPages(http, { reset, renewal, sources, log })
  registerRevealPage(http, { reveal: createReveal(foundation), renewal, sources, publicUrl, log })
  registerForgotPage(http, { forgot, codes, sources })
  registerResetRequests(api, { forgot, codes, sources })
  registerVerifyRoute(api, { login: parts.login, gate })
  registerChangeRoute(api, { change: createPasswordChange(parts), gate })
  registerUsersRoute(api, { changes, sources })
}

function chosenPasswordParts({ config, log, foundation, pickLocale }: UserRouteOptions) {
  const { ids, queue } = foundation
  return {
    ...foundation,
    log: foundation.steps,
    login: createBuiltinLogin({
      ...foundation,
      policyOf: (name) => config.sources.get(name)?.policy,
    }),
    pickLocale,
    checkChosen: createChosenPasswordCheck({ warn: (line) => log.warn(line) }),
    plan: (transaction, plan, now) => planMessage(transaction, plan, now, ids),
    enqueueRenders: (jobs) => queue.enqueue('renders', jobs),
  } satisfies PasswordResetParts & PasswordChangeParts
}

/** What operators do to users; `turn` is the worker's, since a receiver has none of its own. */
export function openUserChanges({
  config,
  log,
  foundation,
  turn,
}: {
  readonly config: DoorkeyConfig
  readonly log: Pick<Logger, 'warn'>
  readonly foundation: Foundation
  readonly turn: UserChangesParts['turn']
}): UserChanges {
  return createUserChanges({
    ...foundation,
    earlier: createEarlierRequests({ ...foundation, sources: [...config.sources.keys()] }),
    checkChosen: createChosenPasswordCheck({ warn: (line) => log.warn(line) }),
    maySeePasswords: config.users.showPassword,
    turn,
  })
}
