import { AppError } from '../core/app-error.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryTools,
  DirectoryUser,
  SetPasswordOptions,
} from './directory.ts'
import { createPasswordStore, type NewPassword } from './builtin/password-store.ts'

const CAPABILITIES = { mustChange: true, expiry: true } as const

/**
 * Doorkey's own directory, in the table `builtin_user`: argon2id hashes, must-change and expiry. It
 * creates a user it does not know. Apps log users in against it by `POST /v1/credentials/verify`.
 */
export function builtinDirectory(): DirectoryFactory {
  return { id: 'builtin', capabilities: CAPABILITIES, create: createBuiltinDirectory }
}

function createBuiltinDirectory(tools: DirectoryTools): Directory {
  const passwords = createPasswordStore(tools)
  return {
    id: 'builtin',
    capabilities: CAPABILITIES,
    async setPassword(user, password, options) {
      const hash = await tools.hasher.hash(password)
      if (options.signal.aborted) {
        throw unknownOutcome('to finish in time', 'the end of the call', options.signal.reason)
      }
      const isStored = await passwords.store(newPassword(user, hash, options)).catch((cause) => {
        throw unknownOutcome('an answer from Postgres', 'none', cause)
      })
      if (isStored) return
      const message = 'builtin: expected a password of ours, got a chosen one'
      throw new AppError('PASSWORD_CHOSEN', message)
    },
    hasChosenPassword: (userId) => passwords.hasChosen(userId),
  }
}

function newPassword(
  { id, email, name, locale }: DirectoryUser,
  hash: string,
  { mustChange, chosenByUser, expiresAt, mayReplaceChosen }: SetPasswordOptions,
): NewPassword {
  return {
    userId: id,
    email: email ?? null,
    name: name ?? null,
    locale: locale ?? null,
    hash,
    mustChange,
    chosenByUser,
    expiresAt,
    mayReplaceChosen,
  }
}

function unknownOutcome(expected: string, got: string, cause: unknown): AppError {
  const message = `builtin: expected ${expected}, got ${got}`
  return new AppError('DIRECTORY_UNKNOWN_OUTCOME', message, { cause })
}
