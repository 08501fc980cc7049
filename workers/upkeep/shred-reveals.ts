import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../src/core/clock.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Rows looked at in one turn. */
const BATCH_MAX = 500

/** Destroys the secrets of reveals. */
export interface RevealShredder {
  /** Looks at the next rows that still have one; gives how many it shredded. */
  turn(): Promise<number>
}

/**
 * A reveal's secret goes once the first opener's grace is over, or its credential has ended in
 * whichever way: used, superseded, expired, failed. None is ever shown after that (the page asks the
 * same), so it may take a walk of several turns to come to each: one that looked at all of a hundred
 * thousand unopened ones would hold up the other chores.
 */
export function createRevealShredder({
  database,
  clock,
}: {
  readonly database: Kysely<Schema>
  readonly clock: Clock
}): RevealShredder {
  let after = ''
  return {
    async turn() {
      const now = clock.now()
      const { rows } = await sql<{ last: string | null; count: string; shredded: string }>`
        WITH next AS (
          SELECT credential_id, open_until FROM reveal
          WHERE secret IS NOT NULL AND credential_id > ${after}
          ORDER BY credential_id LIMIT ${BATCH_MAX}
        ),
        shredded AS (
          UPDATE reveal SET secret = NULL, opener_hash = NULL
          FROM next JOIN credential ON credential.id = next.credential_id
          WHERE reveal.credential_id = next.credential_id
            AND (next.open_until <= ${now} OR credential.expires_at <= ${now}
              OR credential.state NOT IN ('issued', 'setting', 'set'))
          RETURNING reveal.credential_id
        )
        SELECT (SELECT max(credential_id) FROM next) AS last,
          (SELECT count(*) FROM next) AS count, (SELECT count(*) FROM shredded) AS shredded
        `.execute(database)
      const [row] = rows
      after = Number(row?.count) === BATCH_MAX ? (row?.last ?? '') : ''
      return Number(row?.shredded ?? 0)
    },
  }
}
