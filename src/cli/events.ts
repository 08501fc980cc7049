import type { Static } from 'typebox'
import { pageSchema } from '../api/page-of.ts'
import { EventSchema, StorySchema } from '../ledger/ledger-schemas.ts'
import { askFor, withQuery } from './ask-for.ts'
import { type Command, type ExitCode, parseCommandLine, UsageError } from './command.ts'
import { LIST_OPTIONS, LIST_USAGE, moreLine } from './list-options.ts'
import { type OperatorPlace, readPlace } from './operator-api.ts'
import { shortTime, table } from './table.ts'

const OPTIONS = {
  ...LIST_OPTIONS,
  type: { type: 'string' },
  provider: { type: 'string' },
  'user-id': { type: 'string' },
  email: { type: 'string' },
} as const
const PageSchema = pageSchema(EventSchema)

/** Events over `/v1/events`: lists, and one with all that came of it. */
export const eventsCommand: Command = {
  usage: `usage: doorkey events list [--email ADDRESS] [--type TYPE] [--provider ID] [--user-id ID] [options]
       doorkey events show <id> | --email ADDRESS [--url URL] [--json]

  show tells why it ended as it did, and each step on the way; with --email it is the newest event
  of that address. An address is sent in a body, never in a URL.

${LIST_USAGE}

  doorkey events show --email ada@example.com
  doorkey events list --state failed --source acme
  doorkey events list --since 2027-01-31T00:00:00Z --json`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      allowPositionals: true,
      options: OPTIONS,
    })
    const [act, id, ...rest] = positionals
    if ((act !== 'list' && act !== 'show') || rest.length > 0) {
      throw new UsageError(`expected list or show, got ${positionals.join(' ') || 'none'}`)
    }
    const place = readPlace(values.url)
    if (act === 'show') return show(place, id, values)
    if (id !== undefined) throw new UsageError('list: expected options only')
    const page = await find(place, values)
    if (!page) return 1
    console.log(values.json ? JSON.stringify(page) : listText(page))
    return 0
  },
}

type Values = ReturnType<typeof parseCommandLine<{ options: typeof OPTIONS }>>['values']

function find(place: OperatorPlace, values: Values) {
  const { email, 'user-id': userId, url: _url, json: _json, limit, ...filters } = values
  if (email === undefined) {
    const path = withQuery('/v1/events', { ...filters, userId, limit })
    return askFor(PageSchema, { place, path })
  }
  const body = {
    email: email.trim(),
    ...filters,
    ...(userId !== undefined && { userId }),
    ...(limit !== undefined && { limit: Number(limit) }),
  }
  return askFor(PageSchema, { place, path: '/v1/events/search', body })
}

async function show(
  place: OperatorPlace,
  given: string | undefined,
  values: Values,
): Promise<ExitCode> {
  if ((given === undefined) === (values.email === undefined)) {
    throw new UsageError('show: expected the id of an event, or --email')
  }
  const page = given === undefined ? await find(place, { ...values, limit: '1' }) : undefined
  if (given === undefined && !page) return 1
  const id = given ?? page?.data[0]?.id
  if (id === undefined) {
    console.error('no event of this address: nothing came in, or it was deleted since')
    return 1
  }
  const path = `/v1/events/${encodeURIComponent(id)}`
  const story = await askFor(StorySchema, { place, path })
  if (!story) return 1
  console.log(values.json ? JSON.stringify(story) : storyText(story))
  return 0
}

function listText({ data, nextCursor }: Static<typeof PageSchema>): string {
  if (data.length === 0) return 'none'
  const rows = data.map(({ id, receivedAt, source, type, address, state, code }) => {
    return [shortTime(receivedAt), id, source, type, address ?? '—', state, code ?? '']
  })
  return table(rows) + moreLine(nextCursor)
}

/** What went wrong first, since that is what was asked. */
function storyText({ event, messages, timeline }: Static<typeof StorySchema>): string {
  const { id, type, source, provider, address, userId } = event
  const head = [
    `${id}  ${type}`,
    `source ${source} (${provider}), address ${address ?? 'none'}, user ${userId ?? 'not known yet'}`,
    '',
    `event    ${event.state}${reasonText(event)}`,
    ...messages.map((mail) => `mail     ${mail.state}  ${mail.template}${reasonText(mail)}`),
    ...(messages.length === 0 ? ['mail     none'] : []),
    '',
  ]
  const rows = timeline.map(({ at, what, state, code, cause }) => [
    at.replace('T', ' ').replace('Z', ''),
    what,
    [state, code, cause].filter((word) => word !== null).join(', '),
  ])
  return `${head.join('\n')}\n${table(rows)}`
}

function reasonText({
  code,
  cause,
  remedy,
}: {
  readonly code: string | null
  readonly cause: string | null
  readonly remedy: string | null
}): string {
  if (code === null) return ''
  const lines = [`\n         ${code}: ${cause ?? 'no more is known'}`]
  return [...lines, ...(remedy === null ? [] : [`\n         remedy: ${remedy}`])].join('')
}
