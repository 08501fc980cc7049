import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createEarlierRequests } from './accounts/earlier-request.ts'
import {
  createUserChanges,
  type UserChanges,
  type UserChangesParts,
} from './accounts/user-changes.ts'
import { registerUsersRoute } from './accounts/users-route.ts'
import type { DoorkeyConfig } from './config/doorkey-config.ts'
import type { Settings } from './config/settings.ts'
import { createAccountGate } from './credentials/account-gate.ts'
import { registerChangeRoute } from './credentials/change-route.ts'
import { createChosenPasswordCheck } from './credentials/check-chosen-password.ts'
import { createPasswordChange, type PasswordChangeParts } from './credentials/password-change.ts'
import { createPasswordReset, type PasswordResetParts } from './credentials/password-reset.ts'
import { createThrottle } from './credentials/throttle.ts'
import { registerVerifyRoute } from './credentials/verify-route.ts'
import { createBuiltinLogin } from './directories/builtin-login.ts'
import type { Foundation } from './foundation.ts'
import { planMessage } from './messages/plan-message.ts'
import { registerResetPage } from './pages/reset-page.ts'

/** Registers what users, apps and operators ask for: the reset page, `/v1/credentials/…`, `/v1/users`. */
export function registerUserRoutes(
  http: FastifyInstance,
  {
    settings,
    config,
    log,
    foundation,
    pickLocale,
    changes,
  }: {
    readonly settings: Settings
    readonly config: DoorkeyConfig
    readonly log: Pick<Logger, 'warn'>
    readonly foundation: Foundation
    readonly pickLocale: PasswordResetParts['pickLocale']
    readonly changes: UserChanges
  },
): void {
  const { ids, queue } = foundation
  const { sources } = config
  const login = createBuiltinLogin({
    ...foundation,
    policyOf: (name) => sources.get(name)?.policy,
  })
  const parts = {
    ...foundation,
    login,
    pickLocale,
    checkChosen: createChosenPasswordCheck({ warn: (line) => log.warn(line) }),
    plan: (transaction, plan, now) => planMessage(transaction, plan, now, ids),
    enqueueRenders: (jobs) => queue.enqueue('renders', jobs),
  } satisfies PasswordResetParts & PasswordChangeParts
  const throttle = createThrottle(foundation)
  const gate = createAccountGate({ adminKey: settings.adminKey, throttle, sources })
  registerResetPage(http, { reset: createPasswordReset(parts), sources })
  registerVerifyRoute(http, { login, gate })
  registerChangeRoute(http, { change: createPasswordChange(parts), gate })
  registerUsersRoute(http, { changes, gate, sources })
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
