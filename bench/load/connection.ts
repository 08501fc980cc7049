import { once } from 'node:events'
import { connect } from 'node:net'

/** One keep-alive connection with one request at a time. */
export interface Connection {
  /** Sends a complete request and gives the status of its answer. */
  post(request: Buffer): Promise<number>
  close(): void
}

/**
 * A client that does next to nothing, since it shares the processors with what it measures: it
 * reads a status and a length, and expects every answer to have a `content-length`.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  let received = Buffer.alloc(0)
  let waiting: PromiseWithResolvers<number> | undefined

  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const status = readAnswer(received)
    if (status === undefined) return
    received = Buffer.alloc(0)
    const { resolve } = waiting ?? {}
    waiting = undefined
    resolve?.(status)
  })
  const fail = (): void => waiting?.reject(new Error('bench: expected an answer, got a cut'))
  socket.on('error', fail)
  socket.on('close', fail)

  return {
    post(request) {
      waiting = Promise.withResolvers<number>()
      socket.write(request)
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

/** `undefined` until the whole answer is there. */
function readAnswer(received: Buffer): number | undefined {
  const text = received.toString('latin1')
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1])
  return received.length >= headEnd + 4 + length ? Number(text.slice(9, 12)) : undefined
}
