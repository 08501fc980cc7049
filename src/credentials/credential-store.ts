import type { Selectable, Transaction } from 'kysely'
import type { Pool } from 'pg'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Secret } from '../core/secret.ts'
import { batched } from '../database/batched.ts'
import { CREDENTIAL_COLUMNS } from '../database/columns.ts'
import type { CredentialKind, CredentialTable, Schema } from '../database/schema.ts'
import type { Sealer } from './sealer.ts'

export type CredentialRow = Selectable<CredentialTable>

/** What a new credential is made of. */
export interface NewCredential {
  readonly event: { readonly id: string; readonly source: string; readonly occurred_at: Date }
  readonly userId: string
  readonly purpose: 'created' | 'reset'
  readonly kind: CredentialKind
  /** `setting` when a directory has yet to hear of it, `set` for links and codes. */
  readonly state: 'setting' | 'set'
  readonly secret: Secret
  readonly tokenHash?: string
  readonly mustChange: boolean
  readonly expiryEnforced: boolean
  readonly expiresAt: Date
}

/** The credentials of users. All writes for one user happen under that user's lease. */
export interface CredentialStore {
  /** Every credential of a user, newest event first. */
  ofUser(source: string, userId: string): Promise<readonly CredentialRow[]>
  /** A row with a sealed secret, to be inserted. */
  make(credential: NewCredential): CredentialRow
  /** The sealed secret of `credential`. Throws `KEY_UNKNOWN`, `SEAL_BROKEN`. */
  open(credential: { readonly id: string; readonly secret: string | null }): Secret
  /** Ends `credentials` and every mail of theirs that has not left. */
  supersede(
    transaction: Transaction<Schema>,
    credentials: readonly { readonly id: string }[],
  ): Promise<void>
}

/** A user with more credentials than this has the older ones settled long ago. */
const OF_USER_MAX = 200

interface CredentialStoreUses {
  readonly pool: Pool
  readonly sealer: Sealer
  readonly clock: Clock
  readonly ids: Ids
}

export function createCredentialStore(uses: CredentialStoreUses): CredentialStore {
  const { pool, sealer, clock } = uses
  const ofUser = batched((users: readonly User[]) => ofUsers(pool, users))
  return {
    ofUser: (source, userId) => ofUser({ source, userId }),
    make: (credential) => make(uses, credential),
    open: (credential) => sealer.open(credential.secret ?? '', sealContext(credential.id)),
    async supersede(transaction, credentials) {
      if (credentials.length === 0) return
      const credentialIds = credentials.map((credential) => credential.id)
      await transaction
        .updateTable('credential')
        .set({ state: 'superseded', secret: null })
        .where('id', 'in', credentialIds)
        .where('state', 'in', ['issued', 'setting', 'set'])
        .execute()
      await transaction
        .updateTable('message')
        .set({ state: 'superseded', settled_at: clock.now(), content: null, claimed_until: null })
        .where('credential_id', 'in', credentialIds)
        .where('state', 'in', ['planned', 'rendered', 'unknown', 'held'])
        .execute()
    },
  }
}

interface User {
  readonly source: string
  readonly userId: string
}

const OF_USERS = `SELECT wanted.place::int AS place, ${CREDENTIAL_COLUMNS.of('found')}
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (source, user_id, place)
  CROSS JOIN LATERAL (
    SELECT * FROM credential
    WHERE credential.source = wanted.source AND credential.user_id = wanted.user_id
    ORDER BY occurred_at DESC LIMIT ${OF_USER_MAX}
  ) AS found
  ORDER BY wanted.place, found.occurred_at DESC`

async function ofUsers(
  pool: Pool,
  users: readonly User[],
): Promise<readonly (readonly CredentialRow[])[]> {
  const { rows } = await pool.query<CredentialRow & { readonly place: number }>({
    name: 'credentials-of-users',
    text: OF_USERS,
    values: [users.map(({ source }) => source), users.map(({ userId }) => userId)],
  })
  const byPlace = Map.groupBy(rows, ({ place }) => place)
  return users.map((_, index) => byPlace.get(index + 1) ?? [])
}

function make(
  { sealer, clock, ids }: CredentialStoreUses,
  credential: NewCredential,
): CredentialRow {
  const id = ids.next('credential')
  const now = clock.now()
  return {
    id,
    event_id: credential.event.id,
    source: credential.event.source,
    user_id: credential.userId,
    purpose: credential.purpose,
    kind: credential.kind,
    state: credential.state,
    secret: sealer.seal(credential.secret, sealContext(id)),
    token_hash: credential.tokenHash ?? null,
    must_change: credential.mustChange,
    expiry_enforced: credential.expiryEnforced,
    occurred_at: credential.event.occurred_at,
    issued_at: now,
    expires_at: credential.expiresAt,
    set_at: credential.state === 'set' ? now : null,
    used_at: null,
  }
}

/** What a credential's secret is sealed for. */
export function sealContext(credentialId: string): string {
  return `credential.secret:${credentialId}`
}
