import { readdirSync } from 'node:fs'
import type { Kysely } from 'kysely'
import type { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import type { Schema } from '../../src/database/schema.ts'
import type { DirectoryTools, SetPasswordOptions } from '../../src/directories/directory.ts'
import { createTestClock } from './clock.ts'
import type { StandIn, StartStandIn } from './directory-fixture.ts'

/** The contract itself, and what only the built-in directory can do. */
const NOT_DIRECTORIES = ['directory', 'builtin-login']
const hasher = createPasswordHasher(2)

/** What the contract sets; it must not stand in any error. */
export const CANARY = 'c4nary-Pa55word-of-the-contract'

/** Every file of `src/directories`. */
export const DIRECTORY_IDS = idsIn('../../src/directories/').filter(
  (id) => !NOT_DIRECTORIES.includes(id),
)

/** Every file of `test/contracts/directories`. */
export const FIXTURE_IDS = idsIn('../contracts/directories/')

/** A stand-in and the directory that is set up for it. */
export async function openStandIn(id: string, database: Kysely<Schema>) {
  const clock = createTestClock()
  const tools: DirectoryTools = { source: `acme-${id}`, database, hasher, clock }
  const standIn = await startStandIn(id, tools)
  const directory = standIn.factory.create(tools)
  let created = 0
  return {
    standIn,
    directory,
    tools,
    clock,
    password: new Secret(CANARY),
    /** A user of its own for each test. */
    async addUser() {
      created += 1
      const email = `ada.canary.${created}@example.com`
      return { id: await standIn.addUser({ email, name: 'Ada Canary' }), email }
    },
    options: (more: Partial<SetPasswordOptions> = {}): SetPasswordOptions => ({
      mustChange: directory.capabilities.mustChange,
      expiresAt: directory.capabilities.expiry ? new Date(clock.now().getTime() + 60_000) : null,
      chosenByUser: false,
      mayReplaceChosen: true,
      signal: new AbortController().signal,
      ...more,
    }),
  }
}

/** Starts a fixture's server alone. */
export async function startStandIn(id: string, tools: DirectoryTools): Promise<StandIn> {
  const start = await startOf(id)
  return start(tools)
}

/** What of the password, the addresses and the credentials an error holds; nothing, it is hoped. */
export function repeatedBy(error: AppError): readonly string[] {
  const printed = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
  return [CANARY, 'canary', 'Bearer'].filter((word) => printed.includes(word))
}

async function startOf(id: string): Promise<StartStandIn> {
  const fixture: Record<string, unknown> = await import(`../contracts/directories/${id}.ts`)
  const start = fixture['startStandIn']
  if (!isStart(start)) throw new Error(`${id}: expected the fixture to export startStandIn`)
  return start
}

function isStart(value: unknown): value is StartStandIn {
  return typeof value === 'function'
}

function idsIn(folder: string): readonly string[] {
  const files = readdirSync(new URL(folder, import.meta.url))
  return files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length))
}
