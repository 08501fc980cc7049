import type { RedisOptions } from 'ioredis'
import { AppError } from '../core/app-error.ts'
import type { Secret } from '../core/secret.ts'

const DEFAULT_PORT = 6379
const URL_SHAPE =
  /^redis(?<tls>s?)(?<cluster>\+cluster)?:\/\/(?:(?<credentials>[^@/]*)@)?(?<hosts>[^@/?#]+)(?:\/(?<db>\d*))?$/
const HOST_SHAPE = /^(?:\[(?<ipv6>[0-9a-fA-F:.]+)\]|(?<name>[^\s:[\]]+))(?::(?<port>\d{1,5}))?$/

/** One server, or the nodes from which a cluster is discovered. */
export interface RedisTarget {
  readonly isCluster: boolean
  readonly nodes: readonly { readonly host: string; readonly port: number }[]
  /** For every connection, whatever the node. */
  readonly options: Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'>
}

/**
 * Reads `REDIS_URL`: `redis://` (one server), `rediss://` (TLS), `redis+cluster://host:port,host:port`
 * and `rediss+cluster://…` (Redis Cluster), each with optional `user:password@` and, but for a
 * cluster, `/database`. Throws `CONFIG_INVALID`, which never quotes the URL.
 */
export function parseRedisUrl(url: Secret): RedisTarget {
  const parts = URL_SHAPE.exec(url.reveal())?.groups
  if (parts === undefined) throw invalid('a redis:, rediss: or +cluster: URL, got another shape')
  const nodes = (parts['hosts'] ?? '').split(',').map(parseNode)
  const isCluster = parts['cluster'] !== undefined
  if (!isCluster && nodes.length > 1) throw invalid('one host, or redis+cluster:, got several')
  const db = Number(parts['db'] || 0)
  if (isCluster && db !== 0) throw invalid('database 0 on a cluster, got another')
  return {
    isCluster,
    nodes,
    options: {
      ...parseCredentials(parts['credentials']),
      ...(db === 0 ? {} : { db }),
      ...(parts['tls'] === 's' ? { tls: {} } : {}),
    },
  }
}

function parseNode(text: string): { host: string; port: number } {
  const parts = HOST_SHAPE.exec(text)?.groups
  const host = parts?.['ipv6'] ?? parts?.['name']
  const port = Number(parts?.['port'] ?? DEFAULT_PORT)
  if (host === undefined || port < 1 || port > 65_535) throw invalid('host:port, got another shape')
  return { host, port }
}

function parseCredentials(text: string | undefined): { username?: string; password?: string } {
  if (!text) return {}
  const [username = '', ...rest] = text.split(':')
  try {
    const password = decodeURIComponent(rest.join(':'))
    return {
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password }),
    }
  } catch {
    throw invalid('percent-encoded credentials, got a stray %')
  }
}

function invalid(expectedAndGot: string): AppError {
  return new AppError('CONFIG_INVALID', `REDIS_URL: expected ${expectedAndGot}`)
}
