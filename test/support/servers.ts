import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { Secret } from '../../src/core/secret.ts'
import { openDatabase } from '../../src/database/database.ts'
import { migrate } from '../../src/database/migrate.ts'
import { findChromium, findSpamAssassin } from './programs.ts'
import { databaseUrl, runOnServer } from './database.ts'
import { SERVERS_FILE, type Servers } from './servers-file.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
    templateDatabase: string
    /** Empty where no Redis was found. */
    redisUrl: string
    /** Empty where no Chromium was found. */
    chromiumPath: string
    hasSpamAssassin: boolean
  }
}

interface Found {
  readonly url: string
  readonly how: string
  stop(): Promise<void>
}

/**
 * Finds Postgres and Redis: environment, default ports, a Docker engine, else embedded or none; and
 * a Chromium: environment, else where systems install it; and SpamAssassin.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await findPostgres()
  const redis = await findRedis()
  const chromium = await findChromium()
  const spamAssassin = await findSpamAssassin()
  const template = `doorkey_template_${randomBytes(6).toString('hex')}`
  await runOnServer(postgres.url, `CREATE DATABASE ${template}`)
  const opened = openDatabase({
    url: new Secret(databaseUrl(postgres.url, template)),
    onError: () => {},
  })
  await migrate(opened.kysely)
  await opened.close()

  project.provide('postgresUrl', postgres.url)
  project.provide('templateDatabase', template)
  project.provide('redisUrl', redis?.url ?? '')
  project.provide('chromiumPath', chromium?.path ?? '')
  project.provide('hasSpamAssassin', spamAssassin !== undefined)
  writeServers({
    postgres: postgres.how,
    redis: redis?.how ?? null,
    chromium: chromium?.version ?? null,
    spamAssassin: spamAssassin ?? null,
  })

  return async () => {
    await runOnServer(postgres.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
    await postgres.stop()
    await redis?.stop()
  }
}

function writeServers(servers: Servers): void {
  mkdirSync(dirname(SERVERS_FILE), { recursive: true })
  writeFileSync(SERVERS_FILE, JSON.stringify(servers))
}

async function findPostgres(): Promise<Found> {
  const named = process.env['TEST_DATABASE_URL']
  if (named) return { url: named, how: 'server from TEST_DATABASE_URL', stop: async () => {} }
  for (const user of ['postgres', process.env['USER'] ?? 'root']) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`
    if (await answersPostgres(url)) return { url, how: 'server on port 5432', stop: async () => {} }
  }
  return (await postgresInDocker()) ?? (await embeddedPostgres())
}

async function answersPostgres(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    const rights = await client.query(
      'SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user',
    )
    return rights.rows[0]?.rolcreatedb === true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function postgresInDocker(): Promise<Found | undefined> {
  return inDocker('postgres:17-alpine', 5432, { POSTGRES_HOST_AUTH_METHOD: 'trust' }, (port) => {
    return `postgres://postgres@127.0.0.1:${port}/postgres`
  })
}

async function embeddedPostgres(): Promise<Found> {
  const { startEmbeddedPostgres } = await import('../../src/embedded/postgres.ts')
  const directory = mkdtempSync(join(tmpdir(), 'doorkey-tests-'))
  const server = await startEmbeddedPostgres({ directory, log: () => {} })
  return {
    url: server.url.reveal(),
    how: 'embedded server',
    async stop() {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function findRedis(): Promise<Found | undefined> {
  const named = process.env['TEST_REDIS_URL']
  if (named) return { url: named, how: 'server from TEST_REDIS_URL', stop: async () => {} }
  const url = 'redis://127.0.0.1:6379'
  if (await answersRedis(url)) return { url, how: 'server on port 6379', stop: async () => {} }
  return inDocker('redis:7-alpine', 6379, {}, (port) => `redis://127.0.0.1:${port}`)
}

async function answersRedis(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}

async function inDocker(
  image: string,
  port: number,
  environment: Record<string, string>,
  url: (port: number) => string,
): Promise<Found | undefined> {
  const { GenericContainer } = await import('testcontainers')
  try {
    const container = await new GenericContainer(image)
      .withEnvironment(environment)
      .withExposedPorts(port)
      .start()
    return {
      url: url(container.getMappedPort(port)),
      how: `container ${image}`,
      stop: async () => void (await container.stop()),
    }
  } catch {
    // No Docker engine, or it cannot have the image; the summary says what was left out.
    return undefined
  }
}
