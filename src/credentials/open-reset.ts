import type { Kysely } from 'kysely'
import type { Schema } from '../database/schema.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import type { FindSource, RunningSource } from '../sources.ts'

/** A reset whose link or code was shown, and what it is for. */
export interface OpenReset {
  readonly credentialId: string
  /** `created`: the first password of an account. */
  readonly purpose: 'created' | 'reset'
  readonly event: { readonly id: string; readonly source: string; readonly locale: string | null }
  readonly user: DirectoryUser
  readonly running: RunningSource
}

/** Links or codes that still work at `now`, with what their events say about the user. */
export function selectOpenResets(
  database: Kysely<Schema>,
  kind: 'reset-link' | 'setup-link' | 'reset-code',
  now: Date,
) {
  return database
    .selectFrom('credential')
    .innerJoin('event', 'event.id', 'credential.event_id')
    .select(['credential.id', 'credential.source', 'credential.user_id'])
    .select(['credential.token_hash', 'credential.secret', 'event.id as event_id'])
    .select('credential.purpose')
    .select(['event.email', 'event.name', 'event.locale'])
    .where('credential.kind', '=', kind)
    .where('credential.state', '=', 'set')
    .where('credential.expires_at', '>', now)
}

/** One row of `selectOpenResets`. */
export interface OpenResetRow {
  readonly id: string
  readonly source: string
  readonly user_id: string
  readonly event_id: string
  readonly purpose: 'created' | 'reset'
  readonly token_hash: string | null
  readonly secret: string | null
  readonly email: string | null
  readonly name: string | null
  readonly locale: string | null
}

/** Throws `SOURCE_ABSENT` where the configuration has lost the row's source. */
export function toOpenReset(row: OpenResetRow, findSource: FindSource): OpenReset {
  return {
    credentialId: row.id,
    purpose: row.purpose,
    event: { id: row.event_id, source: row.source, locale: row.locale },
    user: {
      id: row.user_id,
      ...(row.email === null ? {} : { email: row.email }),
      ...(row.name === null ? {} : { name: row.name }),
      ...(row.locale === null ? {} : { locale: row.locale }),
    },
    running: findSource(row.source),
  }
}
