import type { Kysely, Selectable } from 'kysely'
import type { Sealer } from '../credentials/sealer.ts'
import { sealContext } from '../credentials/credential-store.ts'
import type { KeyedDigest } from '../credentials/keyed-digest.ts'
import { isSameDigest, secretDigest } from '../credentials/secret-digest.ts'
import type { AccountRequestTable, Schema } from '../database/schema.ts'
import { Secret } from '../core/secret.ts'
import { dedupeKey } from './account-request-store.ts'
import { requestPasswordContext } from './account-request.ts'
import type { UserAsk } from './user-ask.ts'

const PURPOSE = 'account request'
/** What an operator asks for; one key is one request, whichever of them it is. */
const ACTS = ['create-user', 'reset-password'] as const

type EarlierRequest = Pick<Selectable<AccountRequestTable>, 'event_id' | 'digest' | 'password'>

/** Requests that were opened before under the caller's own key. */
export interface EarlierRequests {
  /** What is kept of an ask, to tell another one with the same key from it. */
  digestOf(ask: UserAsk): string
  find(key: string): Promise<EarlierRequest | undefined>
  /**
   * True when `ask` asks for the same. A typed password is compared while either of its sealed copies
   * is kept, and taken for the same afterwards.
   */
  isSame(earlier: EarlierRequest, ask: UserAsk): Promise<boolean>
  /** The password of a request, while a sealed copy is kept. Throws `KEY_UNKNOWN`, `SEAL_BROKEN`. */
  passwordOf(earlier: Pick<EarlierRequest, 'event_id' | 'password'>): Promise<Secret | undefined>
}

interface EarlierRequestUses {
  readonly database: Kysely<Schema>
  readonly sealer: Sealer
  readonly digest: KeyedDigest
  /** A key is found whichever source it was used with. */
  readonly sources: readonly string[]
}

export function createEarlierRequests(uses: EarlierRequestUses): EarlierRequests {
  const { database, digest } = uses
  const passwordOf: EarlierRequests['passwordOf'] = (earlier) => openPassword(uses, earlier)
  return {
    digestOf: (ask) => digest.of(PURPOSE, textOf(ask)),
    async find(key) {
      return database
        .selectFrom('event')
        .innerJoin('account_request as request', 'request.event_id', 'event.id')
        .select(['request.event_id', 'request.digest', 'request.password'])
        .where('event.source', 'in', uses.sources)
        .where(
          'event.dedupe_key',
          'in',
          ACTS.map((act) => dedupeKey(act, key)),
        )
        .limit(1)
        .executeTakeFirst()
    },
    async isSame(earlier, ask) {
      if (earlier.digest === null || !digest.matches(earlier.digest, PURPOSE, textOf(ask))) {
        return false
      }
      if (!(ask.password instanceof Secret)) return true
      const before = await passwordOf(earlier)
      return !before || isSameDigest(secretDigest(before), secretDigest(ask.password))
    },
    passwordOf,
  }
}

/** Every field in one order; of a typed password only that there is one. */
function textOf(ask: UserAsk): string {
  const { act, source, sendPassword, mustChange, deliver, showPassword } = ask
  const password = ask.password instanceof Secret ? 'typed' : ask.password
  const fields = [act, source, password, sendPassword, mustChange, deliver ?? null, showPassword]
  if (ask.act === 'reset-password') return JSON.stringify([...fields, ask.userId])
  const { email, name = null, locale = null, validFrom = null, validUntil = null } = ask
  return JSON.stringify([...fields, email, name, locale, validFrom, validUntil])
}

/** It moves from the request to the credential that takes it over. */
async function openPassword(
  { database, sealer }: EarlierRequestUses,
  { event_id: eventId, password }: Pick<EarlierRequest, 'event_id' | 'password'>,
): Promise<Secret | undefined> {
  if (password !== null) return sealer.open(password, requestPasswordContext(eventId))
  const credential = await database
    .selectFrom('credential')
    .select(['id', 'secret'])
    .where('event_id', '=', eventId)
    .where('kind', '=', 'password')
    .where('secret', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return credential?.secret ? sealer.open(credential.secret, sealContext(credential.id)) : undefined
}
