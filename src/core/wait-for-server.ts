import { setTimeout as sleep } from 'node:timers/promises'
import { toAppError } from './app-error.ts'

const RETRY_MS = 1_000

/**
 * Resolves once `ask` does; tries each second and says so. After `seconds` it rejects with what
 * `ask` threw last.
 */
export async function waitForServer(
  seconds: number,
  ask: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const deadline = performance.now() + seconds * 1_000
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() >= deadline) throw error
      say(`${toAppError(error).message}; trying again`)
      await sleep(RETRY_MS)
    }
  }
}
