import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../core/app-error.ts'
import { Secret } from '../core/secret.ts'
import { isSameDigest, secretDigest } from '../credentials/secret-digest.ts'
import type { Operator } from './operator.ts'
import type { OperatorKeys } from './operator-keys.ts'

const ADMIN: Operator = { id: 'admin', name: 'admin', scopes: new Set(['admin']), sources: null }

/** Tells operators from everybody else. */
export interface OperatorAuth {
  /** The operator who sent `Authorization: Bearer …`. Throws `UNAUTHORIZED`. */
  authenticate(request: { readonly headers: IncomingHttpHeaders }): Promise<Operator>
  /** The operator whose key this is, as typed into the console. Throws `UNAUTHORIZED`. */
  identify(key: Secret): Promise<Operator>
  /** The holder of the key with this id, while it lasts. */
  findById(id: string): Promise<Operator | undefined>
}

/** Knows the keys that are stored, and the bootstrap key `DOORKEY_ADMIN_KEY` where one is set. */
export function createOperatorAuth({
  adminKey,
  keys,
}: {
  readonly adminKey: Secret | undefined
  readonly keys: Pick<OperatorKeys, 'find' | 'findById'>
}): OperatorAuth {
  const bootstrap = adminKey && secretDigest(adminKey)
  const identify = async (key: Secret): Promise<Operator> => {
    if (bootstrap && isSameDigest(bootstrap, secretDigest(key))) return ADMIN
    const operator = await keys.find(key)
    if (operator) return operator
    throw new AppError('UNAUTHORIZED', 'operator: expected a known operator key, got another')
  }
  return {
    identify,
    findById: async (id) => (id === ADMIN.id ? bootstrap && ADMIN : keys.findById(id)),
    async authenticate({ headers }) {
      const token = /^Bearer ([^\s]{1,512})$/i.exec(headers.authorization ?? '')?.[1]
      if (token === undefined) {
        throw new AppError('UNAUTHORIZED', 'operator: expected a bearer token, got none')
      }
      return identify(new Secret(token))
    },
  }
}
