import { createServer, type IncomingMessage, type Server } from 'node:http'
import { Secret } from '../../src/core/secret.ts'
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import { standardWebhooks } from '../../webhooks/providers/standard-webhooks.ts'

/** What is done with a request that came; after the last one all are answered 202. */
export type Reply = number | 'cut' | 'never'

export interface ReceivingServer extends AsyncDisposable {
  readonly url: string
  readonly secret: string
  /** The `webhook-id` and `webhook-timestamp` of every request, whatever was done with it. */
  readonly tries: readonly { readonly id: string | undefined; readonly time: string | undefined }[]
  /** What the requests said that were answered 2xx. */
  readonly events: readonly ParsedEvent[]
}

/** A server that takes what the real provider verifies, and misbehaves as told. */
export async function startReceivingServer(...replies: Reply[]): Promise<ReceivingServer> {
  const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`
  const provider = standardWebhooks({ secrets: [new Secret(secret)] })
  const tries: { id: string | undefined; time: string | undefined }[] = []
  const events: ParsedEvent[] = []
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      const { headers, rawHeaders } = request
      tries.push({ id: text(headers['webhook-id']), time: text(headers['webhook-timestamp']) })
      const reply = replies.shift() ?? 202
      if (reply === 'never') return
      if (reply === 'cut') return request.socket.destroy()
      const query = new URLSearchParams()
      const method = request.method ?? ''
      const signed = { method, query, headers, rawHeaders, body, receivedAt: new Date() }
      try {
        await provider.verify(signed)
        if (reply < 300) events.push(...provider.parse(signed))
        response.writeHead(reply).end()
      } catch {
        response.writeHead(401).end()
      }
    })
  })
  const url = `${await listen(server)}/webhooks/acme`
  return {
    url,
    secret,
    tries,
    events,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return `http://127.0.0.1:${address.port}`
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}
