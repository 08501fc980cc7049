import type { Static } from 'typebox'
import { pageSchema } from '../api/page-of.ts'
import { MessageSchema } from '../ledger/ledger-schemas.ts'
import { askFor, withQuery } from './ask-for.ts'
import { type Command, parseCommandLine, UsageError } from './command.ts'
import { LIST_OPTIONS, LIST_USAGE, moreLine } from './list-options.ts'
import { readPlace } from './operator-api.ts'
import { shortTime, table } from './table.ts'

const PageSchema = pageSchema(MessageSchema)

/** Mails over `/v1/messages`. */
export const messagesCommand: Command = {
  usage: `usage: doorkey messages list [--template NAME] [--event ID] [options]
       doorkey messages show <id> [--url URL] [--json]

${LIST_USAGE}

  doorkey messages list --state bounced
  doorkey messages show msg_0193`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      allowPositionals: true,
      options: { ...LIST_OPTIONS, template: { type: 'string' }, event: { type: 'string' } },
    })
    const [act, id, ...rest] = positionals
    const isShow = act === 'show'
    if ((act !== 'list' && !isShow) || isShow !== (id !== undefined) || rest.length > 0) {
      throw new UsageError(
        `expected list, or show and one id, got ${positionals.join(' ') || 'none'}`,
      )
    }
    const { url, json, event: eventId, ...filters } = values
    const place = readPlace(url)
    if (id !== undefined) {
      const path = `/v1/messages/${encodeURIComponent(id)}`
      const message = await askFor(MessageSchema, { place, path })
      if (message) console.log(json ? JSON.stringify(message) : fieldsOf(message))
      return message ? 0 : 1
    }
    const path = withQuery('/v1/messages', { ...filters, eventId })
    const page = await askFor(PageSchema, { place, path })
    if (page) console.log(json ? JSON.stringify(page) : listText(page))
    return page ? 0 : 1
  },
}

function listText({ data, nextCursor }: Static<typeof PageSchema>): string {
  if (data.length === 0) return 'none'
  const rows = data.map(({ id, plannedAt, source, template, locale, address, state, code }) => {
    return [shortTime(plannedAt), id, source, template, locale, address ?? '—', state, code ?? '']
  })
  return table(rows) + moreLine(nextCursor)
}

function fieldsOf(message: Static<typeof MessageSchema>): string {
  return table(Object.entries(message).map(([name, value]) => [name, String(value ?? '—')]))
}
