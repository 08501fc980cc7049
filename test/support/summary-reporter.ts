import { existsSync, readFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { SERVERS_FILE } from './servers-file.ts'

/** The tests that need a program, by their paths. */
const BROWSER = '/test/browser/'
const SPAM = '/test/emails/spam.test.ts'

/** Ends every run with what was exercised and a plain count. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    const ran = { [BROWSER]: 0, [SPAM]: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        counts[state] += 1
        for (const path of [BROWSER, SPAM] as const) {
          if (state === 'passed' && module.moduleId.includes(path)) ran[path] += 1
        }
      }
      // A file that does not load has no tests, and must not count as nothing.
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1
    }
    if (!existsSync(SERVERS_FILE)) return
    const servers = JSON.parse(readFileSync(SERVERS_FILE, 'utf8'))
    const lines = [
      '',
      `postgres: exercised (${servers.postgres})`,
      servers.redis
        ? `redis: exercised (${servers.redis})`
        : 'redis: NOT exercised (set TEST_REDIS_URL, or start Redis or Docker)',
      programLine('browser', servers.chromium, ran[BROWSER]),
      programLine('spamassassin', servers.spamAssassin, ran[SPAM]),
      `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped`,
      '',
    ]
    process.stdout.write(lines.join('\n'))
  }
}

const MISSING = {
  browser: 'no Chromium found: install one, or set TEST_CHROMIUM',
  spamassassin: 'not installed',
} as const

function programLine(name: keyof typeof MISSING, version: unknown, passed: number): string {
  if (typeof version !== 'string') return `${name}: not exercised (${MISSING[name]})`
  return passed > 0
    ? `${name}: exercised (${version}, ${passed} tests)`
    : `${name}: not exercised (none of its tests was in this run)`
}
