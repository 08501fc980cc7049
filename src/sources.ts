import type { Source } from './config/doorkey-config.ts'
import { AppError } from './core/app-error.ts'
import { createPasswordGenerator, type PasswordGenerator } from './credentials/generator.ts'
import type { Directory, DirectoryTools } from './directories/directory.ts'

/** A source with what its configuration makes: its directory and its password generator. */
export interface RunningSource {
  readonly source: Source
  readonly directory: Directory
  readonly generator: PasswordGenerator
}

/** Finds a running source by name. Throws `SOURCE_ABSENT`. */
export type FindSource = (name: string) => RunningSource

/** Builds each source's directory and generator once. */
export function runSources(
  sources: ReadonlyMap<string, Source>,
  tools: Omit<DirectoryTools, 'source'>,
): FindSource {
  const running = new Map<string, RunningSource>()
  for (const [name, source] of sources) {
    running.set(name, {
      source,
      directory: source.directory.create({ ...tools, source: name, policy: source.policy }),
      generator: createPasswordGenerator(source.policy),
    })
  }
  return (name) => {
    const found = running.get(name)
    if (!found) {
      throw new AppError(
        'SOURCE_ABSENT',
        `sources: expected one of ${[...running.keys()].join(', ')}, got ${name}`,
      )
    }
    return found
  }
}
