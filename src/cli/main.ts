import { AppError, toAppError } from '../core/app-error.ts'
import { type Command, type ExitCode, UsageError } from './command.ts'

/** Loaded when called: most of them need libraries that `--help` does not. */
const COMMANDS: Readonly<Record<string, { summary: string; load(): Promise<Command> }>> = {
  start: {
    summary: 'run the receiver, the workers, upkeep and the console, or some of them',
    load: async () => (await import('./start.ts')).startCommand,
  },
  demo: {
    summary: 'start everything embedded, post sample events, show each step',
    load: async () => (await import('./demo.ts')).demoCommand,
  },
  migrate: {
    summary: 'bring the database schema up to date',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  doctor: {
    summary: 'check sources and their directories, without changing anything',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  simulate: {
    summary: 'post a signed sample event to a running Doorkey',
    load: async () => (await import('./simulate.ts')).simulateCommand,
  },
  audit: {
    summary: 'check that nobody changed the audit log',
    load: async () => (await import('./audit.ts')).auditCommand,
  },
  templates: {
    summary: 'check every email, or show them all in a browser',
    load: async () => (await import('./templates.ts')).templatesCommand,
  },
  events: {
    summary: 'what came in, what became of it, and why, over the API',
    load: async () => (await import('./events.ts')).eventsCommand,
  },
  messages: {
    summary: 'mails and their states, over the API',
    load: async () => (await import('./messages.ts')).messagesCommand,
  },
  keys: {
    summary: 'make, list and end operator keys, over the API',
    load: async () => (await import('./keys.ts')).keysCommand,
  },
  users: {
    summary: 'create a user or reset a password, over the API',
    load: async () => (await import('./users.ts')).usersCommand,
  },
  verify: {
    summary: 'explain why one captured request is accepted or refused',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
}

process.exitCode = await main(process.argv.slice(2))

async function main([name = '--help', ...args]: readonly string[]): Promise<ExitCode> {
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(overview())
    return 0
  }
  const listed = COMMANDS[name]
  if (!listed) {
    console.error(`doorkey: expected a command, got ${name}\n\n${overview()}`)
    return 2
  }
  const command = await listed.load()
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    return explain(command, error)
  }
}

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => {
    return `  ${name.padEnd(11)}${summary}`
  })
  return [
    'usage: doorkey <command> [options]',
    '',
    ...lines,
    '',
    'doorkey <command> --help tells more.',
  ].join('\n')
}

function explain(command: Command, error: unknown): ExitCode {
  if (error instanceof UsageError) {
    console.error(`doorkey: ${error.message}\n\n${command.usage}`)
    return 2
  }
  const { code, message, remedy } = toAppError(error)
  console.error(`${message}\n  code:   ${code}\n  remedy: ${remedy}`)
  // A fault of our own is useless without its place; its text may quote a value and stays out.
  if (!(error instanceof AppError) && error instanceof Error) {
    console.error(frames(error))
  }
  return 1
}

function frames({ stack = '' }: Error): string {
  const lines = stack.split('\n').filter((line) => line.trimStart().startsWith('at '))
  return lines.join('\n')
}
