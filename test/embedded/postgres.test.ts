import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts'
import {
  findNativePostgres,
  preparePostgresBinaries,
} from '../../src/embedded/postgres-binaries.ts'
import { findPostgresHome } from '../../src/embedded/postgres-home.ts'
import { runCommand } from '../../src/embedded/run-command.ts'

const KEEPER = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))
const isRoot = process.getuid?.() === 0

describe('startEmbeddedPostgres', () => {
  let outer: string
  let directory: string
  const lines: string[] = []
  const start = () => startEmbeddedPostgres({ directory, log: (line) => void lines.push(line) })

  beforeEach(() => {
    lines.length = 0
    outer = mkdtempSync(join(tmpdir(), 'doorkey-test-'))
    chmodSync(outer, 0o755)
    directory = join(outer, 'embedded')
  })
  afterEach(() => rmSync(outer, { recursive: true, force: true }))

  it('answers in UTF-8 on the loopback address, and starts again with its data', async () => {
    const first = await start()
    const url = first.url.reveal()
    expect(new URL(url).hostname).toBe('127.0.0.1')
    expect(await query(url, 'SHOW server_encoding')).toBe('UTF8')
    expect(await query(url, 'SHOW listen_addresses')).toBe('127.0.0.1')
    expect(await query(url, 'SHOW fsync')).toBe('on')
    expect(await query(url, `SELECT upper('größe')`)).toBe('GRÖSSE'.replace('SS', 'ß'))
    await query(url, `CREATE TABLE kept AS SELECT 'é' AS value`)
    await first.stop()
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')

    const second = await start()
    expect(await query(second.url.reveal(), 'SELECT value FROM kept')).toBe('é')
    await second.stop()
  })

  it('keeps its password to its owner, and refuses a wrong one', async () => {
    const server = await start()
    const file = join(directory, 'postgres-password')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const url = new URL(server.url.reveal())
    expect(url.password).toBe(readFileSync(file, 'utf8'))
    url.password = 'wrong'
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    await server.stop()
    expect(lines.join('\n')).not.toContain(readFileSync(file, 'utf8'))
  })

  it('keeps the values of failing statements out of its log', async () => {
    const server = await start()
    await expect(query(server.url.reveal(), `SELECT 'canary@example.com'::int`)).rejects.toThrow(
      'invalid input syntax',
    )
    await server.stop()
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toContain('canary')
  })

  it('shares the server of another process, and leaves it running', async () => {
    const first = await start()
    const second = await start()
    expect(second.url.reveal()).toBe(first.url.reveal())
    await second.stop()
    expect(await query(first.url.reveal(), 'SELECT 1')).toBe(1)
    await first.stop()
  })

  it('ends with the process that started it, and starts again after its death', async () => {
    const keeper = spawn(process.execPath, [KEEPER, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await firstLine(keeper)
    await query(url, `CREATE TABLE kept AS SELECT 7 AS value`)
    keeper.kill('SIGKILL')
    // Shared as long as it still answers, so its end is waited for first.
    await vi.waitFor(() => expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED'), 10_000)
    const server = await start()
    expect(await query(server.url.reveal(), 'SELECT value FROM kept')).toBe(7)
    await server.stop()
  })

  it('starts after the server itself was killed', async () => {
    const first = await start()
    await query(first.url.reveal(), `CREATE TABLE kept AS SELECT 8 AS value`)
    const data = String(await query(first.url.reveal(), 'SHOW data_directory'))
    const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGKILL')
    const second = await start()
    expect(await query(second.url.reveal(), 'SELECT value FROM kept')).toBe(8)
    await second.stop()
    await first.stop()
  })

  it('starts although another program has the process id of a former run', async () => {
    const first = await start()
    const data = String(await query(first.url.reveal(), 'SHOW data_directory'))
    const lockFile = readFileSync(join(data, 'postmaster.pid'), 'utf8')
    await first.stop()
    writeFileSync(join(data, 'postmaster.pid'), lockFile.replace(/^\d+/, `${process.pid}`))
    const second = await start()
    expect(await query(second.url.reveal(), 'SELECT 1')).toBe(1)
    await second.stop()
  })

  it.runIf(isRoot)('finds another home where its user cannot reach the directory', async () => {
    chmodSync(outer, 0o700)
    const first = await start()
    const data = String(await query(first.url.reveal(), 'SHOW data_directory'))
    expect(data).not.toContain(directory)
    expect(lines.join('\n')).toContain(`cannot reach ${directory}`)
    await query(first.url.reveal(), `CREATE TABLE kept AS SELECT 9 AS value`)
    await first.stop()
    const second = await start()
    expect(await query(second.url.reveal(), 'SELECT value FROM kept')).toBe(9)
    await second.stop()
    rmSync(join(data, '..'), { recursive: true })
  })

  it.runIf(isRoot)('copies programs that its user cannot reach', async () => {
    const hidden = join(outer, 'hidden')
    const home = await findPostgresHome(directory, () => {})
    await runCommand('/bin/cp', ['-a', findNativePostgres(), hidden], {
      cwd: outer,
      user: undefined,
    })
    chmodSync(hidden, 0o700)
    const binaries = await preparePostgresBinaries({
      native: hidden,
      home: home.path,
      user: home.user,
    })
    expect(binaries.postgres.startsWith(home.path)).toBe(true)
    const { code, output } = await runCommand(binaries.postgres, ['--version'], {
      cwd: home.path,
      user: home.user,
    })
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('PostgreSQL') })
  })
})

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('test: expected an output, got none')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return String(line)
}
