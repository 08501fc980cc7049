import { DELIVERY_ERRORS } from './delivery-errors.ts'
import type { ErrorFacts } from './error-facts.ts'
import { REQUEST_ERRORS } from './request-errors.ts'
import { SYSTEM_ERRORS } from './system-errors.ts'

/** Every error Doorkey raises. `docs/errors.md` lists the same codes; a test compares the two. */
export const ERROR_CODES = {
  ...REQUEST_ERRORS,
  ...DELIVERY_ERRORS,
  ...SYSTEM_ERRORS,
} as const satisfies Record<string, ErrorFacts>

export type ErrorCode = keyof typeof ERROR_CODES
