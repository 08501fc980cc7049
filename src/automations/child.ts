import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { processEnvironment, readConfig } from '../config.ts'
import type { LifecycleEvent } from '../lifecycle/lifecycle-event.ts'

// The process of one automation: loads the configuration, then runs each event that it is sent.

const REQUEST = Compile(
  Type.Object({ id: Type.Integer(), event: Type.Unsafe<LifecycleEvent>(Type.Object({})) }),
)
const [configFile = '', name = ''] = process.argv.slice(2)
const automation = loadAutomation()
// Every run is told of it; before the first there is nobody to tell.
automation.catch(() => {})

process.on('message', (request) => {
  if (REQUEST.Check(request)) void answer(request.id, request.event)
})
// Whoever sends events is gone, and with it whoever would hear of them.
process.once('disconnect', () => process.exit())

async function answer(id: number, event: LifecycleEvent): Promise<void> {
  try {
    const { run } = await automation
    await run(event)
    process.send?.({ id })
  } catch (error) {
    process.send?.({ id, failure: error instanceof Error ? error.message : 'no error object' })
  }
}

async function loadAutomation() {
  const config = await readConfig(configFile, processEnvironment(), () => {})
  const found = config?.automations.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not in the configuration`)
  return found
}
