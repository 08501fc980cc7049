import { AppError } from '../../src/core/app-error.ts'
import type { Secret } from '../../src/core/secret.ts'

const SECRETS_MAX = 8

/**
 * Reads 1 to 8 secrets, each by `read`, once, when the provider is made: the first signs samples,
 * each of them is accepted. Throws `CONFIG_INVALID`, as `read` does.
 */
export function readSecrets<T>(
  who: string,
  secrets: readonly Secret[],
  read: (secret: Secret, path: string) => T,
): readonly [T, ...T[]] {
  if (!Array.isArray(secrets)) {
    throw new AppError('CONFIG_INVALID', `${who}: expected a list of secrets, got something else`)
  }
  const [first, ...others] = secrets.map((secret, index) => read(secret, `secrets/${index}`))
  if (first === undefined || secrets.length > SECRETS_MAX) {
    throw new AppError(
      'CONFIG_INVALID',
      `${who}: expected 1 to ${SECRETS_MAX} secrets, got ${secrets.length}`,
    )
  }
  return [first, ...others]
}

/** The text of a secret that must be there, without blanks around it. Throws `CONFIG_INVALID`. */
export function readSecretText(who: string, secret: Secret, path: string): string {
  const text = secret.reveal()
  if (text !== '' && text === text.trim()) return text
  const got = text === '' ? 'an empty one' : 'blanks around it'
  throw new AppError('CONFIG_INVALID', `${who}: expected a secret at ${path}, got ${got}`)
}
