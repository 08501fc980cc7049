import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'

const KEY_TYPES: Readonly<Record<string, string>> = { RS256: 'rsa', ES256: 'ec', EdDSA: 'ed25519' }

/**
 * A key pair of the operator's own beside the keys that a provider publishes, so that
 * `doorkey simulate` can sign what only the provider could. Whoever holds it can sign events.
 */
export interface SampleKey {
  readonly id: string
  readonly algorithm: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/**
 * Reads a private key (PKCS #8 as PEM) for `algorithm`: RS256, ES256 or EdDSA. Its id is the RFC 7638
 * thumbprint. Throws `CONFIG_INVALID`.
 */
export function readSampleKey(who: string, pem: Secret, algorithm: string): SampleKey {
  const privateKey = readPrivateKey(pem)
  if (!privateKey || privateKey.asymmetricKeyType !== KEY_TYPES[algorithm]) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected a private key for ${algorithm} as PEM at sampleKey, got something else`,
    )
  }
  const publicKey = createPublicKey(privateKey)
  return { id: thumbprint(publicKey), algorithm, privateKey, publicKey }
}

/** The key for a sample. Throws `CONFIG_INVALID` where the settings have none. */
export function needSampleKey(who: string, key: SampleKey | undefined): SampleKey {
  if (key) return key
  throw new AppError(
    'CONFIG_INVALID',
    `${who}: expected sampleKey in the settings, to sign what only the provider can, got none`,
  )
}

function readPrivateKey(pem: Secret): KeyObject | undefined {
  try {
    return createPrivateKey(pem.reveal())
  } catch {
    // The cause is left out: it may quote the key.
    return undefined
  }
}

/** RFC 7638, section 3.2: the required members in alphabetical order, without blanks. */
function thumbprint(key: KeyObject): string {
  const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' })
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}
