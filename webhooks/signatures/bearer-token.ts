import { AppError } from '../../src/core/app-error.ts'
import type { SignedRequest } from '../../src/events/provider.ts'
import { readSingleHeader } from './single-header.ts'

const HEADER = 'authorization'
const BEARER = /^Bearer +(\S+)$/i

/** The token in the one `Authorization: Bearer …` header. Throws `SIGNATURE_*`. */
export function readBearerToken(who: string, request: Pick<SignedRequest, 'rawHeaders'>): string {
  const token = BEARER.exec(readSingleHeader(who, request, HEADER))?.[1]
  if (token !== undefined) return token
  throw new AppError(
    'SIGNATURE_MALFORMED',
    `${who}: expected Bearer and a token in ${HEADER}, got other text`,
  )
}
