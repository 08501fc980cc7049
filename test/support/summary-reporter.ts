import { existsSync, readFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { SERVERS_FILE } from './servers-file.ts'

/** Ends every run with what was exercised and a plain count. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state] += 1
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
      `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped`,
      '',
    ]
    process.stdout.write(lines.join('\n'))
  }
}
