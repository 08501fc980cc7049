import { randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { addMs, type Clock } from '../core/clock.ts'
import { Secret } from '../core/secret.ts'
import type { Schema } from '../database/schema.ts'
import type { FindSource, RunningSource } from '../sources.ts'
import { CREDENTIAL_ID } from './page-link.ts'
import { openWithToken } from './reveal-seal.ts'
import { isSameDigest, secretDigest } from './secret-digest.ts'
import type { Sealer } from './sealer.ts'

/** How long the browser that opened a reveal may load it again. */
export const REVEAL_GRACE_MS = 5 * 60_000

const OPENER_BYTES = 32

/** Whose reveal it is; only who has its token is told. */
export interface RevealOwner {
  readonly event: { readonly locale: string | null }
  readonly running: RunningSource
}

/** What became of an opening. */
export type RevealOutcome =
  | ({ readonly outcome: 'shown' } & RevealOwner & Revealed)
  /** The token is right, but somebody was there before. */
  | ({ readonly outcome: 'opened'; readonly openedAt: Date } & RevealOwner)
  /** No such link, a wrong token, or the password has ended. */
  | { readonly outcome: 'invalid' }

interface Revealed {
  readonly password: Secret
  /** Lets this browser load it again; only the opening itself gives one. */
  readonly opener?: Secret
  /** The address, or the id where there is none. */
  readonly account: string
  readonly mustChange: boolean
  /** Where the directory enforces it. */
  readonly expiresAt: Date | null
}

/** Shows a password once to whoever has its link's token. */
export interface Reveal {
  /**
   * Of any number at once exactly one opens it; `opener` is what an earlier opening gave this browser.
   * Nothing is used up unless the password is shown. Throws `KEY_UNKNOWN`, `SEAL_BROKEN`.
   */
  open(credentialId: string, token: Secret, opener?: Secret): Promise<RevealOutcome>
}

interface RevealParts {
  readonly database: Kysely<Schema>
  readonly sealer: Sealer
  readonly clock: Clock
  readonly findSource: FindSource
}

/**
 * | reveal | token is right and | then |
 * | --- | --- | --- |
 * | not opened | the credential is `set` and in time | opened, shown |
 * | opened | it is the opener's browser, within the grace | shown |
 * | opened | anything else | `opened` |
 * | shredded before it was opened, or its credential ended | | `invalid` |
 *
 * The claim and the decryption are one transaction: a key that is missing burns nothing, and an
 * answer that is lost after the commit costs the secret rather than risk a second reader.
 */
export function createReveal(parts: RevealParts): Reveal {
  return {
    async open(credentialId, token, opener) {
      // Postgres refuses some texts, such as NUL, with an error instead of finding nothing.
      if (!CREDENTIAL_ID.test(credentialId)) return { outcome: 'invalid' }
      const first = await openFirst(parts, credentialId, token)
      return first ?? openAgain(parts, credentialId, token, opener)
    },
  }
}

/** The one who gets here first has the row; the others wait for the commit and then find it opened. */
async function openFirst(
  { database, sealer, clock, findSource }: RevealParts,
  credentialId: string,
  token: Secret,
): Promise<RevealOutcome | undefined> {
  const now = clock.now()
  const opener = new Secret(randomBytes(OPENER_BYTES).toString('base64url'))
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('reveal')
      .from('credential')
      .innerJoin('event', 'event.id', 'credential.event_id')
      .set({
        opened_at: now,
        opener_hash: secretDigest(opener).toString('hex'),
        open_until: addMs(now, REVEAL_GRACE_MS),
      })
      .whereRef('credential.id', '=', 'reveal.credential_id')
      .where('reveal.credential_id', '=', credentialId)
      // All that the time of this comparison may tell is a hash, and no token follows from it.
      .where('reveal.token_hash', '=', secretDigest(token).toString('hex'))
      .where('reveal.opened_at', 'is', null)
      .where('reveal.secret', 'is not', null)
      .where('credential.state', '=', 'set')
      .where('credential.expires_at', '>', now)
      .returning(ROW_COLUMNS)
      .executeTakeFirst()
    if (row?.secret === undefined || row.secret === null) return undefined
    const password = openWithToken(sealer, { credentialId, secret: row.secret }, token)
    await shredCopies(transaction, credentialId, now)
    return { outcome: 'shown', password, opener, ...factsOf(row, findSource) } as const
  })
}

async function openAgain(
  { database, sealer, clock, findSource }: RevealParts,
  credentialId: string,
  token: Secret,
  opener: Secret | undefined,
): Promise<RevealOutcome> {
  const row = await database
    .selectFrom('reveal')
    .innerJoin('credential', 'credential.id', 'reveal.credential_id')
    .innerJoin('event', 'event.id', 'credential.event_id')
    .select(ROW_COLUMNS)
    .select(['reveal.opened_at', 'reveal.open_until', 'reveal.opener_hash', 'credential.state'])
    .where('reveal.credential_id', '=', credentialId)
    .where('reveal.token_hash', '=', secretDigest(token).toString('hex'))
    .executeTakeFirst()
  if (!row || row.opened_at === null) return { outcome: 'invalid' }
  const facts = factsOf(row, findSource)
  const now = clock.now()
  const isInTime = row.open_until !== null && row.open_until > now && row.expires_at > now
  if (row.secret === null || row.state !== 'set' || !isInTime || !isOpener(row, opener)) {
    return { outcome: 'opened', openedAt: row.opened_at, ...facts }
  }
  const password = openWithToken(sealer, { credentialId, secret: row.secret }, token)
  return { outcome: 'shown', password, ...facts }
}

const ROW_COLUMNS = [
  'reveal.secret',
  'credential.source',
  'credential.user_id',
  'credential.must_change',
  'credential.expiry_enforced',
  'credential.expires_at',
  'event.email',
  'event.locale',
] as const

interface RevealRow {
  readonly source: string
  readonly user_id: string
  readonly must_change: boolean
  readonly expiry_enforced: boolean
  readonly expires_at: Date
  readonly email: string | null
  readonly locale: string | null
}

function factsOf(row: RevealRow, findSource: FindSource): RevealOwner & Omit<Revealed, 'password'> {
  return {
    event: { locale: row.locale },
    running: findSource(row.source),
    account: row.email ?? row.user_id,
    mustChange: row.must_change,
    expiresAt: row.expiry_enforced ? row.expires_at : null,
  }
}

function isOpener(row: { readonly opener_hash: string | null }, opener?: Secret): boolean {
  if (row.opener_hash === null || opener === undefined) return false
  return isSameDigest(Buffer.from(row.opener_hash, 'hex'), secretDigest(opener))
}

/**
 * What our own key alone opens goes at once: the password, and the mail with the token. Only the mail
 * had the token, so one without an answer has left, and another would bring a dead link.
 */
async function shredCopies(
  transaction: Transaction<Schema>,
  credentialId: string,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('credential')
    .set({ secret: null })
    .where('id', '=', credentialId)
    .execute()
  await transaction
    .updateTable('message')
    .set({ state: 'accepted', accepted_at: now, settled_at: now, queued_until: null })
    .where('credential_id', '=', credentialId)
    .where('state', 'in', ['rendered', 'unknown', 'held'])
    .execute()
  await transaction
    .updateTable('message')
    .set({ content: null })
    .where('credential_id', '=', credentialId)
    // One that is being handed over just now keeps its bytes until it has its answer.
    .where('state', '<>', 'sending')
    .execute()
}
