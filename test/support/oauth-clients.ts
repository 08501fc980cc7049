import { randomUUID } from 'node:crypto'
import { textAt } from '../../src/directories/http/answers.ts'
import type { VendorAnswer, VendorCall } from './vendor-server.ts'

/** A token endpoint for one client, by client credentials (RFC 6749, section 4.4). */
export interface OauthClients {
  readonly id: string
  readonly secret: string
  /** Answers the token endpoint; the client proves itself in the form or by `Basic`. */
  token(call: VendorCall): VendorAnswer
  /** Whether the call has a token that was given out. */
  isAllowed(call: VendorCall): boolean
}

export function createOauthClients(id: string, secret: string): OauthClients {
  const given = new Set<string>()
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  return {
    id,
    secret,
    token({ method, body, headers }) {
      const isForm = textAt(body, 'client_id') === id && textAt(body, 'client_secret') === secret
      const isClient = isForm || headers.authorization === basic
      const isGrant = textAt(body, 'grant_type') === 'client_credentials'
      if (method !== 'POST' || !isGrant) return { status: 400, json: { error: 'invalid_request' } }
      if (!isClient) return { status: 401, json: { error: 'invalid_client' } }
      const token = randomUUID()
      given.add(token)
      const json = { access_token: token, token_type: 'Bearer', expires_in: 300 }
      return { status: 200, json }
    },
    isAllowed: ({ headers }) => given.has((headers.authorization ?? '').replace(/^Bearer /, '')),
  }
}
