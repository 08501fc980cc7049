import { ERROR_CODES, type ErrorCode, type RetryClass } from './error-codes.ts'

/**
 * The one error class. `message` reads `who: expected what, got what` and never carries a secret, a
 * body, an email address or a URL query.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  /** For `wait` errors: when the other side said to come back. */
  readonly retryAt: Date | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAt?: Date } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryAt = options.retryAt
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
  const name = error instanceof Error ? error.name : typeof error
  return new AppError('UNEXPECTED', `doorkey: expected no failure here, got ${name}`, {
    cause: error,
  })
}
