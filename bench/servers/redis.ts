import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'
import type { Environment } from '../../src/config/environment.ts'
import { freePort } from '../ports.ts'

/** As a production server should be set: nothing evicted, an append-only file. */
const SETTINGS = ['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
const DATABASES = 16

/** A Redis that the bench may flush, and which one it is. */
export interface BenchRedis {
  readonly url: string
  readonly how: string
  close(): Promise<void>
}

/**
 * An empty database of the server in `REDIS_URL`; without that variable a server of the bench's own,
 * where `redis-server` is installed, else an empty database on the default port, else none.
 */
export async function openBenchRedis(environment: Environment): Promise<BenchRedis | undefined> {
  const named = environment['REDIS_URL']
  if (!named) {
    return (await startServer()) ?? (await openEmpty('redis://127.0.0.1:6379', 'on port 6379'))
  }
  const found = await openEmpty(named, 'from REDIS_URL')
  if (found) return found
  throw new Error('bench: expected a Redis server with an empty database in REDIS_URL, got none')
}

async function startServer(): Promise<BenchRedis | undefined> {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'doorkey-bench-'))
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, ...SETTINGS]
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const isMissing = once(server, 'error').then(() => true)
  const isReady = (async () => {
    for await (const line of createInterface({ input: server.stdout })) {
      if (line.includes('Ready to accept connections')) return false
    }
    throw new Error('bench: expected redis-server to become ready, got its end')
  })()
  const hasFailed = await Promise.race([isMissing, isReady])
  const removeFiles = (): void => rmSync(directory, { recursive: true, force: true })
  if (hasFailed) {
    removeFiles()
    return undefined
  }
  const url = `redis://127.0.0.1:${port}`
  return {
    url,
    how: `${await versionOf(url)}, started for this run`,
    async close() {
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
      removeFiles()
    },
  }
}

/** From the last database down, since the first ones are those that people use. */
async function openEmpty(serverUrl: string, where: string): Promise<BenchRedis | undefined> {
  for (let database = DATABASES - 1; database > 0; database -= 1) {
    const url = new URL(serverUrl)
    url.pathname = `/${database}`
    const size = await withRedis(url.href, (redis) => redis.dbsize()).catch(() => undefined)
    if (size === undefined) return undefined
    if (size > 0) continue
    return {
      url: url.href,
      how: `${await versionOf(url.href)} ${where}, database ${database}`,
      close: async () => void (await withRedis(url.href, (redis) => redis.flushdb())),
    }
  }
  return undefined
}

async function versionOf(url: string): Promise<string> {
  const info = await withRedis(url, (redis) => redis.info('server'))
  return `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? 'of unknown version'}`
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}
