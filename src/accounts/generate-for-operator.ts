import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'
import { ownWords, type PasswordOwner } from '../credentials/policy.ts'
import type { AuditLog } from '../ops/audit-log.ts'
import type { FindSource } from '../sources.ts'
import type { Asker } from './user-ask.ts'

/** For whom a password is generated: a user who exists, or the address of one who is to be made. */
export interface GeneratedFor extends PasswordOwner {
  readonly source: string
  readonly id: string | null
}

/**
 * Generates a password that an operator sees in a form before it is used; nothing is set. Each one is
 * audited before anybody sees it, and each refusal is. Throws `SHOW_NOT_ALLOWED` where operators may
 * not see passwords, `SOURCE_ABSENT`.
 */
export type GenerateForOperator = (user: GeneratedFor, asker: Omit<Asker, 'key'>) => Promise<Secret>

export function createGenerateForOperator(uses: {
  readonly audit: AuditLog
  readonly findSource: FindSource
  readonly maySeePasswords: boolean
}): GenerateForOperator {
  const { audit, findSource, maySeePasswords } = uses
  return async (user, asker) => {
    const { generator } = findSource(user.source)
    await audit.record({
      ...asker,
      action: 'user.generate_password',
      outcome: maySeePasswords ? 'done' : 'refused',
      source: user.source,
      subject: user.id ?? user.email ?? null,
      details: maySeePasswords ? {} : { codes: ['show_not_allowed'] },
    })
    if (maySeePasswords) return generator.generate(ownWords(user))
    throw new AppError(
      'SHOW_NOT_ALLOWED',
      'generate-for-operator: expected users.showPassword, got none',
    )
  }
}
