import type { AutomationProcesses } from '../automations/automation-processes.ts'
import type { Transport } from '../core/transport.ts'
import type { FindSource, RunningSource } from '../sources.ts'
import type { Metrics } from './metrics.ts'

type Timed = Metrics['timed']

/** The same sources; how long their directories take to set a password is recorded. */
export function timeDirectories(find: FindSource, timed: Timed): FindSource {
  const known = new Map<string, RunningSource>()
  return (name) => {
    const found = known.get(name) ?? timeDirectory(find(name), timed)
    known.set(name, found)
    return found
  }
}

function timeDirectory(running: RunningSource, timed: Timed): RunningSource {
  const { directory, source } = running
  const setPassword: typeof directory.setPassword = (...call) =>
    timed('set-password', source.name, () => directory.setPassword(...call))
  return { ...running, directory: { ...directory, setPassword } }
}

/** The same transport; how long it takes to send is recorded. */
export function timeTransport(transport: Transport, timed: Timed): Transport {
  const send: Transport['send'] = (mail) => timed('send', transport.id, () => transport.send(mail))
  return { ...transport, send }
}

/** The same processes; how long an automation runs is recorded. */
export function timeAutomations(
  processes: Pick<AutomationProcesses, 'run'>,
  timed: Timed,
): Pick<AutomationProcesses, 'run'> {
  return { run: (one) => timed('run-automation', one.name, () => processes.run(one)) }
}

/** The same renderer; how long a template takes to fill is recorded. */
export function timeRender<T extends { readonly template: string }, R>(
  render: (mail: T) => Promise<R>,
  timed: Timed,
): (mail: T) => Promise<R> {
  return (mail) => timed('render', mail.template, () => render(mail))
}
