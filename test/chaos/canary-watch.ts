import { expect, vi } from 'vitest'
import { dumpPostgres, dumpRedis, type Haystack, watchRedis } from '../support/canary.ts'
import { ADMIN_KEY, type System } from '../support/system.ts'

/** Looks over Doorkey's shoulder, wherever it writes. */
export interface CanaryWatch {
  /** Keeps what Postgres and Redis hold just now. */
  look(when: string): Promise<void>
  /** Asks for a page and keeps the answer, headers and all; gives its status. */
  ask(path: string, init?: RequestInit): Promise<Answer>
  /** The console as a signed-in operator sees it, with the page of every event. */
  openConsole(): Promise<number>
  /** Everything that was seen. */
  haystacks(): readonly Haystack[]
  stop(): void
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly cookie: string
}

export async function startCanaryWatch(system: System): Promise<CanaryWatch> {
  const seen: Haystack[] = []
  const redis = system.redis && (await watchRedis(system.redis.port))
  // Whatever a library prints past the logger.
  const streams = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${system.app.url}${path}`, { redirect: 'manual', ...init })
    const text = await response.text()
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie')
    seen.push({ where: `answer to ${path}`, text: `${JSON.stringify(headers)}\n${text}` })
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { status: response.status, text, cookie }
  }
  return {
    async look(when) {
      seen.push({ where: `Postgres ${when}`, text: await dumpPostgres(system.store.pool) })
      if (system.redis) {
        seen.push({ where: `Redis ${when}`, text: await dumpRedis(system.redis.url) })
      }
    },
    ask,
    openConsole: () => openConsole(ask),
    haystacks: () => [
      ...seen,
      { where: 'the log', text: system.logLines.join('') },
      { where: 'commands to Redis', text: redis?.text() ?? '' },
      { where: 'output', text: streams.flatMap((spy) => spy.mock.calls.map(String)).join('\n') },
    ],
    stop() {
      redis?.stop()
      for (const spy of streams) spy.mockRestore()
    },
  }
}

async function openConsole(ask: CanaryWatch['ask']): Promise<number> {
  const { status, cookie } = await ask('/console/sign-in', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ key: ADMIN_KEY }),
  })
  expect(status).toBe(303)
  const overview = await ask('/console', { headers: { cookie } })
  const pages = new Set(overview.text.match(/\/console\/events\/evt_[\w-]+/g))
  for (const page of pages) expect((await ask(page, { headers: { cookie } })).status).toBe(200)
  return pages.size
}
