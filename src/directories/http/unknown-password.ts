import { randomBytes } from 'node:crypto'
import { Secret } from '../../core/secret.ts'

/**
 * A password that nobody knows, for directories that make no user without one: 192 random bits, and
 * one character of each class that policies ask for.
 */
export function unknownPassword(): Secret {
  return new Secret(`Aa1-${randomBytes(24).toString('base64url')}`)
}
