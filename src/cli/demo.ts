import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type App, APP_PARTS, startApp } from '../app.ts'
import { AppError } from '../core/app-error.ts'
import { EMBEDDED_DIRECTORY } from '../embedded/secrets.ts'
import { QUEUE_NAMES } from '../jobs.ts'
import { type Command, parseCommandLine } from './command.ts'
import { type FollowedMessage, follow } from './demo/follow.ts'
import { createReader, type Reader } from './demo/open-account.ts'
import { type DemoEvent, demoEvents } from './demo/scenario.ts'
import { postSample } from './post-sample.ts'
import { openRuntime, type Runtime, untilSignal } from './runtime.ts'

export const demoCommand: Command = {
  usage: `usage: npm run demo [-- --once] [-- --json]

  --once  end when every mail is out: 0 if each password opens its account, else 1
  --json  end with one JSON object: {events, accepted, verified, elapsedMs, messages}

  npm run demo
  npm run demo -- --once --json`,

  async run(args) {
    const { values } = parseCommandLine({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const say = (line: string): void => void process.stderr.write(`${line}\n`)
    mkdirSync(EMBEDDED_DIRECTORY, { recursive: true, mode: 0o700 })
    say('Starting an embedded PostgreSQL and an embedded SES under .doorkey/ …')
    const runtime = await openRuntime({ logFile: join(EMBEDDED_DIRECTORY, 'demo.log'), say })
    try {
      const parts = new Set(APP_PARTS)
      const queues = new Set(QUEUE_NAMES)
      const app = await startApp({ ...runtime, parts, queues, migrates: true })
      try {
        const report = await play(runtime, app, say)
        say(summary(report, runtime, app))
        if (values.json) console.log(JSON.stringify(report))
        if (!values.once) {
          say('\nStill running; stop with Ctrl-C.')
          await untilSignal()
          return 0
        }
        const { events, accepted, verified } = report
        return accepted === events && verified === events ? 0 : 1
      } finally {
        await app.stop()
      }
    } finally {
      await runtime.close()
    }
  },
}

interface Report {
  readonly events: number
  readonly accepted: number
  readonly verified: number
  readonly elapsedMs: number
  readonly messages: readonly FollowedMessage[]
}

async function play(runtime: Runtime, app: App, say: (line: string) => void): Promise<Report> {
  const { adminKey } = runtime.settings
  const ses = runtime.embedded?.ses
  if (!ses || !adminKey) {
    throw new AppError(
      'CONFIG_INVALID',
      'demo: expected DOORKEY_EMBEDDED=1 and no AWS_ENDPOINT_URL_SES, got another environment',
    )
  }
  const startedAt = Date.now()
  const reader = createReader({ baseUrl: app.url, adminKey, inbox: () => ses.inbox() })
  const { created, reset } = demoEvents(new Date())
  const first = await playEvents(runtime, app, created, say, 1)
  const second = await playEvents(runtime, app, [reset], say, 1)
  let verified = 0
  for (const { source, event } of created) {
    verified += await isOpened(reader, source, event.email, 'opensWithMailedPassword', say)
  }
  verified += await isOpened(reader, reset.source, reset.event.email, 'opensAfterReset', say)
  // The new password is set, and the user is told so.
  const last = await follow(app.foundation.database, second.ids, 2, second.tell)
  const messages = [...first.messages, ...last]
  const isAccepted = (id: string): boolean => {
    const own = messages.filter((message) => message.eventId === id)
    return own.length > 0 && own.every((message) => message.state === 'accepted')
  }
  const ids = [...first.ids, ...second.ids]
  return {
    events: created.length + 1,
    accepted: ids.filter(isAccepted).length,
    verified,
    elapsedMs: Date.now() - startedAt,
    messages,
  }
}

async function playEvents(
  { config }: Runtime,
  app: App,
  events: readonly DemoEvent[],
  say: (line: string) => void,
  messages: number,
) {
  const startedAt = Date.now()
  const names = new Map<string, string>()
  const tell = (eventId: string, step: string): void => {
    const elapsed = `${String(Date.now() - startedAt).padStart(6)} ms`
    say(`${elapsed}  ${(names.get(eventId) ?? eventId).padEnd(30)} ${step}`)
  }
  for (const { source, event } of events) {
    const provider = config.sources.get(source)?.provider
    if (!provider)
      throw new AppError('SOURCE_UNKNOWN', `demo: expected a source ${source}, got none`)
    const answer = await postSample(app.url, source, provider, event)
    say(`POST /webhooks/${source}  ${event.type} → ${answer.status} ${answer.outcome}`)
    if (answer.eventId) names.set(answer.eventId, event.email)
  }
  const ids = [...names.keys()]
  return { ids, tell, messages: await follow(app.foundation.database, ids, messages, tell) }
}

async function isOpened(
  reader: Reader,
  source: string,
  email: string,
  how: keyof Reader,
  say: (line: string) => void,
): Promise<number> {
  const isOpen = await reader[how](source, email)
  const what = how === 'opensAfterReset' ? 'new password after the reset link' : 'mailed password'
  say(`${isOpen ? 'opens' : 'DOES NOT OPEN'.padEnd(5)}  ${email}: ${what}`)
  return isOpen ? 1 : 0
}

function summary(report: Report, { embedded }: Runtime, app: App): string {
  const rows = report.messages.map(
    ({ to, template, locale, state }) =>
      `  ${to.padEnd(32)} ${template.padEnd(16)} ${locale.padEnd(3)} ${state}`,
  )
  return [
    '',
    `${report.events} events, ${report.accepted} with accepted mail, ${report.verified} opened with what was mailed, in ${report.elapsedMs} ms`,
    ...rows,
    '',
    `Mails:    ${embedded?.ses?.viewerUrl ?? ''}`,
    `Console:  ${app.url}/console  (sign in with DOORKEY_ADMIN_KEY from .doorkey/secrets.json)`,
  ].join('\n')
}
