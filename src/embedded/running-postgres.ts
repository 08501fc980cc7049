import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../core/app-error.ts'
import { runCommand } from './run-command.ts'

const WAIT_MS_MAX = 15_000
const LOOK_AGAIN_MS = 100

/**
 * The port of a server that already runs on this data: a second process then shares it. A server
 * whose owner has just died is on its way down, and waited for; what a killed one left behind is
 * cleared away. Throws `EMBEDDED_FAILED`.
 */
export async function findRunningPostgres(
  data: string,
  url: (port: number) => string,
): Promise<number | undefined> {
  for (let waited = 0; waited < WAIT_MS_MAX; waited += LOOK_AGAIN_MS) {
    const found = await readLockFile(data)
    if (found === undefined) return undefined
    if (!(await isPostgresOf(found.pid, data))) {
      // The number may belong to another program by now, and Postgres would refuse to start.
      await rm(join(data, 'postmaster.pid'), { force: true })
      return undefined
    }
    if (found.port !== undefined && (await answers(url(found.port)))) return found.port
    await sleep(LOOK_AGAIN_MS)
  }
  throw new AppError(
    'EMBEDDED_FAILED',
    'embedded postgres: expected its data to be free, got a running server that does not answer',
  )
}

/** Line 1 is the process id, line 4 the port; see the Postgres manual, "postmaster.pid". */
async function readLockFile(
  data: string,
): Promise<{ readonly pid: number; readonly port: number | undefined } | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  return { pid: Number(lines[0]), port: lines[3] ? Number(lines[3]) : undefined }
}

/** Whether the process lives and is a Postgres that was started on this data. */
async function isPostgresOf(pid: number, data: string): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : (await runCommand('/bin/ps', ['-ww', '-o', 'args=', '-p', `${pid}`], cwdOf(data))).output
  return command.includes('postgres') && command.includes(data)
}

function cwdOf(data: string) {
  return { cwd: data, user: undefined }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  // A server that goes down while it is asked must not take the process with it.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
