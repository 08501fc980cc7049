import { AppError, toAppError } from '../core/app-error.ts'

/** One thing that is wrong with the configuration; never holds the value of a secret. */
export interface Fault {
  /** Such as `sources.acme.brand.color` or `PORT`. */
  readonly path: string
  readonly expected: string
  readonly got: string
}

/** One error for all faults, a line each. */
export function configError(faults: readonly Fault[]): AppError {
  const lines = faults.map(
    ({ path, expected, got }) => `  ${path}: expected ${expected}, got ${got}`,
  )
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`
  return new AppError('CONFIG_INVALID', [`config: ${count}`, ...lines].join('\n'))
}

/** The fault that an error's `expected …, got …` tells of; `CONFIG_INVALID` errors only. */
export function faultOf(path: string, error: unknown): Fault {
  const { code, message } = toAppError(error)
  const [, expected, got] = /: expected (.+), got (.+)$/.exec(message) ?? []
  if (code !== 'CONFIG_INVALID' || expected === undefined || got === undefined) throw error
  return { path, expected, got }
}
