import { Type } from 'typebox'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { monotonicMs } from '../monotonic.ts'
import { answer, checked } from './answer.ts'

const HASH = Type.Object({ durationMs: Type.Number(), concurrency: Type.Integer() })

// The product's own hasher and nothing else: the rate that no whole path can pass.
answer({
  async hash(input) {
    const { durationMs, concurrency } = checked(HASH, input)
    const hasher = createPasswordHasher()
    const startedAtMs = monotonicMs()
    const run = async (): Promise<number> => {
      let done = 0
      while (monotonicMs() - startedAtMs < durationMs) {
        await hasher.hash(new Secret(`password-${done}`))
        done += 1
      }
      return done
    }
    const counts = await Promise.all(Array.from({ length: concurrency }, run))
    const elapsedMs = monotonicMs() - startedAtMs
    const hashes = counts.reduce((sum, count) => sum + count, 0)
    return { perSecond: (hashes * 1_000) / elapsedMs }
  },
})
