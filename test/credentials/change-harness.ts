import { expect } from 'vitest'
import type { Source } from '../../src/config/doorkey-config.ts'
import { systemIds as ids } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createChosenPasswordCheck } from '../../src/credentials/check-chosen-password.ts'
import { createCredentialStore } from '../../src/credentials/credential-store.ts'
import { createPasswordChange } from '../../src/credentials/password-change.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createStrengthMeter } from '../../src/credentials/strength-meter.ts'
import { createUserLease } from '../../src/credentials/user-lease.ts'
import { createBuiltinLogin } from '../../src/directories/builtin-login.ts'
import type { SetPasswordOptions } from '../../src/directories/directory.ts'
import type { Job } from '../../src/jobs.ts'
import { planMessage } from '../../src/messages/plan-message.ts'
import { runSources } from '../../src/sources.ts'
import { createTestClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { testSource } from '../support/sources.ts'

/** What Doorkey issued, what users choose, and what they choose next. */
export const ISSUED = 'HU6YXxNHVtim35mjfje7'
export const CHOSEN = 'plinth quarrel osmosis'
export const NEXT = 'velvet tundra obelisk'

const hasher = createPasswordHasher(2)
const strengthMeter = createStrengthMeter()
const sealer = createSealer([{ id: 'k1', key: new Secret(Buffer.alloc(32, 1)) }])

/** Changes of passwords in the built-in directory of a source named `acme`. */
export function createChangeHarness(store: TestDatabase, more: Partial<Source> = {}) {
  const { database, pool } = store
  const clock = createTestClock()
  const sources = new Map([['acme', testSource(more)]])
  const findSource = runSources(sources, { database, hasher, clock })
  const lease = createUserLease({ pool, clock })
  const policyOf = (name: string) => sources.get(name)?.policy
  const login = createBuiltinLogin({ database, hasher, clock, policyOf })
  const enqueued: Job[] = []
  const change = createPasswordChange({
    database,
    clock,
    ids,
    login,
    hasher,
    lease,
    findSource,
    checkChosen: createChosenPasswordCheck({ warn: () => {}, strengthMeter }),
    credentials: createCredentialStore({ pool, sealer, clock, ids }),
    plan: (transaction, plan, now) => planMessage(transaction, plan, now, ids),
    enqueueRenders: async (jobs) => void enqueued.push(...jobs),
    pickLocale: (tags) => ({
      locale: tags.find(({ tag }) => tag !== null)?.tag ?? 'en',
      rule: tags.find(({ tag }) => tag !== null)?.rule ?? 'default',
    }),
  })
  const { directory } = findSource('acme')
  return {
    change,
    clock,
    enqueued,
    lease,
    login,
    sources,
    directory,
    /** As a worker or a page sets it. */
    set: (userId: string, password: string, options: Partial<SetPasswordOptions> = {}) =>
      directory.setPassword({ id: userId, email: `${userId}@example.com` }, new Secret(password), {
        mustChange: true,
        expiresAt: null,
        chosenByUser: false,
        mayReplaceChosen: true,
        signal: new AbortController().signal,
        ...options,
      }),
    to: (userId: string, password: string, newPassword: string) =>
      change.change(
        { source: 'acme', userId, password: new Secret(password) },
        new Secret(newPassword),
      ),
    statusOf: (userId: string, password: string) =>
      login.verify({ source: 'acme', userId, password: new Secret(password) }),
    async userRow(userId: string) {
      const users = database.selectFrom('builtin_user').selectAll()
      const row = await users.where('user_id', '=', userId).executeTakeFirstOrThrow()
      expect(row.password_hash).toMatch(/^\$argon2id\$/)
      return row
    },
  }
}
