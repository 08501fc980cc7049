import { AppError } from '../../src/core/app-error.ts'
import type { SignedRequest } from '../../src/events/provider.ts'

/**
 * The value of a header that must stand exactly once. It is read from the raw headers, since Node
 * joins repeated ones and a proxy that merges them would otherwise choose which one is checked.
 * Throws `SIGNATURE_MISSING` or `SIGNATURE_DUPLICATED`.
 */
export function readSingleHeader(
  who: string,
  request: Pick<SignedRequest, 'rawHeaders'>,
  name: string,
): string {
  const wanted = name.toLowerCase()
  const values = request.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === wanted,
  )
  if (values.length > 1) {
    throw new AppError(
      'SIGNATURE_DUPLICATED',
      `${who}: expected one ${name} header, got ${values.length}`,
    )
  }
  const value = values[0]?.trim()
  if (!value) {
    throw new AppError('SIGNATURE_MISSING', `${who}: expected one ${name} header, got none`)
  }
  return value
}
