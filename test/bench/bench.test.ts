import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { processEnvironment } from '../../src/config.ts'

const TIMEOUT_MS = 110_000

test('a quick run ends by itself with a table and one JSON object', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bench/main.ts', '--quick', '--json'],
    {
      env: {
        ...processEnvironment(),
        DATABASE_URL: inject('postgresUrl'),
        REDIS_URL: inject('redisUrl'),
      },
      timeout: TIMEOUT_MS,
    },
  )
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^\d+ CPUs/)
  const report = JSON.parse(lines.at(-1) ?? '')

  expect(report).toMatchObject({
    isQuick: true,
    rounds: 2,
    connections: 64,
    latency: { count: 20 },
  })
  const { hmac, naive, doorkey, doorkeyToNaive, doorkeyToHmac } = report.intake
  const { argon2, builtin, http, builtinToArgon2 } = report.wholePath
  const spreads = [
    hmac.perSecond,
    naive.perSecond,
    doorkey.perSecond,
    doorkeyToNaive,
    doorkeyToHmac,
  ]
  spreads.push(argon2, builtin, http, builtinToArgon2)
  for (const { min, median, max } of spreads) {
    expect(min).toBeGreaterThan(0)
    expect(median).toBeGreaterThanOrEqual(min)
    expect(max).toBeGreaterThanOrEqual(median)
  }
  const { answer, mail } = report.latency
  for (const { p50Ms, p99Ms } of [hmac, naive, doorkey, answer, mail]) {
    expect(p50Ms).toBeGreaterThan(0)
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms)
  }
  expect(report.render.cpuMs.median).toBeGreaterThan(0)
  expect(report.targets).toHaveLength(5)
})
