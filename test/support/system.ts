import { type App, APP_PARTS, type AppPart, startApp } from '../../src/app.ts'
import { postSample, type SampleAnswer } from '../../src/cli/post-sample.ts'
import type { DoorkeyConfig, SourceInput } from '../../src/config/doorkey-config.ts'
import { readConfig } from '../../src/config.ts'
import { configError } from '../../src/config/faults.ts'
import { readSource } from '../../src/config/sources.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Transport } from '../../src/core/transport.ts'
import type { SampleEvent } from '../../src/events/provider.ts'
import type { Kysely } from 'kysely'
import type { Schema } from '../../src/database/schema.ts'
import { ses } from '../../emails/transports/ses.ts'
import { QUEUE_NAMES } from '../../src/jobs.ts'
import { createLogger } from '../../src/ops/logger.ts'
import { type Waiting, whenSettled } from './ledger-times.ts'
import { type MailFacts, readMail } from './mail.ts'
import { openPlace, type Place, type QueueKind } from './place.ts'
import { PROVIDERS } from './post-many.ts'
import type { SignedPost, SourceName } from './signed-posts.ts'

export const ADMIN_KEY = 'dk_a-test-key-of-more-than-32-characters'
export const SEALING_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }
const HOUR_MS = 3_600_000

/** Where links in mails point; a test opens their path at the system's own address. */
export const PUBLIC_URL = 'https://doorkey.test'

export interface SystemOptions {
  readonly queue: QueueKind
  /** Changes to the sources `acme` (authgear) and `demo` (standard-webhooks). */
  readonly sources?: Readonly<Partial<Record<SourceName, Partial<SourceInput>>>>
  readonly unknown?: DoorkeyConfig['unknown']
  /** Default: SES, as the place's fake plays it. */
  readonly transport?: Transport
  /** Topics that feedback is taken from. */
  readonly feedback?: DoorkeyConfig['feedback']
  /** Operators may see generated passwords. Default false. */
  readonly showPassword?: boolean
  /** A configuration file whose automations run. */
  readonly automationsOf?: string
  /** Further sources by name. */
  more?(database: Kysely<Schema>): Promise<Readonly<Record<string, OwnInput>>>
}

type OwnInput = Omit<SourceInput, 'brand' | 'from'>

/** A whole Doorkey in this process, on servers of its own. */
export interface System extends Place {
  readonly app: App
  /** Log lines so far, down to `trace`. */
  readonly logLines: readonly string[]
  /** Posts a sample that the source's provider signs; throws unless it is taken. */
  post(source: SourceName, event: SampleEvent): Promise<SampleAnswer>
  /** Posts a body that was signed elsewhere; gives the status and the answer. */
  postSigned(source: SourceName, post: SignedPost): Promise<SampleAnswer>
  /** Resolves once no event and no message is open. */
  settled(waiting?: Waiting): Promise<void>
  /** Accepted mails to `to`, oldest first, as their reader sees them. */
  mailsTo(to: string): readonly MailFacts[]
  /** What `POST /v1/credentials/verify` answers. */
  verify(source: SourceName, userId: string, password: string): Promise<string>
  /** Types a password into the page of a reset link; gives the page's status. */
  choose(link: string, password: string): Promise<number>
  /** Runs a second process' worth of `parts` on the same servers; `close` stops it too. */
  startAnother(parts: readonly AppPart[]): Promise<App>
}

export async function startSystem(options: SystemOptions): Promise<System> {
  const place = await openPlace(options.queue)
  const logLines: string[] = []
  const configFile = options.automationsOf ?? ''
  const file = configFile && (await readConfig(configFile, {}, () => {}))
  const config = {
    ...buildConfig(place, options, (await options.more?.(place.store.database)) ?? {}),
    automations: file ? file.automations : [],
  }
  const start = (parts: readonly AppPart[]) =>
    startOn(place, config, {
      parts,
      logLines,
      configFile,
    })
  const app = await start(APP_PARTS).catch(async (error: unknown) => {
    await place.close()
    throw error
  })
  const apps = [app]
  return {
    ...place,
    app,
    logLines,
    post: (source, event) => postTaken(app.url, source, event),
    postSigned: (source, signed) => postSigned(app.url, source, signed),
    settled: (waiting) => whenSettled(place.store.database, () => logLines, waiting),
    mailsTo: (to) => place.ses.accepted(to).map(readMail),
    verify: (source, userId, password) => verify(app.url, { source, userId, password }),
    choose: (link, password) => choose(app.url, link, password),
    async startAnother(parts) {
      const another = await start(parts)
      apps.push(another)
      return another
    },
    async close() {
      for (const one of apps) await one.stop()
      await place.close()
    },
  }
}

