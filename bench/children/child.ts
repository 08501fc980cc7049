import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Static, TSchema } from 'typebox'
import { processEnvironment } from '../../src/config.ts'
import { checked, REPLY } from './answer.ts'

const STOP_MS_MAX = 15_000

/** A process of the bench's own, so that what is measured and what measures share no thread. */
export interface Child {
  /** Asks by name; the reply must have the shape of `schema`. */
  ask<S extends TSchema>(name: string, input: unknown, schema: S): Promise<Static<S>>
  /** Rejects when the process ends. */
  readonly ended: Promise<never>
  /** SIGTERM, and SIGKILL where that does not end it in time. */
  stop(): Promise<void>
}

interface Options {
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly nodeOptions?: readonly string[]
}

/** Starts `bench/children/<name>.ts`. It ends when this process does. */
export function startChild(name: string, options: Options = {}): Child {
  const { args = [], environment = {}, nodeOptions = [] } = options
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [...nodeOptions, file, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...processEnvironment(), ...environment },
  })
  const exited = once(child, 'exit')
  const ended = exited.then(([code]) => {
    throw new Error(`bench: expected ${name} to go on, got its end (${code})`)
  })
  // Whoever waits for the child hears of it; when nobody does, it was stopped.
  ended.catch(() => {})
  const replies = listen(child, name)
  let lastId = 0
  return {
    async ask(question, input, schema) {
      lastId += 1
      const { promise, ...settle } = Promise.withResolvers<unknown>()
      replies.set(lastId, settle)
      child.send({ id: lastId, name: question, input })
      return checked(schema, await Promise.race([promise, ended]))
    },
    ended,
    async stop() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
      await exited
      clearTimeout(late)
    },
  }
}

type Settle = Omit<PromiseWithResolvers<unknown>, 'promise'>

function listen(child: ChildProcess, name: string): Map<number, Settle> {
  const replies = new Map<number, Settle>()
  child.on('message', (message) => {
    const { id, output, fault } = checked(REPLY, message)
    const asked = replies.get(id)
    replies.delete(id)
    if (fault === undefined) asked?.resolve(output)
    else asked?.reject(new Error(`bench: ${name}: ${fault}`))
  })
  return replies
}
