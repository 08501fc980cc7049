import type { AppError } from '../src/core/app-error.ts'
import { toAppError } from '../src/core/app-error.ts'

/** What was being checked when a fault was found. */
export interface FaultPlace {
  readonly template?: string
  readonly locale?: string
}

/** One thing that is wrong with a template or a language. */
export interface EmailFault extends FaultPlace {
  /** Such as `templates/password-issued.mjml`, or a path from the working directory. */
  readonly file: string
  /** Counted from 1; absent where the fault is one of the whole file. */
  readonly line?: number
  /** `expected …, got …`. */
  readonly message: string
  readonly remedy: string
  /** As a start reports it. */
  readonly error: AppError
}

/** Takes what a check threw. Whatever is no fault of a template or language is thrown again. */
export type ReportFault = (error: unknown, place: FaultPlace) => void

/** Gathers faults; the same fault in a file that several templates share is told once. */
export function faultList(): {
  readonly faults: readonly EmailFault[]
  readonly report: ReportFault
} {
  const faults: EmailFault[] = []
  const report: ReportFault = (error, place) => {
    const fault = faultAt(error, place)
    const isKnown = faults.some((one) => {
      return one.error.message === fault.error.message && one.locale === fault.locale
    })
    if (!isKnown) faults.push(fault)
  }
  return { faults, report }
}

function faultAt(thrown: unknown, place: FaultPlace): EmailFault {
  const error = toAppError(thrown)
  const { code, message, remedy } = error
  if (code !== 'TEMPLATE_INVALID' && code !== 'LOCALE_INVALID') throw thrown
  const [, file = message, line, rest = message] = /^(.+?):(?:(\d+):)? (.+)$/s.exec(message) ?? []
  const at = line === undefined ? {} : { line: Number(line) }
  return { file, ...at, ...place, message: rest, remedy, error }
}
