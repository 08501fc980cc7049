import type { FastifyInstance } from 'fastify'

/** How long requests in hand may take once the process is to stop. */
const OPEN_REQUESTS_MS = 5_000
/** How often connections that have become idle are closed meanwhile. */
const IDLE_CLOSE_MS = 100

/**
 * Takes no more requests, and resolves once those in hand are answered or their time is up. A client
 * that sends nothing, or half a request, must not hold up the stop; nor one that keeps its connection
 * after the answer to a request that was in hand when closing began.
 */
export async function closeHttp(http: FastifyInstance): Promise<void> {
  const idle = setInterval(() => http.server.closeIdleConnections(), IDLE_CLOSE_MS)
  const cut = setTimeout(() => http.server.closeAllConnections(), OPEN_REQUESTS_MS)
  try {
    await http.close()
  } finally {
    clearInterval(idle)
    clearTimeout(cut)
  }
}
