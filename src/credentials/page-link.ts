import { randomBytes } from 'node:crypto'
import { Secret } from '../core/secret.ts'
import { secretDigest } from './secret-digest.ts'

const TOKEN_BYTES = 32

/** What ids in a page's path look like; others are none of ours. */
export const CREDENTIAL_ID = /^cred_[\w-]{1,64}$/

/** How long a reset link works (OWASP Forgot Password). */
export const RESET_LINK_TTL_MS = 20 * 60_000

/** A page that the holder of a token may use: its first path segment. */
export type TokenPage = 'reset' | 'setup' | 'reveal'

/** A new token of 256 random bits in base64url, and its SHA-256 in hex for `token_hash`. */
export function createPageToken(): { readonly token: Secret; readonly hash: string } {
  const token = new Secret(randomBytes(TOKEN_BYTES).toString('base64url'))
  return { token, hash: secretDigest(token).toString('hex') }
}

/**
 * The link for the mail. The token is in the fragment: browsers send it to no server, so it is in no
 * access log and no Referer.
 */
export function pageUrl(
  publicUrl: string,
  page: TokenPage,
  credentialId: string,
  token: Secret,
): Secret {
  return new Secret(`${publicUrl}/${page}/${credentialId}#${token.reveal()}`)
}
