import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../core/app-error.ts'
import type { LifecycleEvent } from '../lifecycle/lifecycle-event.ts'

/** A leak ends its own process. In a thread V8 now and then ends the whole process instead. */
const MEMORY_MB_MAX = 256
/** Of what a failed run says. */
const CAUSE_LENGTH_MAX = 500

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const ANSWER = Compile(Type.Object({ id: Type.Integer(), failure: Type.Optional(Type.String()) }))

/** What is wanted of an automation's process. */
export interface AutomationRun {
  readonly name: string
  readonly timeoutMs: number
  readonly event: LifecycleEvent
}

/** Runs automations where an endless loop, a throw or a leak of theirs stops nothing else. */
export interface AutomationProcesses {
  /** Throws `AUTOMATION_FAILED`, `AUTOMATION_TIMEOUT`. */
  run(run: AutomationRun): Promise<void>
  /** Ends every process; what runs in them fails. */
  close(): Promise<void>
}

/** A process for each automation, from its first run on; each loads `configFile` for itself. */
export function createAutomationProcesses(configFile: string): AutomationProcesses {
  const hosts = new Map<string, Host>()
  return {
    async run({ name, timeoutMs, event }) {
      const known = hosts.get(name)
      const host = known && !known.hasEnded() ? known : openHost(configFile, name)
      hosts.set(name, host)
      await host.run(event, timeoutMs)
    },
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.end()))
    },
  }
}

interface Host {
  run(event: LifecycleEvent, timeoutMs: number): Promise<void>
  hasEnded(): boolean
  end(): Promise<void>
}

interface Pending {
  resolve(): void
  reject(error: AppError): void
}

function openHost(configFile: string, name: string): Host {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let isEnding = false
  const child = fork(CHILD, [configFile, name], {
    execArgv: [`--max-old-space-size=${MEMORY_MB_MAX}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    const end = (got: string): void => {
      isEnding = true
      for (const { reject } of pending.values()) reject(failed(name, got))
      pending.clear()
      resolve()
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, signal) => end(`its process ended with ${signal ?? code}`))
  })
  child.on('message', (answer) => {
    if (!ANSWER.Check(answer)) return
    const waiting = pending.get(answer.id)
    pending.delete(answer.id)
    if (answer.failure === undefined) waiting?.resolve()
    else waiting?.reject(failed(name, answer.failure))
  })
  letGo(child)

  return {
    async run(event, timeoutMs) {
      const id = (lastId += 1)
      const answered = new Promise<void>((resolve, reject) => pending.set(id, { resolve, reject }))
      const timer = setTimeout(() => {
        // What else runs in it has not failed, but been held up by the same loop; it is tried again.
        for (const { reject } of pending.values()) reject(timedOut(name, timeoutMs))
        pending.clear()
        // Only so does an endless loop end.
        isEnding = true
        child.kill('SIGKILL')
      }, timeoutMs)
      // One that cannot be sent is told by the end of the process.
      child.send({ id, event }, () => {})
      await answered.finally(() => clearTimeout(timer))
    },
    hasEnded: () => isEnding,
    async end() {
      isEnding = true
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** This process may end without it; the child ends when it sees that. */
function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
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
