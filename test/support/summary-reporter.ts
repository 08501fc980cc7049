import { existsSync, readFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { SERVERS_FILE } from './servers-file.ts'

/** The tests that a browser runs. */
const BROWSER_FOLDER = '/test/browser/'

/** Ends every run with what was exercised and a plain count. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    let inBrowser = 0
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        counts[state] += 1
        if (state === 'passed' && module.moduleId.includes(BROWSER_FOLDER)) inBrowser += 1
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
      browserLine(servers.chromium, inBrowser),
      `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped`,
      '',
    ]
    process.stdout.write(lines.join('\n'))
  }
}

function browserLine(chromium: unknown, passed: number): string {
  if (typeof chromium !== 'string') {
    return 'browser: not exercised (no Chromium found: install one, or set TEST_CHROMIUM)'
  }
  return passed > 0
    ? `browser: exercised (${chromium}, ${passed} tests)`
    : 'browser: not exercised (none of its tests was in this run)'
}
