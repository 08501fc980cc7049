import { createPrivateKey, createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { exportJWK, type JWTPayload, SignJWT } from 'jose'
import { keyIdOf, privateKeyPem } from '../contracts/provider-secrets.ts'

/** A provider that publishes one key, at whatever path it is asked for. */
export interface KeyServer {
  /** Such as `http://127.0.0.1:4711`. */
  readonly url: string
  /** The paths that were asked for. */
  readonly asked: readonly string[]
  /** A token as the provider signs it. */
  sign(claims: JWTPayload): Promise<string>
  close(): Promise<void>
}

/** Publishes the RSA key of that name on loopback. */
export async function createKeyServer(name: 'current' | 'next' = 'next'): Promise<KeyServer> {
  const privateKey = createPrivateKey(privateKeyPem(name))
  const kid = await keyIdOf(privateKeyPem(name))
  const jwk = { ...(await exportJWK(createPublicKey(privateKey))), kid, alg: 'RS256', use: 'sig' }
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys: [jwk] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    asked,
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
