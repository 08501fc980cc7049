import pino from 'pino'
import { createEarlierRequests } from '../../src/accounts/earlier-request.ts'
import { createUserChanges } from '../../src/accounts/user-changes.ts'
import { registerUsersRoute } from '../../src/accounts/users-route.ts'
import type { Source } from '../../src/config/doorkey-config.ts'
import { createChosenPasswordCheck } from '../../src/credentials/check-chosen-password.ts'
import { createKeyedDigest } from '../../src/credentials/keyed-digest.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { createThrottle } from '../../src/credentials/throttle.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import { createBuiltinLogin } from '../../src/directories/builtin-login.ts'
import type {
  Directory,
  DirectoryCapabilities,
  DirectoryFactory,
} from '../../src/directories/directory.ts'
import { createHttpServer } from '../../src/http/server.ts'
import type { Job } from '../../src/jobs.ts'
import { createAuditLog } from '../../src/ops/audit-log.ts'
import { createTestClock } from './clock.ts'
import type { TestDatabase } from './database.ts'
import { createIssueHarness, TEST_KEYS } from './issue-harness.ts'
import { bootstrapApi } from './operator-api.ts'
import { testSource } from './sources.ts'

export const OPERATOR_KEY = 'dk_the-operator-key-of-this-test'
const hasher = createPasswordHasher(2)

export interface UsersApiOptions {
  readonly source?: Partial<Source>
  /** What the directory cannot do, or can. */
  readonly capabilities?: Partial<DirectoryCapabilities>
  readonly without?: readonly 'validity'[]
  /** Calls of the directory that go wrong. */
  readonly directory?: Partial<Directory>
  readonly maySeePasswords?: boolean
  /** In place of the worker's first turn: a process that dies before it. */
  readonly turn?: (job: Job) => Promise<void>
}

/** `/v1/users` over a built-in directory that is changed by `options`, and the worker behind it. */
export function openUsersApi(store: TestDatabase, options: UsersApiOptions = {}) {
  const { database, pool } = store
  const clock = createTestClock()
  const source = testSource({ directory: changedDirectory(options), ...options.source })
  const tools = { source: source.name, database, pool, hasher, clock }
  const harness = createIssueHarness(tools, source)
  const digest = createKeyedDigest(TEST_KEYS)
  const audit = createAuditLog({ database, clock, digest })
  const sources = new Map([[source.name, source]])
  const logLines: string[] = []
  const app = createHttpServer({
    log: pino({ level: 'trace' }, { write: (line: string) => void logLines.push(line) }),
    clock,
    trustProxy: true,
  })
  const changes = createUserChanges({
    ...harness,
    database,
    audit,
    earlier: createEarlierRequests({ ...harness, database, digest, sources: [source.name] }),
    checkChosen: createChosenPasswordCheck({ warn: () => {} }),
    maySeePasswords: options.maySeePasswords ?? false,
    turn: options.turn ?? harness.work,
  })
  const throttle = createThrottle({ database, clock })
  const api = bootstrapApi(app, { adminKey: OPERATOR_KEY, throttle, clock })
  registerUsersRoute(api, { changes, sources })
  const post = async (url: string, payload: object, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${OPERATOR_KEY}`
    const answer = await app.inject({
      method: 'POST',
      url,
      payload,
      headers: { authorization, ...headers },
    })
    return { status: answer.statusCode, body: answer.json<Answer>(), text: answer.body }
  }
  return {
    ...tools,
    harness,
    audit,
    logLines,
    login: createBuiltinLogin({ database, hasher, clock }),
    create: (body: object, headers?: Record<string, string>) =>
      post('/v1/users', { ...ASK, ...body }, headers),
    reset: (userId: string, body: object, headers?: Record<string, string>) =>
      post(
        `/v1/users/${encodeURIComponent(userId)}/password?source=${source.name}`,
        { password: 'generate', sendPassword: true, mustChange: true, ...body },
        headers,
      ),
    close: () => app.close(),
  }
}

function changedDirectory(options: UsersApiOptions): DirectoryFactory {
  const builtin = builtinDirectory()
  const { validity, ...others } = { ...builtin.capabilities, ...options.capabilities }
  const capabilities = { ...others, ...(validity && !options.without && { validity }) }
  return {
    ...builtin,
    capabilities,
    create: (tools: Parameters<typeof builtin.create>[0]) => {
      return { ...builtin.create(tools), capabilities, ...options.directory }
    },
  }
}

export interface Answer {
  readonly userId: string
  readonly eventId: string
  readonly messageId: string | null
  readonly state: string
  readonly expiresAt: string | null
  readonly password?: string
  readonly reason?: { readonly code: string }
  readonly error: {
    readonly code: string
    readonly message: string
    readonly eventId?: string
    readonly userId?: string | null
    readonly refusals: readonly {
      readonly code: string
      readonly field: string
      readonly message: string
      readonly violations?: readonly { readonly code: string }[]
    }[]
  }
}

/** What is asked for unless a test says otherwise. */
const ASK = {
  source: 'acme',
  email: 'ada@example.com',
  password: 'generate',
  sendPassword: true,
  mustChange: true,
} as const
