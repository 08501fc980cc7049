import { chmod, mkdir, mkdtemp, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { AppError } from '../core/app-error.ts'
import type { RunAs } from './run-command.ts'

const OWNER_ONLY = 0o600
/** Others may pass through, and see nothing. */
const PASSABLE = 0o711

/** Where the server's files live, and as whom it runs. */
export interface PostgresHome {
  readonly path: string
  /** Absent where the present user will do. */
  readonly user: RunAs | undefined
}

/**
 * The directory itself, and the present user; but Postgres refuses to run as root. There it runs as
 * an unprivileged user of the machine, which needs no account to be made, and if that user cannot
 * reach the directory (below `/root`, say) its files go to a temporary directory, which the
 * directory remembers. Throws `EMBEDDED_FAILED`.
 */
export async function findPostgresHome(
  directory: string,
  log: (line: string) => void,
): Promise<PostgresHome> {
  await mkdir(directory, { recursive: true })
  const path = await realpath(directory)
  if (process.getuid?.() !== 0) return { path, user: undefined }
  const user = await unprivilegedUser(join(path, 'postgres'))
  await chmod(path, PASSABLE)
  if (await canReach(path, user)) return { path, user }
  const elsewhere = await homeElsewhere(join(path, 'postgres-home'), user)
  log(`user ${user.uid} cannot reach ${path}: the database is in ${elsewhere}`)
  return { path: elsewhere, user }
}

/** Who owns the data already, else `nobody`, else anyone but root. */
async function unprivilegedUser(data: string): Promise<RunAs> {
  const owner = await stat(data).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0)
  const account = accounts.find(({ name }) => name === 'nobody') ?? accounts[0]
  if (account === undefined) throw failed('an unprivileged user in /etc/passwd, got none')
  return { uid: account.uid, gid: account.gid }
}

async function homeElsewhere(memory: string, user: RunAs): Promise<string> {
  const remembered = await readFile(memory, 'utf8').catch(() => '')
  const owner = remembered === '' ? undefined : await stat(remembered).catch(() => undefined)
  if (owner?.uid === 0 && owner.isDirectory() && (await canReach(remembered, user))) {
    return remembered
  }
  for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
    if (!(await canReach(parent, user))) continue
    const made = await realpath(await mkdtemp(join(parent, 'doorkey-')))
    await chmod(made, PASSABLE)
    await writeFile(memory, made, { mode: OWNER_ONLY })
    return made
  }
  throw failed('a temporary directory that other users reach, got none')
}

/** Whether the user may pass through every directory down to `path`. */
export async function canReach(path: string, user: RunAs): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const entry = await stat(at).catch(() => undefined)
    if (entry === undefined) return false
    const others = entry.gid === user.gid ? 0o010 : 0o001
    const needed = entry.uid === user.uid ? 0o100 : others
    if ((entry.mode & needed) === 0) return false
    if (at === dirname(at)) return true
  }
}

function failed(expectedAndGot: string): AppError {
  return new AppError('EMBEDDED_FAILED', `embedded postgres: expected ${expectedAndGot}`)
}
