import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { createPlaces } from '../core/places.ts'
import type { Secret } from '../core/secret.ts'
import { makeHashThreadsYield } from './hash-threads.ts'

/**
 * OWASP Password Storage: argon2id, which is the package's default, with m=19456 KiB, t=2, p=1.
 * `@node-rs/argon2` uses AVX2 where the processor has it: measured, 2.4 times the hashes of the
 * `argon2` package and of `node:crypto`.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Hashes and checks passwords off the event loop. */
export interface PasswordHasher {
  /** A PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`. */
  hash(password: Secret): Promise<string>
  /** True when `password` is the one that `phc` was made from. */
  verify(phc: string, password: Secret): Promise<boolean>
  /** How many wait for a thread. */
  waiting(): number
}

/**
 * Runs at most `threads` hashes at once. More threads than cores are slower and take 19 MiB each
 * (measured: 14–18 % less at twice the cores).
 */
export function createPasswordHasher(threads: number = availableParallelism()): PasswordHasher {
  const places = createPlaces(threads)
  let haveYielded = false
  return {
    hash: (password) =>
      places.run(async () => {
        const phc = await hash(normalized(password), PARAMETERS)
        // The first hash has started the threads.
        if (!haveYielded) makeHashThreadsYield()
        haveYielded = true
        return phc
      }),
    verify: (phc, password) => places.run(() => verify(phc, normalized(password))),
    waiting: () => places.waiting(),
  }
}

/**
 * A PHC string that no password matches and that takes as long to verify as a real one, so that the
 * time of an answer does not tell whether a user exists.
 */
export function decoyHash(): string {
  const { memoryCost, timeCost, parallelism } = PARAMETERS
  const [salt, digest] = [randomBytes(16), randomBytes(32)].map((bytes) =>
    bytes.toString('base64').replace(/=+$/, ''),
  )
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${digest}`
}

/** Keyboards disagree on how to spell one letter; NIST SP 800-63B asks for NFKC. */
function normalized(password: Secret): string {
  return password.reveal().normalize('NFKC')
}
