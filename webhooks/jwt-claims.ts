import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { AppError } from '../src/core/app-error.ts'

/**
 * The JWT that a whole body is. Latin-1 keeps every byte, so that none is changed on the way to the
 * signature.
 */
export function jwtOf(body: Buffer): string {
  return body.toString('latin1')
}

/** The claims of a token that was verified before. Throws `BODY_INVALID`, and quotes nothing. */
export function readClaims(who: string, token: string): unknown {
  try {
    return decodeJwt(token)
  } catch {
    // The cause is left out: it may quote what it could not read.
    throw new AppError('BODY_INVALID', `${who}: expected a JWT with claims, got something else`)
  }
}

/**
 * A de-duplication key for RS256 tokens that have no id: a digest of the signature's bytes. Its text
 * can be spelled in several ways, and what it signs may hold a code that a digest would let guess.
 */
export function tokenDigest(token: string): string {
  const signature = Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url')
  return `sha256:${createHash('sha256').update(signature).digest('hex')}`
}
