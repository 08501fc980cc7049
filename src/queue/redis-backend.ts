import { once } from 'node:events'
import {
  type BackendFactory,
  Queue,
  QueueKeys,
  RedisConnection,
  RedisQueueBackend,
  Worker,
} from 'bullmq'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import {
  EVENT_STREAM,
  type JobProcessor,
  type JobWorker,
  type QueueBackend,
  toBullProcessor,
  WORKER_OPTIONS,
} from './queue-backend.ts'
import type { QueueFaults } from './queue-faults.ts'
import type { RedisTarget } from './redis-url.ts'

type RedisClient = Redis | Cluster
type Patience = Pick<RedisOptions, 'maxRetriesPerRequest' | 'commandTimeout'>

const CONNECT_TIMEOUT_MS = 5_000
const COMMAND_TIMEOUT_MS = 5_000
const RECONNECT_MS_MAX = 1_000

interface Options {
  readonly target: RedisTarget
  readonly prefix: string
  readonly faults: QueueFaults
}

/**
 * BullMQ on Redis. Three kinds of connection: one that fails fast, for everyone who enqueues; one
 * that waits out an outage, for all workers; and a blocking one for each worker. They are made here
 * and not by BullMQ, so that each has an error listener from its first to its last moment.
 */
export function createRedisBackend({ target, prefix, faults }: Options): QueueBackend {
  const failFast = connect(target, faults, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  })
  const patient = connect(target, faults, { maxRetriesPerRequest: null })

  function openWorker(name: string, process: JobProcessor, concurrency: number): JobWorker {
    const blocking = connect(target, faults, { maxRetriesPerRequest: null })
    const worker = new Worker(
      name,
      toBullProcessor(process),
      { ...WORKER_OPTIONS, connection: patient, prefix, concurrency },
      bullBackend(prefix, patient, blocking),
    )
    worker.on('error', faults.report)
    return {
      waitUntilReady: () => worker.waitUntilReady(),
      run: () => worker.run(),
      close: () => worker.close(),
      release: async () => blocking.disconnect(),
    }
  }

  return {
    kind: 'redis',
    openQueue(name) {
      const queue = new Queue(
        name,
        { connection: failFast, prefix, streams: EVENT_STREAM },
        bullBackend(prefix, failFast),
      )
      queue.on('error', faults.report)
      return queue
    },
    openWorker,
    whenReady: readiness(failFast),
    ping: async () => void (await failFast.ping()),
    close: async () => {
      failFast.disconnect()
      patient.disconnect()
    },
  }
}

function connect(target: RedisTarget, faults: QueueFaults, patience: Patience): RedisClient {
  const options = {
    ...target.options,
    ...patience,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    retryStrategy: reconnectMs,
    // A primary that became a replica stays connected; only a new connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  } satisfies RedisOptions
  const [node] = target.nodes
  const client = target.isCluster
    ? new Cluster([...target.nodes], {
        redisOptions: options,
        clusterRetryStrategy: reconnectMs,
        // The names in the nodes' certificates are those that the cluster announces.
        ...(options.tls ? { dnsLookup: (address, done) => done(null, address) } : {}),
      })
    : new Redis({ ...options, ...node })
  client.on('error', faults.report)
  client.on('ready', faults.recovered)
  return client
}

function reconnectMs(attempt: number): number {
  return Math.min(attempt * 50, RECONNECT_MS_MAX)
}

/** BullMQ's version check is skipped: it prints warnings to the console. */
function bullBackend(
  prefix: string,
  client: RedisClient,
  blocking?: RedisClient,
): BackendFactory<RedisQueueBackend> {
  return (name, options) => {
    const keys = new QueueKeys(prefix)
    return new RedisQueueBackend(
      new RedisConnection(client, { shared: true, blocking: false, skipVersionCheck: true }),
      name,
      keys.getKeys(name),
      (type) => keys.toKey(name, type),
      options,
      blocking && new RedisConnection(blocking, { blocking: true, skipVersionCheck: true }),
    )
  }
}

/** One listener however many wait, since an outage may find hundreds of them. */
function readiness(client: RedisClient): () => Promise<void> {
  let waiting: Promise<void> | undefined
  async function wait(): Promise<void> {
    try {
      await once(client, 'ready')
    } finally {
      waiting = undefined
    }
  }
  return async () => {
    if (client.status === 'ready') return
    waiting ??= wait()
    await waiting
  }
}
