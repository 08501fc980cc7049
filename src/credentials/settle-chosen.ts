import type { Kysely, Transaction } from 'kysely'
import { parseAddress } from '../core/address.ts'
import { AppError } from '../core/app-error.ts'
import type { Schema } from '../database/schema.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import type { Job } from '../jobs.ts'
import type { MessagePlan } from '../messages/plan-message.ts'
import type { CredentialStore } from './credential-store.ts'

/** What follows once a user has chosen a password, however they came to it. */
export interface SettleChosenParts {
  readonly credentials: CredentialStore
  /** Plans the mail in the given transaction; gives the job to enqueue once it has committed. */
  readonly plan: (transaction: Transaction<Schema>, plan: MessagePlan, now: Date) => Promise<Job>
  readonly pickLocale: (
    candidates: readonly { readonly tag: string | null; readonly rule: string }[],
  ) => MessagePlan['locale']
}

/** The password that was chosen. */
export interface Chosen {
  readonly event: { readonly id: string; readonly source: string; readonly locale: string | null }
  readonly user: DirectoryUser
  /** Every id under which credentials of this user may be kept. */
  readonly names: readonly string[]
  /** The link that was used, if one was. */
  readonly credentialId: string | null
  /** Whether a mail tells the user. Default true. */
  readonly isTold?: boolean
  /** The source's language, where the event names none. */
  readonly fallbackLocale: string
}

/**
 * Supersedes every link, code and issued password of the user that is still open, and plans the mail
 * that tells them. Gives its job, or `undefined` where nobody is to be told, or can be.
 */
export async function settleChosen(
  { credentials, plan, pickLocale }: SettleChosenParts,
  transaction: Transaction<Schema>,
  { event, user, names, credentialId, fallbackLocale, isTold = true }: Chosen,
  now: Date,
): Promise<Job | undefined> {
  const others = await transaction
    .selectFrom('credential')
    .select('id')
    .where('source', '=', event.source)
    .where('user_id', 'in', names)
    .where('state', 'in', ['issued', 'set'])
    .execute()
  // With the link's own mail, should it still wait for another send.
  const own = credentialId === null ? [] : [{ id: credentialId }]
  await credentials.supersede(transaction, [...own, ...others])
  const toAddress = isTold ? addressOf(user) : undefined
  if (toAddress === undefined) return undefined
  const locale = pickLocale([
    { tag: event.locale, rule: 'event' },
    { tag: fallbackLocale, rule: 'source' },
  ])
  const template = 'password-changed'
  return plan(transaction, { event, credentialId, template, toAddress, locale }, now)
}

/** A password that is set stays set, whatever the address is like. */
function addressOf({ email }: DirectoryUser): string | undefined {
  try {
    return email === undefined ? undefined : parseAddress(email)
  } catch (error) {
    if (error instanceof AppError && error.code === 'ADDRESS_INVALID') return undefined
    throw error
  }
}

/**
 * A generated password whose fate at the directory nobody knows may still arrive there, and would
 * overwrite the chosen one; its own event settles it first.
 */
export async function hasPasswordInDoubt(
  database: Kysely<Schema>,
  source: string,
  names: readonly string[],
): Promise<boolean> {
  const setting = await database
    .selectFrom('credential')
    .select('id')
    .where('source', '=', source)
    .where('user_id', 'in', names)
    .where('state', '=', 'setting')
    .executeTakeFirst()
  return setting !== undefined
}
