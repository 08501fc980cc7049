import { Secret } from '../core/secret.ts'

/** The variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a configuration file reads while it is being loaded. */
interface Loading {
  readonly environment: Environment
  readonly missing: Set<string>
}

let loading: Loading | undefined

/**
 * A secret from the environment, for use in `doorkey.config.ts`. One that is missing is reported
 * together with every other fault once the file has been read.
 */
export function env(name: string): Secret {
  const value = loading?.environment[name]
  if (value === undefined || value === '') loading?.missing.add(name)
  return new Secret(value ?? '')
}

/** Runs `load` with `environment` behind `env()`; gives its result and the names that lacked. */
export async function withEnvironment<T>(
  environment: Environment,
  load: () => Promise<T>,
): Promise<{ result: T; missing: readonly string[] }> {
  const missing = new Set<string>()
  loading = { environment, missing }
  try {
    return { result: await load(), missing: [...missing] }
  } finally {
    loading = undefined
  }
}
