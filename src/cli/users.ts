import { type Command, parseCommandLine, UsageError } from './command.ts'
import { askOperatorApi, type ApiAnswer, readPlace } from './operator-api.ts'
import { readPassword } from './read-password.ts'

const OPTIONS = {
  source: { type: 'string' },
  email: { type: 'string' },
  name: { type: 'string' },
  locale: { type: 'string' },
  'valid-from': { type: 'string' },
  'valid-until': { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
  generate: { type: 'boolean', default: false },
  'no-password': { type: 'boolean', default: false },
  send: { type: 'boolean', default: false },
  'setup-link': { type: 'boolean', default: false },
  'no-must-change': { type: 'boolean', default: false },
  show: { type: 'boolean', default: false },
  key: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Creates users and resets their passwords, over `/v1/users`. */
export const usersCommand: Command = {
  usage: `usage: doorkey users create --source NAME --email ADDRESS <password> [options]
       doorkey users reset-password <id> --source NAME <password> [options]

  the password, one of
  --generate        have one generated; with --send, --show or both
  --password-stdin  read one from standard input, up to the first line break
  --no-password     none (create); with --setup-link the user gets a link to choose one

  --send            mail it to the user
  --no-must-change  do not ask the user to change it at the next login
  --show            print what was generated; only where the configuration allows it
  --name NAME       --locale TAG  (create)
  --valid-from TIME --valid-until TIME  such as 2027-01-31T18:00:00Z (create)
  --key KEY         Idempotency-Key: the same again changes nothing
  --url URL         default PUBLIC_URL, or this machine at PORT
  --json            the answer as one line of JSON

  The operator key is DOORKEY_API_KEY, or DOORKEY_ADMIN_KEY. A password is never an argument, which other users of
  this machine could read.

  doorkey users create --source acme --email ada@example.com --name Ada --generate --send
  pass show ada | doorkey users create --source acme --email ada@example.com --password-stdin
  doorkey users create --source acme --email ada@example.com --no-password --setup-link
  doorkey users reset-password 0193-7f2a --source acme --generate --send`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      allowPositionals: true,
      options: OPTIONS,
    })
    const [act, id, ...rest] = positionals
    const isReset = act === 'reset-password'
    if (act !== 'create' && !isReset) {
      throw new UsageError(`expected create or reset-password, got ${act ?? 'none'}`)
    }
    if (isReset !== (id !== undefined) || rest.length > 0) {
      throw new UsageError(isReset ? 'expected the id of one user' : 'expected options only')
    }
    const place = readPlace(values.url)
    const { source } = values
    if (source === undefined) throw new UsageError('--source: expected a name, got none')
    const body = {
      ...(isReset ? resetFields(values) : createFields(values, source)),
      ...(await passwordFields(values)),
    }
    const path =
      id === undefined
        ? '/v1/users'
        : `/v1/users/${encodeURIComponent(id)}/password?source=${encodeURIComponent(source)}`
    const answer = await askOperatorApi({ place, path, body, idempotencyKey: values.key })
    print(answer, values.json)
    return answer.status === 202 ? 0 : 1
  },
}

type Values = ReturnType<typeof parseCommandLine<{ options: typeof OPTIONS }>>['values']

function createFields(values: Values, source: string) {
  const { email, name, locale, 'valid-from': validFrom, 'valid-until': validUntil } = values
  if (email === undefined) throw new UsageError('--email: expected an address, got none')
  return {
    source,
    email: email.trim(),
    ...(name !== undefined && { name }),
    ...(locale !== undefined && { locale }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
  }
}

function resetFields(values: Values) {
  for (const name of ['email', 'name', 'locale', 'valid-from', 'valid-until'] as const) {
    if (values[name] !== undefined) throw new UsageError(`--${name}: only create takes it`)
  }
  return {}
}

async function passwordFields(values: Values) {
  const ways = (['generate', 'password-stdin', 'no-password'] as const).filter((way) => values[way])
  const [way] = ways
  if (way === undefined || ways.length > 1) {
    throw new UsageError(
      `expected one of --generate, --password-stdin and --no-password, got ${ways.length}`,
    )
  }
  const isNone = way === 'no-password'
  return {
    password: isNone ? null : way === 'generate' ? way : await readPassword(),
    sendPassword: values.send,
    mustChange: !isNone && !values['no-must-change'],
    ...(values['setup-link'] && { deliver: 'setup-link' }),
    ...(values.show && { showPassword: true }),
  }
}

function print({ status, body, text }: ApiAnswer, isJson: boolean): void {
  if (isJson) return console.log(JSON.stringify(body ?? { status, text }))
  if (status !== 202) return console.error(refusalText(status, body))
  const lines = ['userId', 'eventId', 'messageId', 'state', 'expiresAt', 'password'] as const
  for (const name of lines) {
    const value = body?.[name]
    if (typeof value === 'string') console.log(`${name.padEnd(10)} ${value}`)
  }
}

function refusalText(status: number, body: ApiAnswer['body']): string {
  const error = body?.error
  if (!error) return `refused with ${status}`
  const reasons = error.refusals ?? [error]
  return reasons.map(({ code, message }) => `${code}: ${message}`).join('\n')
}
