import type { Child } from '../children/child.ts'
import type { Plan } from '../plan.ts'
import type { QueueServers } from '../servers/plain-queue.ts'

/** What all measurements of a run share. */
export interface Setting {
  readonly plan: Plan
  readonly servers: QueueServers
  /** Sends the requests. */
  readonly load: Child
  /** base64 of the key that signs the webhooks. */
  readonly secret: string
  /** `DOORKEY_KEYS`. */
  readonly sealingKeys: string
  /** A folder for V8's CPU profiles of Doorkey's processes. */
  readonly profileTo: string | undefined
  /** Says on standard error what is going on. */
  say(line: string): void
  /** Runs at the end of the run, the last one first, however it ends. */
  atEnd(close: () => Promise<unknown>): void
}
