import { createHmac, type KeyObject } from 'node:crypto'
import { Secret } from '../../src/core/secret.ts'

/**
 * A de-duplication key for a message without an id whose text could be guessed, such as an address
 * and six digits: without the secret nobody can try all of them against it.
 */
export function keyedDigest(secret: Secret | KeyObject, ...parts: readonly string[]): string {
  const key = secret instanceof Secret ? secret.reveal() : secret
  const digest = createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')
  return `hmac:${digest}`
}
