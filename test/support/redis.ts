import { inject } from 'vitest'

/** The Redis server that the run found, or `undefined`. Use a key prefix of your own. */
export function testRedisUrl(): string | undefined {
  return inject('redisUrl') || undefined
}
