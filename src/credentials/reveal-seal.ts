import { hkdfSync } from 'node:crypto'
import { Secret } from '../core/secret.ts'
import { createPageToken } from './page-link.ts'
import { createSealer, type Sealer } from './sealer.ts'

const KEY_BYTES = 32
/** What the token's key is for (RFC 5869 `info`). */
const KEY_PURPOSE = 'doorkey reveal.secret'

/** What is kept of a password for a link that reveals it. */
export interface SealedReveal {
  readonly credentialId: string
  readonly tokenHash: string
  readonly secret: string
}

/**
 * Seals `password` for a new token, which goes into the mail and is kept nowhere: under a key that is
 * derived from the token (HKDF-SHA256, salted with the credential's id), then under our own. Neither
 * the database with our keys nor a token without both opens it.
 */
export function sealForNewToken(
  sealer: Sealer,
  credentialId: string,
  password: Secret,
): { readonly token: Secret; readonly sealed: SealedReveal } {
  const { token, hash } = createPageToken()
  const context = revealContext(credentialId)
  const inner = tokenSealer(token, credentialId).seal(password, context)
  const secret = sealer.seal(new Secret(inner), context)
  return { token, sealed: { credentialId, tokenHash: hash, secret } }
}

/** The password that was sealed for `token`. Throws `KEY_UNKNOWN`, `SEAL_BROKEN`. */
export function openWithToken(
  sealer: Sealer,
  { credentialId, secret }: Pick<SealedReveal, 'credentialId' | 'secret'>,
  token: Secret,
): Secret {
  const context = revealContext(credentialId)
  const inner = sealer.open(secret, context)
  return tokenSealer(token, credentialId).open(inner.reveal(), context)
}

/** What a row's secret is sealed for, twice. */
function revealContext(credentialId: string): string {
  return `reveal.secret:${credentialId}`
}

/** A token has 256 random bits, so one pass of a fast hash makes a key of it. */
function tokenSealer(token: Secret, credentialId: string): Sealer {
  const key = hkdfSync('sha256', token.reveal(), credentialId, KEY_PURPOSE, KEY_BYTES)
  return createSealer([{ id: 'token', key: new Secret(Buffer.from(key)) }])
}
