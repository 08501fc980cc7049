/** One line of code in one file, and what the linter must say about it. */
export interface Seed {
  readonly file: string
  readonly code: string
}

/** A fault, with the rule that must name it and a part of what it says. */
export interface Violation extends Seed {
  readonly rule: string
  readonly says: string
}

const imports = (path: string): string => `import { thing } from '${path}'\nexport { thing }\n`

const crossing = (file: string, path: string, says: string): Violation => ({
  file,
  code: imports(path),
  rule: 'eslint(no-restricted-imports)',
  says,
})

const FOR_TESTS = 'does not import what is for tests'
const WIRING = 'only src/app.ts, src/main.ts and src/cli wire'

/** One crossing for each forbidden arrow between folders. */
export const BOUNDARY_VIOLATIONS: readonly Violation[] = [
  crossing('src/events/a.ts', '../../webhooks/receiver.ts', WIRING),
  crossing('src/events/b.ts', '../../workers/send-email.ts', WIRING),
  crossing('src/events/c.ts', '../../emails/renderer.ts', WIRING),
  crossing('src/events/d.ts', '../../migrations/0001-ledger.ts', WIRING),
  crossing('src/events/e.ts', '../cli/main.ts', WIRING),
  crossing('src/events/f.ts', '../app.ts', WIRING),
  crossing('src/events/g.ts', '../../test/support/clock.ts', WIRING),
  crossing('src/events/h.ts', 'doorkey/providers/authgear', 'imported by its path'),
  crossing('src/events/i.ts', '../testing/fake-ses.ts', FOR_TESTS),
  crossing('src/cli/b.ts', '../testing/fake-ses.ts', FOR_TESTS),
  crossing('webhooks/e.ts', '../src/testing/fake-ses.ts', FOR_TESTS),
  crossing('workers/d.ts', '../src/testing/fake-ses.ts', FOR_TESTS),
  crossing('emails/f.ts', '../src/testing/fake-ses.ts', FOR_TESTS),
  crossing('src/jobs.ts', '../workers/send-email.ts', WIRING),
  crossing('src/cli/a.ts', '../../test/support/clock.ts', 'does not import its tests'),
  crossing('src/core/a.ts', '../events/event-store.ts', 'node builtins and its own folder'),
  crossing('src/core/b.ts', 'pino', 'node builtins and its own folder'),
  crossing('src/core/c.ts', 'nodemailer', 'node builtins and its own folder'),
  crossing('src/core/d.ts', '@aws-sdk/client-ses', 'node builtins and its own folder'),
  crossing('webhooks/a.ts', '../workers/send-email.ts', 'store and enqueue'),
  crossing('webhooks/b.ts', '../emails/renderer.ts', 'store and enqueue'),
  crossing('webhooks/providers/c.ts', '../../migrations/0001-ledger.ts', 'store and enqueue'),
  crossing('webhooks/providers/d.ts', '../../src/app.ts', WIRING),
  crossing('workers/a.ts', '../webhooks/receiver.ts', 'never requests'),
  crossing('workers/b.ts', '../migrations/0001-ledger.ts', 'never requests'),
  crossing('workers/c.ts', '../src/cli/main.ts', WIRING),
  crossing('emails/a.ts', '../src/events/event-store.ts', 'src/core only'),
  crossing('emails/b.ts', '../webhooks/receiver.ts', 'src/core only'),
  crossing('emails/transports/c.ts', '../../workers/send-email.ts', 'src/core only'),
  crossing('emails/transports/d.ts', '../../src/jobs.ts', 'src/core only'),
  crossing('emails/e.ts', '../migrations/0001-ledger.ts', 'src/core only'),
  crossing('migrations/0001-a.ts', '../src/core/ids.ts', 'kysely only'),
  crossing('migrations/0002-b.ts', './0001-a.ts', 'kysely only'),
  crossing('migrations/0003-c.ts', 'pg', 'kysely only'),
  crossing('migrations/0004-d.ts', 'kysely-codegen', 'kysely only'),
]

