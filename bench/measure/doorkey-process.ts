import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startChild } from '../children/child.ts'
import { freePort } from '../ports.ts'
import type { Setting } from './setting.ts'

const START_MS_MAX = 20_000
const LOOK_AGAIN_MS = 25

interface Options {
  /** A file in `bench/configs/`. */
  readonly config: 'intake' | 'path'
  /** For `doorkey start`. */
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** `doorkey start` as a process of its own, as in production: log lines, metrics, limits, sealing. */
export async function startDoorkey(
  { servers, secret, sealingKeys, profileTo, atEnd }: Setting,
  { config, args, environment }: Options,
): Promise<{ readonly port: number; stop: Child['stop'] }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const configFile = fileURLToPath(new URL(`../configs/${config}.config.ts`, import.meta.url))
  const child = startChild('doorkey', {
    args: ['--config', configFile, ...args],
    nodeOptions: profileTo ? ['--cpu-prof', `--cpu-prof-dir=${profileTo}`] : [],
    environment: {
      DATABASE_URL: servers.databaseUrl,
      // Empty is as good as unset.
      REDIS_URL: servers.redisUrl ?? '',
      DOORKEY_KEYS: sealingKeys,
      HOST: '127.0.0.1',
      PORT: `${port}`,
      PUBLIC_URL: url,
      BENCH_WEBHOOK_SECRET: `whsec_${secret}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      // Port 9 discards; a run that sends names its own.
      AWS_ENDPOINT_URL_SES: 'http://127.0.0.1:9',
      ...environment,
    },
  })
  atEnd(child.stop)
  await Promise.race([untilReady(url), child.ended])
  return { port, stop: child.stop }
}

async function untilReady(url: string): Promise<void> {
  for (let waited = 0; waited < START_MS_MAX; waited += LOOK_AGAIN_MS) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    await sleep(LOOK_AGAIN_MS)
  }
  throw new Error('bench: expected Doorkey to become ready, got nothing')
}
