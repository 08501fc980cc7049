import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

/** A way to Postgres that can lose the server's answer to a committed INSERT. */
export interface LossyPostgres {
  /** The same database, through the lossy way. */
  readonly url: string
  /** Cuts the connection instead of passing on the next answer to an INSERT. */
  loseNextInsertAnswer(): void
  /** Cuts every connection, and refuses new ones from now on. */
  cut(): void
  close(): Promise<void>
}

export async function startLossyPostgres(databaseUrl: string): Promise<LossyPostgres> {
  const target = new URL(databaseUrl)
  const clients = new Set<Socket>()
  let isLosing = false

  const server = createServer((client) => {
    clients.add(client)
    const upstream = connect(Number(target.port || 5_432), target.hostname)
    const end = (): void => {
      clients.delete(client)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      // The command tag comes with ReadyForQuery, which the server sends after the commit.
      if (isLosing && bytes.includes('INSERT 0 ')) {
        isLosing = false
        end()
      } else {
        client.write(bytes)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' ? address?.port : '')

  const cut = (): void => {
    server.close()
    for (const client of clients) client.destroy()
  }
  return {
    url: url.href,
    loseNextInsertAnswer: () => {
      isLosing = true
    },
    cut,
    async close() {
      if (!server.listening) return
      cut()
      await once(server, 'close')
    },
  }
}