/** What each folder may import; none of these may be reported. */
export const ALLOWED_CROSSINGS: readonly Seed[] = [
  { file: 'src/app.ts', code: imports('../webhooks/receiver.ts') },
  { file: 'src/main.ts', code: imports('./cli/main.ts') },
  { file: 'src/cli/allowed.ts', code: imports('../../workers/send-email.ts') },
  { file: 'src/core/allowed.ts', code: imports('./secret.ts') },
  { file: 'src/core/allowed-too.ts', code: imports('node:crypto') },
  { file: 'src/events/allowed.ts', code: imports('../database/database.ts') },
  { file: 'src/testing/allowed.ts', code: imports('./ses-call.ts') },
  { file: 'test/support/allowed.ts', code: imports('../../src/testing/fake-ses.ts') },
  { file: 'webhooks/allowed.ts', code: imports('../src/jobs.ts') },
  { file: 'workers/allowed.ts', code: imports('../emails/renderer.ts') },
  { file: 'workers/allowed-too.ts', code: imports('../src/core/ids.ts') },
  { file: 'emails/transports/allowed.ts', code: imports('../../src/core/transport.ts') },
  { file: 'migrations/0005-allowed.ts', code: imports('kysely') },
  { file: 'doorkey.config.ts', code: imports('doorkey/providers/authgear') },
]

const lines = (count: number): string => 'void 0\n'.repeat(count)

