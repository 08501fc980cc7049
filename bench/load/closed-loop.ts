import { monotonicMs } from '../monotonic.ts'
import { percentile } from '../statistics.ts'
import { type Connection, openConnection } from './connection.ts'

export interface ClosedLoopOptions {
  readonly port: number
  readonly connections: number
  readonly requests: readonly Buffer[]
  /** Nothing is sent after that. */
  readonly durationMs: number
}

export interface ClosedLoopResult {
  readonly answered: number
  /** Answers other than 202. */
  readonly refused: number
  /** By the monotonic clock; the end is the last answer. */
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Each connection sends its next request as soon as it has its answer. */
export async function runClosedLoop(options: ClosedLoopOptions): Promise<ClosedLoopResult> {
  const { port, requests, durationMs } = options
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => openConnection(port)),
  )
  const latencies: number[] = []
  const startedAtMs = monotonicMs()
  const sendUntilMs = startedAtMs + durationMs
  let sent = 0
  let refused = 0

  const run = async (connection: Connection): Promise<void> => {
    for (;;) {
      const request = requests[sent]
      const sentAtMs = monotonicMs()
      if (request === undefined || sentAtMs >= sendUntilMs) return
      sent += 1
      const status = await connection.post(request)
      latencies.push(monotonicMs() - sentAtMs)
      if (status !== 202) refused += 1
    }
  }
  await Promise.all(connections.map(run))
  const endedAtMs = monotonicMs()
  for (const connection of connections) connection.close()
  return {
    answered: latencies.length,
    refused,
    startedAtMs,
    endedAtMs,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
  }
}
