import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'

const TASKS = '/proc/self/task'

function poolThreads(): readonly number[] {
  return readdirSync(TASKS)
    .filter((thread) => readFileSync(`${TASKS}/${thread}/comm`, 'utf8').startsWith('libuv-worker'))
    .map(Number)
}

test.runIf(process.platform === 'linux')(
  'after a hash, the threads that hash give way and the event loop does not',
  async () => {
    const before = getPriority(process.pid)
    await createPasswordHasher(2).hash(new Secret('correct horse'))
    const threads = poolThreads()
    expect(threads.length).toBeGreaterThan(0)
    expect(threads.map((thread) => getPriority(thread))).toEqual(threads.map(() => 10))
    expect(getPriority(process.pid)).toBe(before)
  },
)
