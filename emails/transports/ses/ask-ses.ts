import type { Clock } from '../../../src/core/clock.ts'
import type { TransportFinding } from '../../../src/core/transport.ts'
import { classifySesError, describeSesFailure, sesFailureName } from './ses-errors.ts'

const QUESTION_TIMEOUT_MS = 5_000

/** What SES said, or why that is not known; `name` is its wire code. */
export type Answer<T> =
  | { readonly isKnown: true; readonly value: T }
  | {
      readonly isKnown: false
      readonly name: string
      readonly status: TransportFinding['status']
      readonly why: string
      readonly remedy: string
    }

/**
 * Asks SES one thing: `action` is its name, which is also that of the right that it takes. Throws
 * `TRANSPORT_CREDENTIALS` and `TRANSPORT_UNREACHABLE`, which no other question would get past.
 */
export type AskSes = <T>(
  action: string,
  call: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
) => Promise<Answer<T>>

/** Questions of one check. After one that was not answered in time the rest is not asked. */
export function createAskSes(signal: AbortSignal, clock: Clock): AskSes {
  let isSilent = false
  return async (action, call) => {
    if (isSilent) return silence('not asked, since the question before had no answer')
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(QUESTION_TIMEOUT_MS)])
    try {
      return { isKnown: true, value: await call({ abortSignal }) }
    } catch (error) {
      isSilent = abortSignal.aborted
      if (isSilent) return silence('no answer in time')
      return refusal(action, error, clock)
    }
  }
}

/** The finding of a question that has no answer; `what` is what would have been known. */
export function unknownFinding(
  check: TransportFinding['check'],
  what: string,
  { status, why, remedy }: Extract<Answer<never>, { readonly isKnown: false }>,
): TransportFinding {
  return { check, status, detail: `ses: unknown ${what}: ${why}`, remedy }
}

function silence(why: string): Answer<never> {
  const remedy = 'Check the region, the endpoint and the network between; then ask again.'
  return { isKnown: false, name: '', status: 'warning', why, remedy }
}

function refusal(action: string, error: unknown, clock: Clock): Answer<never> {
  const name = sesFailureName(error)
  if (name === 'AccessDenied') {
    const remedy = `Allow \`ses:${action}\` to be told; mails leave without it.`
    return { isKnown: false, name, status: 'warning', why: 'the key may not ask', remedy }
  }
  if (name === 'InvalidAction') {
    const why = `it does not know ${action}, so it is no Amazon SES`
    return { isKnown: false, name, status: 'skipped', why, remedy: 'Nothing, for an emulator.' }
  }
  const classified = classifySesError(error, { from: '', now: clock.now() })
  const { code } = classified
  if (code === 'TRANSPORT_CREDENTIALS' || code === 'TRANSPORT_UNREACHABLE') throw classified
  const remedy = `Ask again later; if it stays, look up what \`${action}\` answers.`
  const why = `got ${describeSesFailure(error)}`
  return { isKnown: false, name, status: 'warning', why, remedy }
}
