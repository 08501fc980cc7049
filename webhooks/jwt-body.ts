import { decodeJwt } from 'jose'
import { AppError } from '../src/core/app-error.ts'

/**
 * The JWT that a whole body is. Latin-1 keeps every byte, so that none is changed on the way to the
 * signature.
 */
export function jwtOf(body: Buffer): string {
  return body.toString('latin1')
}

/** The claims of an already verified token. Throws `BODY_INVALID`, which never quotes the token. */
export function readJwtClaims(who: string, token: string): unknown {
  try {
    return decodeJwt(token)
  } catch {
    // The cause is left out: it may quote what it could not read.
    throw new AppError('BODY_INVALID', `${who}: expected a JWT with claims, got something else`)
  }
}
