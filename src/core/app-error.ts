import { ERROR_CODES, type ErrorCode } from './error-codes.ts'
import type { RetryClass } from './error-facts.ts'

/**
 * The one error class. `message` reads `who: expected what, got what` and never carries a secret, a
 * body, an email address or a URL query.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  /** For `wait` errors: when the other side said to come back. */
  readonly retryAt: Date | undefined
  /** For `unknown` errors of a transport with several ways: the one that was tried. */
  readonly via: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAt?: Date; via?: string } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryAt = options.retryAt
    this.via = options.via
  }

  get retry(): RetryClass {
    return ERROR_CODES[this.code].retry
  }

  get remedy(): string {
    return ERROR_CODES[this.code].remedy
  }
}

/** `error` itself when it is ours, otherwise an `UNEXPECTED` error that keeps it as the cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  // The foreign message is left out on purpose: it may quote a value we must not repeat.
  return new AppError('UNEXPECTED', `doorkey: expected no failure here, got ${nameOf(error)}`, {
    cause: error,
  })
}

/** An error's name and machine code, such as `error 42601` from Postgres. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code: unknown = Reflect.get(error, 'code')
  const isCode = typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code)
  return isCode ? `${error.name} ${code}` : error.name
}
