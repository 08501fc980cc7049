import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../core/app-error.ts'

/**
 * Refuses a form that another site sent in the user's name. Browsers say where a form comes from
 * in `Sec-Fetch-Site`, or over plain HTTP in `Origin`; a request that says neither is refused.
 * Throws `FORBIDDEN`.
 */
export function expectSameOrigin(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site']
  const isSame = site === undefined ? isOwnOrigin(headers) : site === 'same-origin'
  if (!isSame) {
    throw new AppError('FORBIDDEN', 'form: expected one of this site, got one from elsewhere')
  }
}

function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
