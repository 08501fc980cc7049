import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Transform } from 'node:stream'
import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider'
import { NodeHttpHandler } from '@smithy/node-http-handler'

const CONNECT_TIMEOUT_MS = 3_000
/** Shorter than AWS keeps an idle connection, so that a call never starts on a dead one. */
const IDLE_SOCKET_MS = 4_000
const CONNECTIONS_MAX = 50
const ANSWER_BYTES_MAX = 1_048_576

export type CognitoCredentials = NonNullable<CognitoIdentityProviderClientConfig['credentials']>

/** The SDK's client with our bounds: one attempt, few connections, answers of at most 1 MiB. */
export function createCognitoClient(options: {
  readonly region: string
  readonly endpoint: string | undefined
  readonly credentials: CognitoCredentials | undefined
}): CognitoIdentityProviderClient {
  const { region, endpoint, credentials } = options
  const pool = { keepAlive: true, maxSockets: CONNECTIONS_MAX, timeout: IDLE_SOCKET_MS }
  return new CognitoIdentityProviderClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // Tries are counted and recorded by Doorkey.
    maxAttempts: 1,
    requestHandler: new CappedHandler({
      httpAgent: new HttpAgent(pool),
      httpsAgent: new HttpsAgent(pool),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      // How long a call may take is its signal alone.
      requestTimeout: 0,
    }),
  })
}

/** Ends an answer that is longer than any that Cognito gives. */
class CappedHandler extends NodeHttpHandler {
  override async handle(
    ...call: Parameters<NodeHttpHandler['handle']>
  ): ReturnType<NodeHttpHandler['handle']> {
    const { response } = await super.handle(...call)
    let size = 0
    const capped = new Transform({
      transform(chunk: Buffer, _, done) {
        size += chunk.length
        done(size > ANSWER_BYTES_MAX ? new Error('the answer is too large') : null, chunk)
      },
    })
    response.body.once('error', (error: Error) => capped.destroy(error))
    response.body.pipe(capped)
    capped.once('error', () => response.body.destroy())
    response.body = capped
    return { response }
  }
}
