import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'

/** How a command ends: 0 done, 1 it failed, 2 it was called wrongly. */
export type ExitCode = 0 | 1 | 2

/** One subcommand of `doorkey`. */
export interface Command {
  /** Shown by `--help`: the call, its options, and examples. */
  readonly usage: string
  run(args: readonly string[]): Promise<ExitCode>
}

/** A call that makes no sense; its message says which argument and what was expected. */
export class UsageError extends Error {}

/** Parses strictly: an unknown option is a `UsageError`, not ignored. */
export function parseCommandLine<T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs(config)
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'expected other arguments')
  }
}

/** Reads a whole number from `min` to `max`. */
export function parseWhole(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${name}: expected a whole number from ${min} to ${max}, got ${text}`)
  }
  return value
}

/** Reads a list such as `passwords,sends`. */
export function parseChoices<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): ReadonlySet<T> {
  if (text === undefined) return new Set(choices)
  const chosen = text.split(',').map((word) => {
    const choice = choices.find((one) => one === word.trim())
    if (choice === undefined) {
      throw new UsageError(`--${name}: expected some of ${choices.join(', ')}, got ${word}`)
    }
    return choice
  })
  return new Set(chosen)
}