/** One fault for each rule that the product relies on. */
export const RULE_VIOLATIONS: readonly Violation[] = [
  {
    file: 'workers/unawaited-add.ts',
    code: `import type { Queue } from 'bullmq'\nexport function go(queue: Queue): void {\n  queue.add('a', {})\n}\n`,
    rule: 'typescript(no-floating-promises)',
    says: 'awaited',
  },
  {
    file: 'src/events/open-switch.ts',
    code: `export function name(kind: 'a' | 'b'): string | undefined {\n  switch (kind) {\n    case 'a':\n      return 'A'\n  }\n  return undefined\n}\n`,
    rule: 'typescript(switch-exhaustiveness-check)',
    says: 'not exhaustive',
  },
  {
    file: 'src/events/throws-text.ts',
    code: `export function fail(): never {\n  throw 'text'\n}\n`,
    rule: 'typescript(only-throw-error)',
    says: 'Error object',
  },
  {
    file: 'src/events/any-value.ts',
    code: 'export function take(value: any): void {\n  void value\n}\n',
    rule: 'typescript(no-explicit-any)',
    says: 'any',
  },
  {
    file: 'src/events/bang.ts',
    code: 'export function first(values: readonly string[]): string {\n  return values[0]!\n}\n',
    rule: 'typescript(no-non-null-assertion)',
    says: 'non-null',
  },
  {
    file: 'src/events/cast.ts',
    code: 'export function text(value: unknown): string {\n  return value as string\n}\n',
    rule: 'typescript(consistent-type-assertions)',
    says: 'assertion',
  },
  {
    file: 'src/events/ignored-type.ts',
    code: '// @ts-ignore\nexport const wrong: string = 1\n',
    rule: 'typescript(ban-ts-comment)',
    says: 'ts-ignore',
  },
  {
    file: 'src/events/reads-env.ts',
    code: "export const level = (): string | undefined => process.env['LOG_LEVEL']\n",
    rule: 'node(no-process-env)',
    says: 'process.env',
  },
  {
    file: 'test/events/reads-env.test.ts',
    code: "export const level = (): string | undefined => process.env['LOG_LEVEL']\n",
    rule: 'node(no-process-env)',
    says: 'process.env',
  },
  {
    file: 'src/events/imports-env.ts',
    code: "import { env } from 'node:process'\nexport { env }\n",
    rule: 'eslint(no-restricted-imports)',
    says: 'only reader of the environment',
  },
  {
    file: 'src/events/reveals.ts',
    code: 'export const leak = (secret: { reveal(): string }): string => secret.reveal()\n',
    rule: 'eslint(no-restricted-properties)',
    says: 'pass the Secret on',
  },
  {
    file: 'src/cli/reveals.ts',
    code: 'export const leak = (secret: { reveal(): string }): string => secret.reveal()\n',
    rule: 'eslint(no-restricted-properties)',
    says: 'pass the Secret on',
  },
  {
    file: 'src/credentials/weak-random.ts',
    code: 'export const digit = (): number => Math.floor(Math.random() * 10)\n',
    rule: 'eslint(no-restricted-properties)',
    says: 'node:crypto',
  },
  {
    file: 'workers/own-time.ts',
    code: 'export const stamp = (): number => Date.now()\n',
    rule: 'eslint(no-restricted-properties)',
    says: 'Clock',
  },
  {
    file: 'workers/prints.ts',
    code: "export function say(): void {\n  console.log('here')\n}\n",
    rule: 'eslint(no-console)',
    says: 'console',
  },
  {
    file: 'src/events/default-export.ts',
    code: 'const value = 1\nexport default value\n',
    rule: 'import(no-default-export)',
    says: 'named exports',
  },
  {
    file: 'src/events/camelCase.ts',
    code: 'export const value = 1\n',
    rule: 'unicorn(filename-case)',
    says: 'kebab',
  },
  {
    file: 'src/events/no-suffix.ts',
    code: "import { value } from './value'\nexport { value }\n",
    rule: 'import(extensions)',
    says: 'extension',
  },
  {
    file: 'src/events/circle.ts',
    code: "import { end } from './circle-end.ts'\nexport const start = (): number => end()\n",
    rule: 'import(no-cycle)',
    says: 'cycle',
  },
  {
    file: 'src/events/circle-end.ts',
    code: "import { start } from './circle.ts'\nexport const end = (): number => start()\n",
    rule: 'import(no-cycle)',
    says: 'cycle',
  },
  {
    file: 'src/events/long-file.ts',
    code: `export const value = 1\n${lines(300)}`,
    rule: 'eslint(max-lines)',
    says: 'too many lines',
  },
  {
    file: 'src/events/long-function.ts',
    code: `export function long(): void {\n${lines(50)}}\n`,
    rule: 'eslint(max-lines-per-function)',
    says: 'too many lines',
  },
  {
    file: 'test/events/skipped.test.ts',
    code: "import { expect, it } from 'vitest'\n\nit.skip('holds', () => {\n  expect(1).toBe(1)\n})\n",
    rule: 'vitest(no-disabled-tests)',
    says: 'skip',
  },
  {
    file: 'test/events/focused.test.ts',
    code: "import { expect, it } from 'vitest'\n\nit.only('holds', () => {\n  expect(1).toBe(1)\n})\n",
    rule: 'vitest(no-focused-tests)',
    says: 'focused',
  },
  {
    file: 'test/events/empty.test.ts',
    code: "import { it } from 'vitest'\n\nit('holds', () => {})\n",
    rule: 'vitest(expect-expect)',
    says: 'assertion',
  },
  {
    file: 'test/events/bare-throw.test.ts',
    code: "import { expect, it } from 'vitest'\n\nit('refuses', () => {\n  expect(() => JSON.parse('{')).toThrow()\n})\n",
    rule: 'vitest(require-to-throw-message)',
    says: 'message',
  },
  {
    file: 'test/events/mocked.test.ts',
    code: "import { expect, it, vi } from 'vitest'\n\nvi.mock('pg')\n\nit('holds', () => {\n  expect(1).toBe(1)\n})\n",
    rule: 'vitest(no-restricted-vi-methods)',
    says: 'no module mocks',
  },
]
