import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './test/support/summary-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/servers.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Two cores; more workers only make the kill and race tests wait on each other.
    maxWorkers: 2,
    reporters: ['default', new SummaryReporter()],
    passWithNoTests: false,
  },
})
