import { createInterface } from 'node:readline/promises'
import { type Static, Type } from 'typebox'
import { KeySchema, NewKeySchema } from '../operators/keys-route.ts'
import { isScope, SCOPES } from '../operators/scopes.ts'
import { askFor } from './ask-for.ts'
import { type Command, type ExitCode, parseCommandLine, parseWhole, UsageError } from './command.ts'
import { type OperatorPlace, readPlace } from './operator-api.ts'
import { shortTime, table } from './table.ts'

const OPTIONS = {
  name: { type: 'string' },
  scopes: { type: 'string' },
  sources: { type: 'string' },
  'expires-after-days': { type: 'string' },
  yes: { type: 'boolean', default: false },
  url: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Operator keys over `/v1/keys`. */
export const keysCommand: Command = {
  usage: `usage: doorkey keys create --name NAME --scopes SCOPE[,SCOPE] [--sources NAME[,NAME]] [--expires-after-days N]
       doorkey keys list
       doorkey keys revoke <id> [--yes]

  create prints the key, alone and once: Doorkey keeps only a hash of it.

${Object.entries(SCOPES)
  .map(([scope, meaning]) => `  ${scope.padEnd(8)} ${meaning}`)
  .join('\n')}

  --sources  the only ones that a key with users or verify may name
  --yes      revoke without asking
  --url URL  default PUBLIC_URL, or this machine at PORT
  --json     the answer of /v1 as one line of JSON

  The operator key is DOORKEY_API_KEY, or DOORKEY_ADMIN_KEY; it needs the scope admin.

  doorkey keys create --name 'Ada, support' --scopes read,users
  doorkey keys create --name 'login of acme' --scopes verify --sources acme --expires-after-days 365
  doorkey keys revoke key_0193 --yes`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      allowPositionals: true,
      options: OPTIONS,
    })
    const [act, id, ...rest] = positionals
    if (rest.length > 0 || (act === 'revoke') !== (id !== undefined)) {
      throw new UsageError(
        `expected create, list, or revoke and one id, got ${positionals.join(' ')}`,
      )
    }
    const place = readPlace(values.url)
    if (act === 'create') return create(place, values)
    if (act === 'list') return list(place, values.json)
    if (id !== undefined) return revoke(place, id, values)
    throw new UsageError(`expected create, list or revoke, got ${act ?? 'none'}`)
  },
}

type Values = ReturnType<typeof parseCommandLine<{ options: typeof OPTIONS }>>['values']

async function create(place: OperatorPlace, values: Values): Promise<ExitCode> {
  const { name, scopes, sources, 'expires-after-days': days, json } = values
  if (name === undefined || scopes === undefined) {
    throw new UsageError('create: expected --name and --scopes')
  }
  const unknown = words(scopes).find((scope) => !isScope(scope))
  if (unknown !== undefined) {
    throw new UsageError(
      `--scopes: expected some of ${Object.keys(SCOPES).join(', ')}, got ${unknown}`,
    )
  }
  const body = {
    name,
    scopes: words(scopes),
    ...(sources !== undefined && { sources: words(sources) }),
    ...(days !== undefined && {
      expiresAfterDays: parseWhole('expires-after-days', days, 1, 3_650),
    }),
  }
  const made = await askFor(NewKeySchema, { place, path: '/v1/keys', body })
  if (made) console.log(json ? JSON.stringify(made) : made.key)
  return made ? 0 : 1
}

async function list(place: OperatorPlace, isJson: boolean): Promise<ExitCode> {
  const listed = Type.Object({ data: Type.Array(KeySchema) })
  const answer = await askFor(listed, { place, path: '/v1/keys' })
  if (!answer) return 1
  const rows = answer.data.map((key) => [key.id, stateOf(key), key.name, ...accessOf(key)])
  console.log(isJson ? JSON.stringify(answer) : rows.length === 0 ? 'none' : table(rows))
  return 0
}

async function revoke(place: OperatorPlace, id: string, { yes, json }: Values): Promise<ExitCode> {
  if (!yes && !(await isConfirmed(id))) return 1
  const path = `/v1/keys/${encodeURIComponent(id)}/revoke`
  const key = await askFor(KeySchema, { place, path, body: {} })
  if (key) console.log(json ? JSON.stringify(key) : `revoked ${key.id} (${key.name})`)
  return key ? 0 : 1
}

async function isConfirmed(id: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('revoke: expected --yes where nobody can be asked')
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question(`End ${id} now? Whoever uses it is refused. [y/N] `)
  asking.close()
  return /^y(?:es)?$/i.test(answer.trim())
}

function stateOf({ revokedAt, expiresAt }: Static<typeof KeySchema>): string {
  if (revokedAt !== null) return `revoked ${shortTime(revokedAt)}`
  return expiresAt === null ? 'no end' : `until ${shortTime(expiresAt)}`
}

function accessOf({ scopes, sources, lastUsedAt }: Static<typeof KeySchema>): readonly string[] {
  const where = sources === null ? 'all sources' : sources.join(',')
  return [
    scopes.join(','),
    where,
    lastUsedAt === null ? 'never used' : `used ${shortTime(lastUsedAt)}`,
  ]
}

function words(text: string): readonly string[] {
  return text.split(',').map((word) => word.trim())
}
