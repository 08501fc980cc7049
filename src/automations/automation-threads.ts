import { Worker } from 'node:worker_threads'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'
import type { LifecycleEvent } from '../lifecycle/lifecycle-event.ts'

/** A leak ends its thread, not the process. */
const MEMORY_MB_MAX = 256
/** Of what a failed run says. */
const CAUSE_LENGTH_MAX = 500

const ANSWER = Compile(Type.Object({ id: Type.Integer(), failure: Type.Optional(Type.String()) }))

/** What is wanted of an automation's thread. */
export interface AutomationRun {
  readonly name: string
  readonly timeoutMs: number
  readonly event: LifecycleEvent
}

/** Runs automations where an endless loop, a throw or a leak of theirs stops nothing else. */
export interface AutomationThreads {
  /** Throws `AUTOMATION_FAILED`, `AUTOMATION_TIMEOUT`. */
  run(run: AutomationRun): Promise<void>
  /** Ends every thread; what runs in them fails. */
  close(): Promise<void>
}

/** A thread for each automation, from its first run on; each loads `configFile` for itself. */
export function createAutomationThreads(configFile: string): AutomationThreads {
  const threads = new Map<string, Thread>()
  return {
    async run({ name, timeoutMs, event }) {
      const thread = threads.get(name) ?? openThread(configFile, name)
      threads.set(name, thread)
      try {
        await thread.run(event, timeoutMs)
      } finally {
        if (thread.hasEnded() && threads.get(name) === thread) threads.delete(name)
      }
    },
    async close() {
      await Promise.all([...threads.values()].map((thread) => thread.end()))
    },
  }
}

interface Thread {
  run(event: LifecycleEvent, timeoutMs: number): Promise<void>
  hasEnded(): boolean
  end(): Promise<void>
}

interface Pending {
  resolve(): void
  reject(error: AppError): void
}

function openThread(configFile: string, name: string): Thread {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let isEnded = false
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { configFile, name },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX },
  })
  const failAll = (got: string): void => {
    isEnded = true
    for (const { reject } of pending.values()) reject(failed(name, got))
    pending.clear()
  }
  worker.on('message', (answer: unknown) => {
    if (!ANSWER.Check(answer)) return
    const waiting = pending.get(answer.id)
    pending.delete(answer.id)
    if (answer.failure === undefined) waiting?.resolve()
    else waiting?.reject(failed(name, answer.failure))
  })
  worker.on('error', (error) => failAll(said(error)))
  worker.on('exit', () => failAll('its thread ended'))
  // A process that stops does not wait for one.
  worker.unref()

  return {
    async run(event, timeoutMs) {
      const id = (lastId += 1)
      const answered = new Promise<void>((resolve, reject) => pending.set(id, { resolve, reject }))
      const timer = setTimeout(() => {
        pending.get(id)?.reject(timedOut(name, timeoutMs))
        pending.delete(id)
        // Only so does an endless loop end; what else ran in it is tried again.
        isEnded = true
        void worker.terminate()
      }, timeoutMs)
      worker.postMessage({ id, event })
      await answered.finally(() => clearTimeout(timer))
    },
    hasEnded: () => isEnded,
    async end() {
      await worker.terminate()
    },
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : 'its thread broke'
}

function failed(name: string, got: string): AppError {
  const cause = got.slice(0, CAUSE_LENGTH_MAX)
  return new AppError('AUTOMATION_FAILED', `${name}: expected its run to end well, got: ${cause}`)
}

function timedOut(name: string, timeoutMs: number): AppError {
  return new AppError(
    'AUTOMATION_TIMEOUT',
    `${name}: expected its run to end within ${timeoutMs} ms, got no end`,
  )
}
