import { createPostgresBackend, Queue } from 'bullmq'
import { Redis } from 'ioredis'

export interface QueueServers {
  readonly databaseUrl: string
  /** `null`: BullMQ keeps its queues in Postgres. */
  readonly redisUrl: string | null
}

/** A BullMQ queue by itself, without anything of Doorkey's. */
export interface PlainQueue {
  readonly queue: Pick<Queue, 'add' | 'getWaiting' | 'getWaitingCount' | 'drain'>
  close(): Promise<void>
}

/** `prefix` is for Redis only. */
export function openPlainQueue(
  name: string,
  { databaseUrl, redisUrl }: QueueServers,
  prefix = 'bull',
): PlainQueue {
  if (redisUrl === null) {
    const queue = new Queue(name, { connection: databaseUrl }, createPostgresBackend)
    return { queue, close: () => queue.close() }
  }
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue(name, { connection, prefix, skipVersionCheck: true })
  return {
    queue,
    async close() {
      await queue.close()
      connection.disconnect()
    },
  }
}
