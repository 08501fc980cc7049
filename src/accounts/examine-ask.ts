import { parseAddress } from '../core/address.ts'
import type { CheckChosenPassword } from '../credentials/check-chosen-password.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import { EFFECT_TIMEOUT_MS } from '../jobs.ts'
import type { Suppressions } from '../messages/suppressions.ts'
import type { RunningSource } from '../sources.ts'
import { deliveryAsked, judgeAsk } from './judge-ask.ts'
import type { Refusal, UserAsk } from './user-ask.ts'

export interface ExamineParts {
  readonly checkChosen: CheckChosenPassword
  readonly suppressions: Suppressions
  readonly maySeePasswords: boolean
}

/** Whom an ask is about, as far as is known before anything is changed. */
export interface Subject {
  readonly id: string | null
  readonly email: string | null
  readonly name: string | null
  readonly locale: string | null
}

/**
 * Whom an ask is about, and everything that speaks against it; empty when it may be followed. Asks
 * the directory and the database, and changes nothing. Throws `DIRECTORY_*` where the directory
 * cannot say who is there.
 */
export async function examineAsk(
  parts: ExamineParts,
  ask: UserAsk,
  running: RunningSource,
): Promise<{ readonly subject: Subject; readonly refusals: readonly Refusal[] }> {
  const { capabilities } = running.directory
  const judged = judgeAsk(ask, { ...parts, source: running.source, capabilities })
  const { subject, refusal } = await findSubject(ask, running)
  const others = await Promise.all([
    refuseAddress(parts, ask, running, subject, refusal !== undefined),
    refusePassword(parts, ask, running, subject),
  ])
  const found = [refusal, ...others].filter((one) => one !== undefined)
  return { subject, refusals: [...judged, ...found] }
}

interface FoundSubject {
  readonly subject: Subject
  readonly refusal?: Refusal
}

async function findSubject(ask: UserAsk, { directory }: RunningSource): Promise<FoundSubject> {
  const signal = AbortSignal.timeout(EFFECT_TIMEOUT_MS)
  const canFind = directory.capabilities.findsUsers
  if (ask.act === 'reset-password') {
    const { userId } = ask
    if (!canFind) return { subject: subjectOf({ id: userId }) }
    const user = await directory.findUser({ id: userId }, signal)
    if (user) return { subject: subjectOf(user) }
    return { subject: subjectOf({ id: userId }), refusal: NOT_FOUND }
  }
  const { email, name = null, locale = null } = ask
  const subject = { id: null, email, name, locale }
  if (email === null || !isAddress(email) || !canFind) return { subject }
  const known = await directory.findUser({ email }, signal)
  return known ? { subject, refusal: EXISTS } : { subject }
}

const NOT_FOUND: Refusal = {
  code: 'USER_NOT_FOUND',
  field: 'userId',
  message: 'The directory knows nobody by this id.',
}
const EXISTS: Refusal = {
  code: 'USER_EXISTS',
  field: 'email',
  message: 'The directory has a user with this address already.',
}

function subjectOf({ id, email = null, name = null, locale = null }: NullableUser): Subject {
  return { id, email, name, locale }
}

type NullableUser = Pick<DirectoryUser, 'id'> & {
  readonly [Key in 'email' | 'name' | 'locale']?: string | null
}

async function refuseAddress(
  { suppressions }: ExamineParts,
  ask: UserAsk,
  { source }: RunningSource,
  { email }: Subject,
  isUnknown: boolean,
): Promise<Refusal | undefined> {
  const isMailed = deliveryAsked(ask, source) !== 'none' || ask.sendPassword
  const isCreated = ask.act === 'create-user'
  if (isUnknown && !isCreated) return undefined
  const field = isCreated ? 'email' : 'sendPassword'
  if (email === null) {
    const message = isCreated
      ? 'A user is created by an email address; there is none.'
      : 'The directory names no email address of this user, so nothing can be sent.'
    return isCreated || isMailed ? { code: 'NO_ADDRESS', field, message } : undefined
  }
  if (!isAddress(email)) {
    const message = 'This is not one email address that can be mailed.'
    return isCreated || isMailed ? { code: 'ADDRESS_INVALID', field, message } : undefined
  }
  if (!isMailed) return undefined
  const reason = await suppressions.reasonFor(parseAddress(email))
  if (reason === undefined) return undefined
  return { code: 'ADDRESS_SUPPRESSED', field, message: `Mails to this address stop: ${reason}.` }
}

async function refusePassword(
  { checkChosen }: ExamineParts,
  { password }: UserAsk,
  { source, directory }: RunningSource,
  subject: Subject,
): Promise<Refusal | undefined> {
  if (password === null || password === 'generate') return undefined
  const { id } = subject
  const violations = await checkChosen({
    policy: source.policy,
    password,
    owner: subject,
    ...(id !== null &&
      directory.hasUsed && { hasUsed: async () => directory.hasUsed?.(id, password) ?? false }),
  })
  if (violations.length === 0) return undefined
  const reasons = violations.map(({ code }) => code).join(', ')
  return {
    code: 'POLICY_VIOLATED',
    field: 'password',
    message: `The password breaks rules of this source: ${reasons}.`,
    violations,
  }
}

function isAddress(email: string): boolean {
  try {
    parseAddress(email)
    return true
  } catch {
    return false
  }
}
