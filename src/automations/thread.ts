import { parentPort, workerData } from 'node:worker_threads'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { processEnvironment, readConfig } from '../config.ts'
import type { LifecycleEvent } from '../lifecycle/lifecycle-event.ts'

// The thread of one automation: loads the configuration, then runs each event that it is given.

const SETUP = Compile(Type.Object({ configFile: Type.String(), name: Type.String() }))
const setup: unknown = workerData

if (!SETUP.Check(setup)) throw new Error('thread: expected a file and a name')
const { configFile, name } = setup
const port = parentPort
const automation = loadAutomation()
// Every run is told of it; before the first there is nobody to tell.
automation.catch(() => {})

port?.on('message', ({ id, event }: { readonly id: number; readonly event: LifecycleEvent }) => {
  void answer(id, event)
})

async function answer(id: number, event: LifecycleEvent): Promise<void> {
  try {
    const { run } = await automation
    await run(event)
    port?.postMessage({ id })
  } catch (error) {
    port?.postMessage({ id, failure: error instanceof Error ? error.message : 'no error object' })
  }
}

async function loadAutomation() {
  const config = await readConfig(configFile, processEnvironment(), () => {})
  const found = config?.automations.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not in the configuration`)
  return found
}
