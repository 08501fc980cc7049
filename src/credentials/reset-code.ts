import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { Secret } from '../core/secret.ts'
import type { FindSource } from '../sources.ts'
import { sealContext } from './credential-store.ts'
import { type OpenReset, type OpenResetRow, selectOpenResets, toOpenReset } from './open-reset.ts'
import type { PasswordReset, PasswordResetParts, ResetOutcome } from './password-reset.ts'
import { checkPassword } from './policy.ts'
import type { Sealer } from './sealer.ts'
import { isSameDigest, secretDigest } from './secret-digest.ts'
import type { Throttle } from './throttle.ts'

const DIGITS = 6
/**
 * Guesses at one code. The window outlives every code, so that the count never starts anew.
 */
const CODE_TRIES = { name: 'reset-code', max: 5, windowMs: 60 * 60_000 }
/** A newer code leaves the one before for a moment; what is older than these two is not compared. */
const CODES_MAX = 2
/** The id of no credential. */
const NO_CREDENTIAL = 'cred_none'

/** What somebody typed who says that they were mailed a code. */
export interface CodeGuess {
  readonly source: string
  /** As `parseAddress` gives it. */
  readonly email: string
  readonly code: Secret
  readonly password: string
}

/** The code that was typed or pasted, without the blanks that mail programs and people add. */
export function typedCode(text: string): Secret {
  const digits = text.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
  return new Secret(digits.replace(/\s/gu, ''))
}

/** Lets whoever was mailed a code choose a password, once. */
export interface ResetCodes {
  /**
   * Sets the password if the code is right. `invalid` for one that is wrong, used, expired, guessed
   * at too often, or of an address that nobody has. Throws `SOURCE_ABSENT`.
   */
  redeem(guess: CodeGuess): Promise<ResetOutcome>
}

export interface ResetCodeParts
  extends Pick<PasswordResetParts, 'database' | 'clock' | 'credentials'> {
  readonly sealer: Sealer
  readonly throttle: Throttle
  readonly findSource: FindSource
  readonly reset: Pick<PasswordReset, 'choose'>
}

/** A code to compare with: a real one, or one that stands in where there is none. */
interface Slot {
  /** Whose tries are counted. */
  readonly subject: string
  readonly credential: { readonly id: string; readonly secret: string | null }
  readonly row: OpenResetRow | undefined
}

/**
 * Six digits are few, so each code is worth five guesses, counted before they are compared. An
 * address without a code costs the same statements, on subjects of its own.
 */
export function createResetCodes(parts: ResetCodeParts): ResetCodes {
  const { findSource, reset, sealer } = parts
  const digits = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
  const decoy = {
    id: NO_CREDENTIAL,
    secret: sealer.seal(new Secret(digits), sealContext(NO_CREDENTIAL)),
  }
  return {
    async redeem(guess) {
      const { source, email, password } = guess
      // Before a try is counted; what only the owner's own name forbids is found out later.
      const violations = checkPassword(findSource(source).source.policy, password, { email })
      if (violations.length > 0) return { outcome: 'refused', violations }
      const open = await findRight(parts, guess, decoy)
      return open ? reset.choose(open, password) : { outcome: 'invalid' }
    },
  }
}

async function findRight(
  parts: ResetCodeParts,
  guess: CodeGuess,
  decoy: Slot['credential'],
): Promise<OpenReset | undefined> {
  const rows = await findOpenCodes(parts, guess)
  for (let place = 0; place < CODES_MAX; place += 1) {
    const row = rows[place]
    const subject = row?.id ?? JSON.stringify([guess.source, guess.email.toLowerCase(), place])
    const isRight = await compare(parts, { subject, credential: row ?? decoy, row }, guess.code)
    if (row && isRight) return toOpenReset(row, parts.findSource)
  }
  return undefined
}

/** By the address that was typed for it, or the one it was mailed to; the newest first. */
async function findOpenCodes(
  { database, clock }: ResetCodeParts,
  { source, email }: CodeGuess,
): Promise<readonly OpenResetRow[]> {
  const address = email.toLowerCase()
  return selectOpenResets(database, 'reset-code', clock.now())
    .leftJoin('account_request', 'account_request.event_id', 'event.id')
    .where('credential.source', '=', source)
    .where(({ eb, or }) =>
      or([
        eb(sql<string>`lower(event.email)`, '=', address),
        eb('account_request.email', '=', address),
      ]),
    )
    .orderBy('credential.issued_at', 'desc')
    .limit(CODES_MAX)
    .execute()
}

async function compare(parts: ResetCodeParts, slot: Slot, code: Secret): Promise<boolean> {
  const left = await parts.throttle.take(CODE_TRIES, slot.subject)
  if (left === undefined) return false
  const expected = parts.credentials.open(slot.credential)
  const isRight = isSameDigest(secretDigest(expected), secretDigest(code))
  if (!isRight && left === 0) await endCode(parts, slot.credential)
  return isRight
}

/**
 * A code that was guessed at too often ends `superseded`, as one that a newer takes the place of:
 * `failed` would let a replay of its event make another one for the guesser. A right guess that is
 * being carried out just now keeps it; no further one is compared with it in any case.
 */
async function endCode(
  { database, credentials }: ResetCodeParts,
  { id }: Slot['credential'],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // First the lock, which a right guess takes to begin its attempt, then a look at the attempts.
    const locked = transaction.selectFrom('credential').select('id').where('id', '=', id)
    await locked.forUpdate().executeTakeFirst()
    const begun = await transaction
      .selectFrom('attempt')
      .select('id')
      .where('subject_id', '=', id)
      .where('outcome', '=', 'started')
      .executeTakeFirst()
    await credentials.supersede(transaction, [{ id: begun ? NO_CREDENTIAL : id }])
  })
}
