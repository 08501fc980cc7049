import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import { createOneAtATime } from '../credentials/one-at-a-time.ts'
import { ownWords } from '../credentials/policy.ts'
import type { Schema } from '../database/schema.ts'
import type { Job } from '../jobs.ts'
import type { AuditDetails, AuditLog } from '../ops/audit-log.ts'
import type { FindSource, RunningSource } from '../sources.ts'
import type { AccountRequests, NewAccountRequest } from './account-request-store.ts'
import { type ChangeResult, readResult } from './change-result.ts'
import type { EarlierRequests } from './earlier-request.ts'
import { type ExamineParts, examineAsk, type Subject } from './examine-ask.ts'
import { deliveryAsked } from './judge-ask.ts'
import type { Asker, Refusal, UserAsk } from './user-ask.ts'

/** What operators do to users, over the API and in the console alike. */
export interface UserChanges {
  /**
   * Refuses everything that cannot be done as asked before anything is changed; else commits the
   * request and does its first turn itself, so that it can say what became of it. A process that
   * dies in between leaves the rest to upkeep and the workers. The same key again changes nothing.
   * Each change, each refusal and each password that is shown is audited. Throws `SOURCE_ABSENT`,
   * `DIRECTORY_*` while nothing is changed yet.
   */
  change(ask: UserAsk, asker: Asker): Promise<ChangeResult>
}

export interface UserChangesParts extends ExamineParts {
  readonly database: Kysely<Schema>
  readonly accountRequests: AccountRequests
  readonly earlier: EarlierRequests
  readonly audit: AuditLog
  readonly findSource: FindSource
  /** The worker's own turn on an event. */
  readonly turn: (job: Job) => Promise<void>
}

const ACTIONS = { 'create-user': 'user.create', 'reset-password': 'user.reset_password' } as const

export function createUserChanges(parts: UserChangesParts): UserChanges {
  const inTurn = createOneAtATime()
  return {
    // One user at a time: of two who are to be made for one address at once, the second is refused.
    change: (ask, asker) => inTurn(placeOf(ask), () => change(parts, ask, asker)),
  }
}

function placeOf(ask: UserAsk): string {
  const name = ask.act === 'create-user' ? ask.email?.toLowerCase() : ask.userId
  return JSON.stringify([ask.source, ask.act, name])
}

async function change(parts: UserChangesParts, ask: UserAsk, asker: Asker): Promise<ChangeResult> {
  const before = await repeat(parts, ask, asker)
  if (before) return before
  const running = parts.findSource(ask.source)
  const { subject, refusals } = await examineAsk(parts, ask, running)
  if (refusals.length > 0) {
    // Another process may have followed the very same request meanwhile.
    return (await repeat(parts, ask, asker)) ?? refuse(parts, ask, asker, refusals)
  }
  const key = asker.key ?? randomUUID()
  const shown = ask.showPassword ? running.generator.generate(ownWords(subject)) : undefined
  const request = requestOf(parts, { ask, asker, running, subject, key, shown })
  const opened = await parts.accountRequests.open(request, (transaction, eventId) =>
    parts.audit.record(
      { ...entryOf(ask, asker), outcome: 'done', details: detailsOf(ask, running, eventId) },
      transaction,
    ),
  )
  if (!opened.isNew) return (await repeat(parts, ask, { ...asker, key })) ?? vanished()
  await parts.turn({ id: opened.eventId, run: 0 })
  return show(parts, ask, asker, await readResult(parts.database, opened.eventId), shown)
}

/** The answer to a key that was used before; `undefined` for one that was not. */
async function repeat(
  parts: UserChangesParts,
  ask: UserAsk,
  asker: Asker,
): Promise<ChangeResult | undefined> {
  const { earlier, database } = parts
  const found = asker.key === undefined ? undefined : await earlier.find(asker.key)
  if (!found) return undefined
  if (!(await earlier.isSame(found, ask))) return refuse(parts, ask, asker, [KEY_REUSED])
  const result = await readResult(database, found.event_id)
  if (!ask.showPassword) return result
  if (!parts.maySeePasswords) return result
  return show(parts, ask, asker, result, await earlier.passwordOf(found))
}

const KEY_REUSED: Refusal = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  field: 'key',
  message: 'Another request was made with this Idempotency-Key.',
}

function vanished(): never {
  throw new AppError('UNEXPECTED', 'user-changes: expected the earlier request, got none')
}

async function refuse(
  { audit }: UserChangesParts,
  ask: UserAsk,
  asker: Asker,
  refusals: readonly Refusal[],
): Promise<ChangeResult> {
  const codes = refusals.map(({ code }) => ERROR_CODES[code].publicCode)
  await audit.record({ ...entryOf(ask, asker), outcome: 'refused', details: { codes } })
  return { outcome: 'refused', refusals }
}

/** Nobody sees a password before it is written down that they do; and none that was not set. */
async function show(
  { audit }: UserChangesParts,
  ask: UserAsk,
  asker: Asker,
  result: ChangeResult,
  shown: Secret | undefined,
): Promise<ChangeResult> {
  if (result.outcome !== 'taken' || !shown) return result
  const { eventId, userId } = result
  await audit.record({
    ...entryOf(ask, asker),
    ...(userId !== null && { subject: userId }),
    action: 'user.show_password',
    outcome: 'done',
    details: { eventId },
  })
  return { ...result, shown }
}

function entryOf(ask: UserAsk, { operator, clientIp }: Asker) {
  const subject = ask.act === 'create-user' ? ask.email : ask.userId
  return { operator, clientIp, action: ACTIONS[ask.act], source: ask.source, subject }
}

function detailsOf(ask: UserAsk, { source }: RunningSource, eventId: string): AuditDetails {
  return {
    eventId,
    password: ask.password instanceof Secret ? 'typed' : ask.password,
    delivery: deliveryAsked(ask, source),
    mustChange: ask.mustChange,
    shown: ask.showPassword,
  }
}

function requestOf(
  { earlier }: UserChangesParts,
  {
    ask,
    asker,
    running,
    subject,
    key,
    shown,
  }: {
    readonly ask: UserAsk
    readonly asker: Asker
    readonly running: RunningSource
    readonly subject: Subject
    readonly key: string
    readonly shown: Secret | undefined
  },
): NewAccountRequest {
  const password = ask.password instanceof Secret ? ask.password : shown
  const delivery = deliveryAsked(ask, running.source)
  return {
    act: ask.act,
    source: ask.source,
    key,
    requestedBy: asker.operator,
    user: subject,
    delivery,
    ...(password && { password }),
    mustChange: ask.mustChange,
    ...(ask.act === 'create-user' && {
      ...(ask.validFrom && { validFrom: ask.validFrom }),
      ...(ask.validUntil && { validUntil: ask.validUntil }),
    }),
    namesMessage: delivery !== 'none',
    digest: earlier.digestOf(ask),
  }
}
