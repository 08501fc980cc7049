import { APP_PARTS, startApp } from '../app.ts'
import { QUEUE_NAMES } from '../jobs.ts'
import { type Command, parseChoices, parseCommandLine } from './command.ts'
import { openRuntime, untilSignal } from './runtime.ts'

/** How long a stop may take before the process ends anyway; what is in hand is then found again. */
const STOP_WITHIN_MS = 25_000

export const startCommand: Command = {
  usage: `usage: doorkey start [--only PARTS] [--workers QUEUES] [--config FILE]

  --only PARTS      some of ${APP_PARTS.join(',')}; default all
  --workers QUEUES  some of ${QUEUE_NAMES.join(',')}; default all
  --config FILE     default doorkey.config.ts, or DOORKEY_CONFIG

  doorkey start
  doorkey start --only receiver,console
  doorkey start --only workers --workers sends`,

  async run(args) {
    const { values } = parseCommandLine({
      args: [...args],
      options: {
        only: { type: 'string' },
        workers: { type: 'string' },
        config: { type: 'string' },
      },
    })
    const parts = parseChoices('only', values.only, APP_PARTS)
    const queues = parseChoices('workers', values.workers, QUEUE_NAMES)
    const say = (line: string): void => console.error(line)
    const runtime = await openRuntime({ configFile: values.config, say })
    try {
      const isEmbedded = runtime.embedded !== undefined
      const app = await startApp({ ...runtime, parts, queues, migrates: isEmbedded })
      if (runtime.embedded) {
        say(`doorkey: listening on ${app.url}; console ${app.url}/console`)
        say(`doorkey: keys, secrets and the database are under ${runtime.embedded.directory}/`)
        if (runtime.embedded.ses)
          say(`doorkey: mails are shown at ${runtime.embedded.ses.viewerUrl}`)
      }
      const signal = await untilSignal()
      runtime.log.info({ signal }, 'stopping')
      const overdue = setTimeout(() => process.exit(1), STOP_WITHIN_MS)
      overdue.unref()
      await app.stop()
    } finally {
      await runtime.close()
    }
    return 0
  },
}
