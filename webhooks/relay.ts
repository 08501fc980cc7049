import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '../src/jobs.ts'
import { createGather } from '../src/core/gather.ts'

const GROUP_JOBS_MAX = 500
const WAITING_JOBS_MAX = 20_000
const REST_MS = 5

/** Queues stored events in groups, after their request has been answered. */
export interface Relay {
  /** Takes the ids of new events. What cannot be queued is dropped: upkeep finds the rows. */
  push(eventIds: readonly string[]): void
  /** Resolves when everything taken has been tried. */
  idle(): Promise<void>
}

interface RelayOptions {
  enqueue(jobs: readonly Job[]): Promise<void>
  onError(error: unknown): void
}

/** One group at a time: a slower queue gets larger groups, not more of them. */
export function createRelay({ enqueue, onError }: RelayOptions): Relay {
  const gather = createGather<Job>({
    inFlightMax: 1,
    groupWeightMax: GROUP_JOBS_MAX,
    waitingWeightMax: WAITING_JOBS_MAX,
    weigh: () => 1,
    async run(jobs) {
      try {
        await enqueue(jobs)
        // Under load, larger groups cost less than more of them; an event alone never waits.
        if (jobs.length > 1) await sleep(REST_MS)
      } catch (error) {
        onError(error)
      }
    },
  })
  return {
    push(eventIds) {
      for (const id of eventIds) if (!gather.add({ id, run: 0 })) return
    },
    idle: () => gather.idle(),
  }
}
