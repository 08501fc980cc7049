import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { AppError } from '../src/core/app-error.ts'

/** The claims of a token that was verified before. Throws `BODY_INVALID`, and quotes nothing. */
export function readClaims(who: string, token: string): unknown {
  try {
    return decodeJwt(token)
  } catch {
    throw new AppError('BODY_INVALID', `${who}: expected a JWT, got other text`)
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
