import { once } from 'node:events'
import { connect } from 'node:net'
import { Redis } from 'ioredis'
import type pg from 'pg'

/** A value that must not be found. */
export interface Needle {
  readonly what: string
  readonly value: string
}

/** A text that is searched. */
export interface Haystack {
  readonly where: string
  readonly text: string
}

/** Where needles are, in whatever form they were written down; empty where all is well. */
export function findNeedles(
  haystacks: readonly Haystack[],
  needles: readonly Needle[],
): readonly string[] {
  const found = new Set<string>()
  for (const { what, value } of needles) {
    if (value.length < 8) throw new Error(`canary: expected at least 8 characters in ${what}`)
    for (const [form, text] of Object.entries(formsOf(value))) {
      for (const haystack of haystacks) {
        if (haystack.text.includes(text)) found.add(`${what} (${form}) in ${haystack.where}`)
      }
    }
  }
  return [...found]
}

/** The same value as JSON, URLs, HTML, base64 and hexadecimal would have it. */
function formsOf(value: string): Record<string, string> {
  const bytes = Buffer.from(value)
  const hex = bytes.toString('hex')
  return {
    plain: value,
    JSON: JSON.stringify(value).slice(1, -1),
    URL: encodeURIComponent(value),
    form: new URLSearchParams({ value }).toString().slice('value='.length),
    HTML: value.replaceAll('&', '&amp;'),
    hex,
    HEX: hex.toUpperCase(),
    ...base64Forms(bytes, 'base64'),
    ...base64Forms(bytes, 'base64url'),
  }
}

/** What is left of a value in base64 wherever it starts in a group of three bytes. */
function base64Forms(bytes: Buffer, encoding: 'base64' | 'base64url'): Record<string, string> {
  const forms: Record<string, string> = {}
  for (const [offset, mixedChars] of [0, 2, 3].entries()) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
    const text = padded.toString(encoding).replace(/=+$/, '')
    const end = padded.length % 3 === 0 ? text.length : text.length - 1
    forms[`${encoding}+${offset}`] = text.slice(mixedChars, end)
  }
  return forms
}

/** Every row of every table, whoever made it, as JSON. */
export async function dumpPostgres(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
     ORDER BY name`,
  )
  const lines: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT row_to_json(one)::text AS row FROM ${name} AS one`,
    )
    lines.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return lines.join('\n')
}

/** Every key with its value, whatever its type. */
export async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url)
  try {
    const lines: string[] = []
    for (const key of await redis.keys('*')) {
      lines.push(`${key} ${JSON.stringify(await readKey(redis, key, await redis.type(key)))}`)
    }
    return lines.join('\n')
  } finally {
    redis.disconnect()
  }
}

async function readKey(redis: Redis, key: string, type: string): Promise<unknown> {
  switch (type) {
    case 'string':
      return redis.get(key)
    case 'hash':
      return redis.hgetall(key)
    case 'list':
      return redis.lrange(key, 0, -1)
    case 'set':
      return redis.smembers(key)
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES')
    case 'stream':
      return redis.xrange(key, '-', '+')
    // It may have gone since it was listed.
    case 'none':
      return undefined
    default:
      throw new Error(`canary: expected a known type of key, got ${type}`)
  }
}

/** Everything that anybody writes to a Redis from now on; `text` gives what was written so far. */
export async function watchRedis(
  port: number,
): Promise<{ readonly text: () => string; readonly stop: () => void }> {
  // By hand, since ioredis trips over commands that come together with the answer to MONITOR.
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.write('MONITOR\r\n')
  await once(socket, 'data')
  return {
    text: () => Buffer.concat(chunks).toString('latin1'),
    stop: () => void socket.destroy(),
  }
}
