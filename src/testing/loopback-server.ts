import type { Server } from 'node:http'
import type { Server as TcpServer, Socket } from 'node:net'

/** A server on a port of 127.0.0.1 that can go away and come back. */
export interface LoopbackServer {
  readonly port: number
  /** Listens on no port and cuts every connection, as a killed process does. Safe to call twice. */
  stop(): Promise<void>
  /** Listens on the same port again. */
  restart(): Promise<void>
}

/** Rejects where no port can be had. */
export async function listenOnLoopback(server: Server | TcpServer): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(0)
  const port = portOf(server)
  return {
    port,
    async stop() {
      for (const socket of sockets) socket.resetAndDestroy()
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
    restart: () => listen(port),
  }
}

function portOf(server: TcpServer): number {
  const address = server.address()
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('fake SES: expected a TCP port, got none')
}
