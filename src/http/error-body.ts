import { AppError, toAppError } from '../core/app-error.ts'
import { ERROR_CODES, type ErrorCode } from '../core/error-codes.ts'

/** Every error answer has this body. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string }
}

/** What the framework raises, in our codes. */
const FRAMEWORK_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'CONTENT_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'REQUEST_INVALID',
  FST_ERR_CTP_INVALID_JSON_BODY: 'REQUEST_INVALID',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'REQUEST_INVALID',
  FST_ERR_BAD_URL: 'REQUEST_INVALID',
  FST_ERR_VALIDATION: 'REQUEST_INVALID',
}

/** The error for an answer: ours as it is, the framework's translated, anything else `UNEXPECTED`. */
export function toHttpError(error: unknown): AppError {
  if (error instanceof AppError || !(error instanceof Error)) return toAppError(error)
  const frameworkCode = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const code = FRAMEWORK_CODES[frameworkCode]
  if (code) {
    // A validation message names fields and rules; all others may quote the request.
    const got = frameworkCode === 'FST_ERR_VALIDATION' ? error.message : frameworkCode
    return new AppError(code, `request: expected a valid request, got: ${got}`, { cause: error })
  }
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError('REQUEST_INVALID', `request: expected a valid request, got ${status}`, {
      cause: error,
    })
  }
  return toAppError(error)
}

/**
 * What the caller is told. Causes of a refused signature and of our own failures stay in the log:
 * the first would guide a forger, the second may name what is inside.
 */
export function errorBody(error: AppError, requestId: string): ErrorBody {
  const { publicCode, status } = ERROR_CODES[error.code]
  const message = PUBLIC_MESSAGES[publicCode] ?? (status >= 500 ? SERVER_MESSAGE : error.message)
  return { error: { code: publicCode, message, requestId } }
}

const SERVER_MESSAGE = 'Doorkey could not do this just now; the log has the request id.'

const PUBLIC_MESSAGES: Readonly<Record<string, string>> = {
  signature_invalid: 'The signature of this request was not accepted; the log says why.',
  too_many_failures: 'Too many failed requests from this address; come back later.',
  source_unknown: 'There is no such source.',
  not_found: 'There is nothing at this address.',
}
