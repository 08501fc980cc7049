import { createServer } from 'node:http'
import { answer } from './answer.ts'
import { listenOnFreePort } from '../ports.ts'

// Takes every password at once, as no provider does: what is left is Doorkey's own time.
answer({
  async start() {
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      request.resume()
      request.on('end', () => response.writeHead(204).end())
    })
    return { port: await listenOnFreePort(server) }
  },
})
