import { type Kysely, sql, type Transaction } from 'kysely'
import { AppError } from '../core/app-error.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Secret } from '../core/secret.ts'
import type { Sealer } from '../credentials/sealer.ts'
import type { RequestedDelivery, Schema } from '../database/schema.ts'
import type { EventRow } from '../events/event-store.ts'
import {
  type AccountAct,
  type AccountRequestRow,
  OWN_PROVIDER,
  requestPasswordContext,
} from './account-request.ts'

/** What Doorkey is asked to do, checked; it becomes an event like any provider's. */
export interface NewAccountRequest {
  readonly act: AccountAct
  readonly source: string
  /** Unique per source: two requests with one key are the same. At most 200 characters. */
  readonly key: string
  /** The operator's id. */
  readonly requestedBy: string | null
  readonly user: {
    readonly id: string | null
    readonly email: string | null
    readonly name?: string | null
    readonly locale?: string | null
  }
  readonly delivery: RequestedDelivery
  readonly password?: Secret
  readonly mustChange?: boolean
  readonly validFrom?: Date
  readonly validUntil?: Date
  /** The mail is to have an id that the caller can be told. */
  readonly namesMessage?: boolean
  /** Tells another request with the same key from this one. */
  readonly digest?: string
}

export interface OpenedRequest {
  readonly eventId: string
  readonly userId: string | null
  readonly messageId: string | null
  /** False: an earlier request with the same key; nothing was changed. */
  readonly isNew: boolean
}

/** What operators, apps and users ask of Doorkey itself: the intents behind its own events. */
export interface AccountRequests {
  /**
   * Commits the request and its event, due at once and not queued yet. An intent to create a user is
   * thereby committed before any directory hears of it. `alsoWrites` runs last in the transaction of
   * a request that is new.
   */
  open(
    request: NewAccountRequest,
    alsoWrites?: (transaction: Transaction<Schema>, eventId: string) => Promise<void>,
  ): Promise<OpenedRequest>
  /** The request behind an event; `undefined` for events of providers. */
  find(event: Pick<EventRow, 'id' | 'provider'>): Promise<AccountRequestRow | undefined>
  /** Keeps who is meant, as the directory named them. Throws `CLAIM_LOST`. */
  nameUser(event: EventRow, user: { readonly id: string; readonly email?: string }): Promise<void>
  /** The password to be set. Throws `KEY_UNKNOWN`, `SEAL_BROKEN`. */
  password(request: AccountRequestRow): Secret | undefined
  /** Destroys the sealed password: a credential has taken it over. */
  forgetPassword(eventId: string): Promise<void>
}

interface AccountRequestUses {
  readonly database: Kysely<Schema>
  readonly sealer: Sealer
  readonly clock: Clock
  readonly ids: Ids
}

export function createAccountRequests(uses: AccountRequestUses): AccountRequests {
  const { database, sealer } = uses
  return {
    open: (request, alsoWrites) => open(uses, request, alsoWrites),
    async find({ id, provider }) {
      if (provider !== OWN_PROVIDER) return undefined
      const requests = database.selectFrom('account_request').selectAll()
      return requests.where('event_id', '=', id).executeTakeFirst()
    },
    nameUser: (event, user) => nameUser(database, event, user),
    password: ({ event_id: eventId, password }) =>
      password === null ? undefined : sealer.open(password, requestPasswordContext(eventId)),
    async forgetPassword(eventId) {
      const requests = database.updateTable('account_request').set({ password: null })
      await requests.where('event_id', '=', eventId).execute()
    },
  }
}

async function open(
  { database, sealer, clock, ids }: AccountRequestUses,
  request: NewAccountRequest,
  alsoWrites?: Parameters<AccountRequests['open']>[1],
): Promise<OpenedRequest> {
  const { act, source, user, password } = request
  const eventId = ids.next('event')
  const now = clock.now()
  const messageId = request.namesMessage === true ? ids.next('message') : null
  return database.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('event')
      .values({ ...eventRow(request), id: eventId, ...receivedAt(now) })
      .onConflict((conflict) => conflict.columns(['source', 'dedupe_key']).doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows !== 1n) return findOpened(transaction, request)
    await transaction
      .insertInto('account_request')
      .values({
        event_id: eventId,
        source,
        act,
        requested_by: request.requestedBy,
        email: user.email === null ? null : sql<string>`lower(${user.email})`,
        user_id: user.id,
        delivery: request.delivery,
        password: password ? sealer.seal(password, requestPasswordContext(eventId)) : null,
        must_change: request.mustChange ?? false,
        valid_from: request.validFrom ?? null,
        valid_until: request.validUntil ?? null,
        message_id: messageId,
        digest: request.digest ?? null,
        created_at: now,
      })
      .execute()
    await alsoWrites?.(transaction, eventId)
    return { eventId, userId: user.id, messageId, isNew: true }
  })
}

function eventRow({ act, source, key, user }: NewAccountRequest) {
  return {
    source,
    provider: OWN_PROVIDER,
    dedupe_key: dedupeKey(act, key),
    type: act === 'create-user' ? 'user.created' : 'password.reset_requested',
    provider_type: act,
    origin: act === 'create-user' || act === 'reset-password' ? 'invited' : 'unknown',
    has_password: false,
    user_id: user.id,
    email: user.email,
    name: user.name ?? null,
    locale: user.locale ?? null,
    provider_reset: null,
    body: null,
    code: null,
    cause: null,
  } as const
}

function receivedAt(now: Date) {
  return { occurred_at: now, received_at: now, due_at: now, state: 'received' } as const
}

/** A provider's keys never begin so, and each act has keys of its own. */
export function dedupeKey(act: AccountAct, key: string): string {
  return `${OWN_PROVIDER}:${act}:${key}`
}

async function findOpened(
  database: Kysely<Schema>,
  { act, source, key }: NewAccountRequest,
): Promise<OpenedRequest> {
  const found = await database
    .selectFrom('event')
    .innerJoin('account_request', 'account_request.event_id', 'event.id')
    .select(['event.id', 'event.user_id', 'account_request.message_id'])
    .where('event.source', '=', source)
    .where('event.dedupe_key', '=', dedupeKey(act, key))
    .executeTakeFirstOrThrow()
  return { eventId: found.id, userId: found.user_id, messageId: found.message_id, isNew: false }
}

async function nameUser(
  database: Kysely<Schema>,
  { id: eventId, run }: EventRow,
  user: { readonly id: string; readonly email?: string },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const changed = await transaction
      .updateTable('event')
      .set({ user_id: user.id, ...(user.email === undefined ? {} : { email: user.email }) })
      .where('id', '=', eventId)
      .where('run', '=', run)
      .where('state', '=', 'working')
      .executeTakeFirst()
    if (changed.numUpdatedRows !== 1n) {
      const message = 'account-requests: expected to hold the claim, got a newer one'
      throw new AppError('CLAIM_LOST', message)
    }
    await transaction
      .updateTable('account_request')
      .set({ user_id: user.id })
      .where('event_id', '=', eventId)
      .execute()
  })
}
