import { AppError } from '../core/app-error.ts'
import type { Scope } from './scopes.ts'

/** Whoever holds an operator key. */
export interface Operator {
  /** The key's id, or `admin` for the one in `DOORKEY_ADMIN_KEY`. */
  readonly id: string
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
  /** The only sources they may name; null for all. */
  readonly sources: readonly string[] | null
}

/** Throws `FORBIDDEN` unless they have the scope; `admin` has all. */
export function expectScope({ scopes }: Operator, scope: Scope): void {
  if (scopes.has(scope) || scopes.has('admin')) return
  const got = [...scopes].join(', ')
  throw new AppError('FORBIDDEN', `operator: expected a key with the scope ${scope}, got ${got}`)
}

/** Throws `FORBIDDEN` where their key is limited to other sources. */
export function expectSource({ sources }: Operator, source: string): void {
  if (sources === null || sources.includes(source)) return
  throw new AppError('FORBIDDEN', 'operator: expected a source that the key may name, got another')
}