async function startOn(
  place: Place,
  config: DoorkeyConfig,
  {
    parts,
    logLines,
    configFile,
  }: {
    readonly parts: readonly AppPart[]
    readonly logLines: string[]
    readonly configFile: string
  },
): Promise<App> {
  return startApp({
    settings: {
      databaseUrl: new Secret(place.store.url),
      redisUrl: place.redis && new Secret(place.redis.url),
      host: '127.0.0.1',
      port: 0,
      publicUrl: PUBLIC_URL,
      configFile,
      keys: new Secret(SEALING_KEYS),
      adminKey: new Secret(ADMIN_KEY),
      apiKey: undefined,
      logLevel: 'trace',
      trustProxy: undefined,
      embedded: false,
    },
    config,
    log: createLogger({
      level: 'trace',
      destination: { write: (line) => void logLines.push(line) },
    }),
    parts: new Set(parts),
    queues: new Set(QUEUE_NAMES),
    migrates: false,
    fetchText: place.ses.sns.fetchText,
  })
}

function buildConfig(
  place: Place,
  { sources = {}, unknown, transport, feedback, showPassword = false }: SystemOptions,
  more: Readonly<Record<string, OwnInput>>,
): Omit<DoorkeyConfig, 'automations'> {
  const read = (name: string, input: OwnInput) => {
    const brand = { name: 'Test', supportEmail: 'help@doorkey.test' }
    const from = `Test <no-reply@${name}.test>`
    return readSource(name, { brand, from, ...input }, (fault) => {
      throw configError([fault])
    })
  }
  return {
    publicUrl: PUBLIC_URL,
    sources: new Map([
      ['acme', read('acme', { provider: PROVIDERS.acme, ...sources.acme })],
      ['demo', read('demo', { provider: PROVIDERS.demo, ...sources.demo })],
      ...Object.entries(more).map(([name, input]) => [name, read(name, input)] as const),
    ]),
    transport:
      transport ??
      ses({
        endpoint: place.ses.url,
        region: 'eu-west-1',
        credentials: CREDENTIALS,
      }),
    unknown: unknown ?? { afterMs: HOUR_MS / 4, then: 'resend' },
    feedback: feedback ?? { topics: [], confirm: false },
    users: { showPassword },
    shredAfterMs: 24 * HOUR_MS,
  }
}

async function postTaken(
  baseUrl: string,
  source: SourceName,
  event: SampleEvent,
): Promise<SampleAnswer> {
  const answer = await postSample(baseUrl, source, PROVIDERS[source], event)
  if (answer.status === 202) return answer
  throw new Error(`system: expected the event to be taken, got ${answer.outcome}`)
}

/** Posts what was signed elsewhere, byte for byte. */
export async function postSigned(
  baseUrl: string,
  source: SourceName,
  { headers, body }: SignedPost,
): Promise<SampleAnswer> {
  const response = await fetch(`${baseUrl}/webhooks/${source}`, { method: 'POST', headers, body })
  const answer = new Map<string, unknown>(Object.entries(Object(await response.json())))
  const id = answer.get('id')
  return {
    status: response.status,
    eventId: typeof id === 'string' ? id : undefined,
    outcome: String(answer.get('status')),
  }
}

async function verify(baseUrl: string, body: object): Promise<string> {
  const response = await fetch(`${baseUrl}/v1/credentials/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify(body),
  })
  return /"status":"(\w+)"/.exec(await response.text())?.[1] ?? `HTTP ${response.status}`
}

/** Opens the page as its reader would, then sends the form with the token from the fragment. */
export async function choose(baseUrl: string, link: string, password: string): Promise<number> {
  const { pathname, hash } = new URL(link)
  const page = await fetch(`${baseUrl}${pathname}`)
  if (page.status !== 200) return page.status
  const form = new URLSearchParams({ token: hash.slice(1), password })
  const answer = await fetch(`${baseUrl}${pathname}`, { method: 'POST', body: form })
  return answer.status
}
