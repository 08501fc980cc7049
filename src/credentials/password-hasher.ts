import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import argon2 from 'argon2'
import type { Secret } from '../core/secret.ts'

/** OWASP Password Storage: argon2id, m=19456 KiB, t=2, p=1. */
const PARAMETERS = {
  type: argon2.argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const

/** Hashes and checks passwords off the event loop. */
export interface PasswordHasher {
  /** A PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`. */
  hash(password: Secret): Promise<string>
  /** True when `password` is the one that `phc` was made from. */
  verify(phc: string, password: Secret): Promise<boolean>
}

/**
 * Runs at most `threads` hashes at once. More threads than cores are slower and take 19 MiB each
 * (measured: 14–18 % less at twice the cores).
 */
export function createPasswordHasher(threads: number = availableParallelism()): PasswordHasher {
  const gate = createGate(threads)
  return {
    hash: (password) =>
      gate(async () => inPhcOrder(await argon2.hash(normalized(password), PARAMETERS))),
    verify: (phc, password) => gate(() => argon2.verify(phc, normalized(password))),
  }
}

/**
 * A PHC string that no password matches and that takes as long to verify as a real one, so that the
 * time of an answer does not tell whether a user exists.
 */
export function decoyHash(): string {
  const { memoryCost, timeCost, parallelism } = PARAMETERS
  const [salt, hash] = [randomBytes(16), randomBytes(32)].map((bytes) =>
    bytes.toString('base64').replace(/=+$/, ''),
  )
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${hash}`
}

/** The package sorts its parameters by name; the reference decoder and others insist on m, t, p. */
function inPhcOrder(phc: string): string {
  return phc.replace(/,p=(\d+),t=(\d+)\$/, ',t=$2,p=$1$')
}

/** Keyboards disagree on how to spell one letter; NIST SP 800-63B asks for NFKC. */
function normalized(password: Secret): string {
  return password.reveal().normalize('NFKC')
}

function createGate(slots: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = slots
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
