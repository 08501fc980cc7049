import { expectMigrated } from '../database/migrate.ts'
import { type ChainVerdict, verifyAuditChain } from '../ops/audit-log.ts'
import { type Command, parseCommandLine, UsageError } from './command.ts'
import { withDatabase } from './with-database.ts'

export const auditCommand: Command = {
  usage: `usage: doorkey audit verify [--json]

Reads the whole audit log of the database at DATABASE_URL and computes each entry's hash anew, which
covers the entry before it. Ends with 1 where an entry was changed, removed or put in between.

Somebody who can write to the database can also shorten the log or write all of it anew: keep the
hash that this prints somewhere else, and the same number of entries must give it again.

  --json   {"isWhole","entries","head"} or {"isWhole","brokenAt","cause"} on one line

  doorkey audit verify`,

  async run(args) {
    const { values, positionals } = parseCommandLine({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    if (positionals.join(' ') !== 'verify') {
      throw new UsageError(`expected verify, got ${positionals.join(' ') || 'none'}`)
    }
    const verdict = await withDatabase(async ({ database }) => {
      await expectMigrated(database)
      return verifyAuditChain(database)
    })
    console.log(values.json ? JSON.stringify(asJson(verdict)) : inWords(verdict))
    return verdict.isWhole ? 0 : 1
  },
}

function asJson(verdict: ChainVerdict) {
  if (!verdict.isWhole) return verdict
  const { isWhole, rows: entries, head } = verdict
  return { isWhole, entries, head }
}

function inWords(verdict: ChainVerdict): string {
  if (verdict.isWhole)
    return `whole: ${verdict.rows} entries, the last with the hash ${verdict.head}`
  return `broken at entry ${verdict.brokenAt}: ${verdict.cause}`
}
