import type { CredentialRow } from '../credentials/credential-store.ts'

/** What other tables say about a message. */
export interface MessageFacts {
  readonly event: {
    readonly name: string | null
    readonly email: string | null
    /** When the webhook came. */
    readonly receivedAt: Date
  }
  readonly credential: CredentialFacts | undefined
  /** Why its address must not be mailed. */
  readonly suppressed: string | undefined
}

export type CredentialFacts = Pick<
  CredentialRow,
  'id' | 'purpose' | 'kind' | 'state' | 'secret' | 'must_change' | 'expiry_enforced' | 'expires_at'
>

type NoCredential = { readonly [column in keyof CredentialColumns]: null }

interface CredentialColumns {
  readonly purpose: CredentialFacts['purpose']
  readonly credential_kind: CredentialFacts['kind']
  readonly credential_state: CredentialFacts['state']
  readonly secret: CredentialFacts['secret']
  readonly must_change: boolean
  readonly expiry_enforced: boolean
  readonly expires_at: Date
}

/** Columns of `FACTS_COLUMNS`. */
export type FactsRow = (CredentialColumns | NoCredential) & {
  readonly user_name: string | null
  readonly user_email: string | null
  readonly received_at: Date
  readonly suppressed: string | null
}

/** Of the tables in `FACTS_JOINS`. */
export const FACTS_COLUMNS = `event.name AS user_name, event.email AS user_email, event.received_at,
  suppression.reason AS suppressed, credential.purpose, credential.kind AS credential_kind,
  credential.state AS credential_state, credential.secret, credential.must_change,
  credential.expiry_enforced, credential.expires_at`

/** Joins to `table`, which has a message's columns. */
export function factsJoins(table: string): string {
  return `JOIN event ON event.id = ${table}.event_id
    LEFT JOIN credential ON credential.id = ${table}.credential_id
    LEFT JOIN suppression ON suppression.address = lower(${table}.to_address)`
}

/** The facts in a row that also names the message's credential. */
export function readFacts(row: FactsRow & { readonly credential_id: string | null }): MessageFacts {
  const { user_name: name, user_email: email, received_at: receivedAt } = row
  return {
    event: { name, email, receivedAt },
    credential:
      row.credential_id === null || row.credential_state === null
        ? undefined
        : {
            id: row.credential_id,
            purpose: row.purpose,
            kind: row.credential_kind,
            state: row.credential_state,
            secret: row.secret,
            must_change: row.must_change,
            expiry_enforced: row.expiry_enforced,
            expires_at: row.expires_at,
          },
    suppressed: row.suppressed ?? undefined,
  }
}
