import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { AppError } from '../../core/app-error.ts'

/** Answers are small; whatever is larger is not one of a directory. */
const ANSWER_BYTES_MAX = 1_048_576
/** Idle connections are closed before most servers would, so that none is used as it closes. */
const IDLE_MS = 4_000
const CONNECTIONS_MAX = 50

/** One HTTP request, ready to be sent. */
export interface Outgoing {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Ends the request; `AbortSignal.timeout` included. */
  readonly signal: AbortSignal
  /** It changes nothing at the other side, so that an answer that is lost leaves nothing open. */
  readonly isRead: boolean
}

export interface Incoming {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** UTF-8; empty for an answer without a body. */
  readonly text: string
}

/** Sends requests over connections that are kept; redirects are not followed. */
export type Exchange = (outgoing: Outgoing) => Promise<Incoming>

/**
 * Throws `DIRECTORY_UNREACHABLE` when nothing was sent or the request reads only, otherwise
 * `DIRECTORY_UNKNOWN_OUTCOME`: the other side may have acted without our hearing of it.
 */
export function createExchange(id: string): Exchange {
  const settings = { keepAlive: true, maxSockets: CONNECTIONS_MAX, timeout: IDLE_MS }
  const http = new HttpAgent(settings)
  const https = new HttpsAgent(settings)
  return (outgoing) =>
    new Promise((resolve, reject) => {
      const { url, method, headers, body, signal, isRead } = outgoing
      let isSent = false
      const fail = (got: string, cause?: unknown): void => {
        const isOpen = isSent && !isRead
        const code = isOpen ? 'DIRECTORY_UNKNOWN_OUTCOME' : 'DIRECTORY_UNREACHABLE'
        reject(new AppError(code, `${id}: expected an answer, got ${got}`, { cause }))
      }
      const options = { method, headers, signal }
      const request =
        url.protocol === 'https:'
          ? requestHttps(url, { ...options, agent: https })
          : requestHttp(url, { ...options, agent: http })
      request.once('socket', (socket) => {
        if (!socket.connecting) isSent = true
        else {
          const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect'
          socket.once(connected, () => {
            isSent = true
          })
        }
      })
      request.once('error', (cause) =>
        signal.aborted ? fail('none in time') : fail(describe(cause), cause),
      )
      request.once('response', (response) => {
        readText(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          (cause) => {
            request.destroy()
            fail(signal.aborted ? 'half of one in time' : 'half of one', cause)
          },
        )
      })
      request.end(body)
    })
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > ANSWER_BYTES_MAX) throw new Error('the answer is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** An error's machine code: its text may hold names that stay out of logs. */
function describe(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'a failed connection'
}
