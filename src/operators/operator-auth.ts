import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import { isSameDigest, secretDigest } from '../credentials/secret-digest.ts'

/** Whoever holds an operator key. */
export interface Operator {
  readonly id: string
}

/** Tells operators from everybody else. */
export interface OperatorAuth {
  /** The operator who sent `Authorization: Bearer …`. Throws `UNAUTHORIZED`. */
  authenticate(request: { readonly headers: IncomingHttpHeaders }): Operator
  /** The operator whose key this is, as typed into the console. Throws `UNAUTHORIZED`. */
  identify(key: Secret): Operator
}

/** Knows the bootstrap key `DOORKEY_ADMIN_KEY` only; without one it admits nobody. */
export function createOperatorAuth({ adminKey }: { adminKey: Secret | undefined }): OperatorAuth {
  const expected = adminKey && secretDigest(adminKey)
  const identify = (key: Secret): Operator => {
    if (!expected || !isSameDigest(expected, secretDigest(key))) {
      throw new AppError('UNAUTHORIZED', 'operator: expected a known operator key, got another')
    }
    return { id: 'admin' }
  }
  return {
    identify,
    authenticate({ headers }) {
      const token = /^Bearer ([^\s]{1,512})$/i.exec(headers.authorization ?? '')?.[1]
      if (token === undefined) {
        throw new AppError('UNAUTHORIZED', 'operator: expected a bearer token, got none')
      }
      return identify(new Secret(token))
    },
  }
}
