import { AppError } from '../core/app-error.ts'
import { ERROR_CODES } from '../core/error-codes.ts'

const MASK = '[redacted]'
const DEPTH_MAX = 5
const CAUSES_MAX = 4

/** Fields that are never printed; case, `-` and `_` make no difference. */
const MASKED_NAMES = [
  'accessKey',
  'apiKey',
  'authorization',
  'body',
  'content',
  'cookie',
  'email',
  'html',
  'key',
  'params',
  'parameters',
  'password',
  'passwordHash',
  'privateKey',
  'providerReset',
  'query',
  'rawHeaders',
  'reset',
  'secret',
  'secretAccessKey',
  'sessionToken',
  'setCookie',
  'signature',
  'text',
  'to',
  'toAddress',
  'token',
  'tokenHash',
  'values',
] as const
const MASKED: ReadonlySet<string> = new Set(MASKED_NAMES.map((name) => name.toLowerCase()))

/** Error codes of ours, of Postgres, of Node and of HTTP clients; a reset code is none of these. */
const FOREIGN_CODE = /^(?:[0-9A-Z]{5}|E[A-Z_]{3,40}|ERR_[A-Z_]{1,60}|FST_[A-Z_]{1,60})$/

const REASON = /^[a-z]+(?:_[a-z]+){1,8}$/

/**
 * The same for the fields of child loggers, which pino does not show to its formatter: by exact
 * name and at the top only.
 */
export const SAFE_SERIALIZERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  ...Object.fromEntries(MASKED_NAMES.map((name) => [name, () => MASK])),
  code: (value) => (isReason(value) ? value : MASK),
  err: (value) => (value instanceof Error ? safeError(value, 0) : value),
}

/** A copy of log fields in which telling names are masked and errors are made safe, at any depth. */
export function safeFields(fields: Record<string, unknown>): Record<string, unknown> {
  return safeObject(fields, 0)
}

function safeObject(fields: object, depth: number): Record<string, unknown> {
  const safe: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) safe[name] = safeField(name, value, depth)
  return safe
}

function safeField(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value
  if (name === 'code') return isReason(value) ? value : MASK
  if (MASKED.has(name.toLowerCase().replaceAll(/[-_]/g, ''))) return MASK
  return safeValue(value, depth + 1)
}

function safeValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return safeError(value, 0)
  if (depth > DEPTH_MAX) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => safeValue(item, depth + 1))
  if (ArrayBuffer.isView(value)) return '[bytes]'
  // Whatever knows how to print itself does so: dates, secrets.
  if ('toJSON' in value) return value
  return safeObject(value, depth)
}

/**
 * An error for the log: ours with its message, a foreign one without. Postgres quotes values in
 * `message` and `detail`, JSON.parse quotes its input, the AWS SDK keeps the whole response.
 */
function safeError(error: Error, depth: number): Record<string, unknown> {
  const { cause } = error
  return {
    type: error.name,
    ...('code' in error && isSafeCode(error.code) && { code: error.code }),
    ...(error instanceof AppError && { message: error.message }),
    stack: frames(error),
    ...(cause instanceof Error && depth < CAUSES_MAX && { cause: safeError(cause, depth + 1) }),
  }
}

/** Our error codes and the reasons in `code` columns are printed; a code from a mail is neither. */
function isReason(value: unknown): boolean {
  return typeof value === 'string' && (value in ERROR_CODES || REASON.test(value))
}

function isSafeCode(code: unknown): boolean {
  return typeof code === 'string' && (code in ERROR_CODES || FOREIGN_CODE.test(code))
}

/** The call sites only: a stack begins with the message, which may itself have several lines. */
function frames(error: Error): readonly string[] {
  const stack = (error.stack ?? '').replace(error.message, '')
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
}
