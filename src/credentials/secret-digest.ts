import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../core/secret.ts'

/**
 * SHA-256 of a secret, for comparing and for storing what has 112 random bits or more. Passwords
 * need the `PasswordHasher` instead.
 */
export function secretDigest(secret: Secret): Buffer {
  return createHash('sha256').update(secret.reveal(), 'utf8').digest()
}

/** Compares in constant time; digests have one length, so the length of a secret does not tell. */
export function isSameDigest(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
