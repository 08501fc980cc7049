import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../monotonic.ts'
import { type Connection, openConnection } from './connection.ts'

/** A draw from 1 to this, as a fraction, is uniform enough and never 0. */
const DRAW_MAX = 2 ** 32

export interface OpenLoopOptions {
  readonly port: number
  readonly connections: number
  readonly requests: readonly Buffer[]
  readonly perSecond: number
}

export interface OpenLoopResult {
  readonly refused: number
  /** When each request was due, by the monotonic clock, in the order of the requests. */
  readonly dueAtMs: readonly number[]
  /** From then to its answer. */
  readonly answerMs: readonly number[]
}

/**
 * Sends each request when it is due, whatever became of the ones before, at Poisson intervals. What
 * counts is when it was due: a late timer and a wait for a free connection are part of its latency.
 */
export async function runOpenLoop(options: OpenLoopOptions): Promise<OpenLoopResult> {
  const { port, requests, perSecond } = options
  const free = await Promise.all(
    Array.from({ length: options.connections }, () => openConnection(port)),
  )
  const all = [...free]
  const waiting: ((connection: Connection) => void)[] = []
  const take = async (): Promise<Connection> =>
    free.pop() ?? new Promise((resolve) => void waiting.push(resolve))
  const giveBack = (connection: Connection): void => {
    const next = waiting.shift()
    if (next) next(connection)
    else free.push(connection)
  }

  const dueAtMs = poissonTimes(monotonicMs() + 100, perSecond, requests.length)
  let refused = 0
  const answerMs = await Promise.all(
    requests.map(async (request, index) => {
      const dueMs = dueAtMs[index] ?? Number.NaN
      await sleep(Math.max(0, dueMs - monotonicMs()))
      const connection = await take()
      const status = await connection.post(request)
      giveBack(connection)
      if (status !== 202) refused += 1
      return monotonicMs() - dueMs
    }),
  )
  for (const connection of all) connection.close()
  return { refused, dueAtMs, answerMs }
}

function poissonTimes(startMs: number, perSecond: number, count: number): readonly number[] {
  let atMs = startMs
  return Array.from({ length: count }, () => {
    const uniform = (randomInt(DRAW_MAX) + 1) / DRAW_MAX
    atMs += (-Math.log(uniform) * 1_000) / perSecond
    return atMs
  })
}
