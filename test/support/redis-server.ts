import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'
import { type GuardedProcess, spawnGuarded } from '../../src/embedded/guarded-process.ts'

/** What a shell exits with where there is no such program. */
const NOT_INSTALLED = 127

/** A Redis of the test's own, which it may flush, kill and start again. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>
  /** Kills it and removes its directory. */
  stop(): Promise<void>
}

/** `undefined` where no `redis-server` is installed. A cluster is one node with every slot. */
export async function startRedisServer(
  options: { readonly isCluster?: boolean } = {},
): Promise<RedisServer | undefined> {
  const port = await freePort()
  const directory = mkdtempSync(join(tmpdir(), 'doorkey-redis-'))
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '']
  if (options.isCluster) {
    // A lone node does not know its address, and would announce an empty one.
    settings.push('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1')
  }
  let running = await run(settings)
  if (running === undefined) {
    rmSync(directory, { recursive: true })
    return undefined
  }
  if (options.isCluster) await assignSlots(port)
  const kill = async (): Promise<void> => {
    if (running === undefined) return
    const exited = once(running, 'exit')
    if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL')
    await exited
    running = undefined
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      running = await run(settings)
    },
    async stop() {
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A port that nothing listens on; a cluster's bus takes the one 10,000 above. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    await once(server, 'close')
    if (typeof address === 'object' && address !== null && address.port < 55_000) {
      return address.port
    }
  }
}

async function run(settings: readonly string[]): Promise<GuardedProcess | undefined> {
  const server = spawnGuarded('redis-server', settings, {
    cwd: tmpdir(),
    user: undefined,
    env: { PATH: process.env['PATH'] ?? '' },
  })
  server.stderr.resume()
  const ended = once(server, 'exit').then(([code]) => Number(code))
  const ready = Promise.withResolvers<'ready'>()
  createInterface({ input: server.stdout }).on('line', (line) => {
    if (line.includes('Ready to accept connections')) ready.resolve('ready')
  })
  const outcome = await Promise.race([ready.promise, ended])
  if (outcome === 'ready') return server
  if (outcome === NOT_INSTALLED) return undefined
  throw new Error(`redis-server: expected it to become ready, got exit code ${outcome}`)
}

async function assignSlots(port: number): Promise<void> {
  const redis = new Redis(port, '127.0.0.1')
  try {
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
      await new Promise(setImmediate)
    }
  } finally {
    redis.disconnect()
  }
}
