import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, toAppError } from '../core/app-error.ts'
import type { Sealer } from '../credentials/sealer.ts'
import type { Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import { expectScope, type Operator } from '../operators/operator.ts'
import { createOperatorAuth, type OperatorAuth } from '../operators/operator-auth.ts'
import type { OperatorKeys } from '../operators/operator-keys.ts'
import type { Scope } from '../operators/scopes.ts'
import type { AuditLog } from '../ops/audit-log.ts'
import { sendPage } from '../pages/layout.ts'
import { type ConsoleSession, createConsoleSession } from './session.ts'
import { noticePage, signInPage } from './views.ts'

/**
 * The operator who is signed in and has the scope. Where there is none, the request is answered
 * already: with the form to sign in, or with what the key lacks, which is audited.
 */
export type AdmitToConsole = (
  request: Pick<FastifyRequest, 'headers' | 'url' | 'ip' | 'failure'>,
  reply: FastifyReply,
  scope: Scope,
) => Promise<Operator | undefined>

export interface ConsoleDoorParts {
  readonly sealer: Sealer
  readonly clock: Clock
  readonly adminKey: Secret
  readonly keys: Pick<OperatorKeys, 'find' | 'findById'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly publicUrl: string
}

/** Who may come into the console, and how they are known at their next request. */
export interface ConsoleDoor {
  readonly admit: AdmitToConsole
  readonly session: ConsoleSession
  /** Whose key this is. Throws `UNAUTHORIZED`, and `FORBIDDEN` for one that may not see the console. */
  readonly identify: OperatorAuth['identify']
}

/** A key that is revoked or has ended opens nothing from the next request on. */
export function createConsoleDoor(parts: ConsoleDoorParts): ConsoleDoor {
  const isSecure = parts.publicUrl.startsWith('https:')
  const session = createConsoleSession({ ...parts, isSecure })
  const auth = createOperatorAuth(parts)
  return {
    session,
    async identify(key) {
      const operator = await auth.identify(key)
      expectScope(operator, 'read')
      return expectAllSources(operator)
    },
    async admit(request, reply, scope) {
      const holder = session.holder(request.headers)
      const operator = holder === undefined ? undefined : await auth.findById(holder)
      if (!operator) {
        sendPage(reply, 401, signInPage({ next: request.url }))
        return undefined
      }
      try {
        expectScope(operator, scope)
        return operator
      } catch (error) {
        request.failure = toAppError(error)
        await recordRefusal(parts, request.ip, operator, scope)
        const text = `Your key has no scope ${scope}. Sign in with one that has, or ask who makes keys.`
        sendPage(reply, 403, noticePage('Not with this key', text))
        return undefined
      }
    },
  }
}

/** The console shows all sources, so a key that may name only some has no place there. */
function expectAllSources(operator: Operator): Operator {
  if (operator.sources === null) return operator
  throw new AppError('FORBIDDEN', 'console: expected a key for all sources, got one for some')
}

function recordRefusal(
  { audit }: ConsoleDoorParts,
  clientIp: string,
  { id: operator, scopes }: Operator,
  needs: Scope,
): Promise<void> {
  return audit.record({
    operator,
    clientIp,
    action: 'console.open',
    outcome: 'refused',
    source: null,
    subject: null,
    details: { needs, has: [...scopes] },
  })
}
