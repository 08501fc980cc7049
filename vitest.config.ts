import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './test/support/summary-reporter.ts'

/** Start processes of their own, and share the machine badly with anything else. */
const HEAVY = ['test/{bench,chaos,journeys}/**/*.test.ts', 'test/database/hot-queries.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter()],
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: HEAVY,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: HEAVY,
          // One file at a time: two would wait for each other's processes, and run out of the
          // hundred connections of a Postgres with its default settings.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          // Limits for a machine that is busy with other things; nothing here takes that long.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    globalSetup: ['test/support/servers.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
})
