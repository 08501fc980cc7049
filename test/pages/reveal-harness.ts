import pino from 'pino'
import type { RenderRequest } from '../../emails/render-request.ts'
import type { Source } from '../../src/config/doorkey-config.ts'
import { systemIds } from '../../src/core/ids.ts'
import { Secret } from '../../src/core/secret.ts'
import { createCredentialStore } from '../../src/credentials/credential-store.ts'
import { createPasswordHasher } from '../../src/credentials/password-hasher.ts'
import { createReveal } from '../../src/credentials/reveal.ts'
import { createSealer } from '../../src/credentials/sealer.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { createMessageStore } from '../../src/messages/message-store.ts'
import { registerRevealPage } from '../../src/pages/reveal-page.ts'
import { runSources } from '../../src/sources.ts'
import { createRenderEmail } from '../../workers/render-email.ts'
import { createRevealShredder } from '../../workers/upkeep/shred-reveals.ts'
import { createTestClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { insertCredential, insertEvent, insertMessage } from '../support/ledger-rows.ts'
import { testSource } from '../support/sources.ts'
import { createRenewalTools } from './renewal-tools.ts'

const hasher = createPasswordHasher(1)
const sealingKey = (byte: number) => ({ id: 'k1', key: new Secret(Buffer.alloc(32, byte)) })
const sealer = createSealer([sealingKey(1)])

export const REVEAL_PASSWORD = 'r4ven-Quartz-oxbow-9'

/** A server with the page that reveals, the worker that renders its mails, and the chore that shreds. */
export function createRevealHarness(
  store: TestDatabase,
  { source = {}, publicUrl = 'https://doorkey.test' }: RevealHarnessOptions = {},
) {
  const { database } = store
  const clock = createTestClock()
  const logLines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logLines.push(line) })
  const app = createHttpServer({ log, clock, trustProxy: false })
  const sources = new Map([['acme', testSource(source)]])
  const findSource = runSources(sources, { database, hasher, clock })
  // What opens may be replaced: a server that was started with other keys.
  const keys = { sealer }
  const reveal = createReveal({
    database,
    clock,
    findSource,
    sealer: { ...sealer, open: (sealed, context) => keys.sealer.open(sealed, context) },
  })
  const tools = createRenewalTools(store, { clock, sealer })
  registerRevealPage(app, { reveal, sources, publicUrl, ...tools })
  const { render, mails } = openRenderer(store, { clock, findSource, publicUrl })

  return {
    app,
    clock,
    database,
    logLines,
    reveal,
    render,
    mails,
    renewalFailures: tools.failures,
    renewed: tools.renewed,
    shredder: createRevealShredder({ database, clock }),
    loseKey: () => void (keys.sealer = createSealer([sealingKey(2)])),
    findKey: () => void (keys.sealer = sealer),
    plan: (event: object = {}, credential: object = {}) =>
      planReveal(store, clock.now(), event, credential),
    rowOf: (id: string) =>
      database
        .selectFrom('reveal')
        .selectAll()
        .where('credential_id', '=', id)
        .executeTakeFirstOrThrow(),
  }
}

interface RevealHarnessOptions {
  readonly source?: Partial<Source>
  readonly publicUrl?: string
}

/** A password that was set, and its mail that waits to be rendered. */
async function planReveal(store: TestDatabase, now: Date, event: object, credential: object) {
  const { database } = store
  const eventId = await insertEvent(database, now, { type: 'user.created', ...event })
  const id = systemIds.next('credential')
  const secret = sealer.seal(new Secret(REVEAL_PASSWORD), `credential.secret:${id}`)
  const password = { id, event_id: eventId, kind: 'password', purpose: 'created', secret } as const
  await insertCredential(database, now, { ...password, must_change: true, ...credential })
  const row = { event_id: eventId, credential_id: id, template: 'reveal-link' } as const
  const messageId = await insertMessage(database, now, { ...row, state: 'planned' })
  return { id, eventId, messageId, userId: `u_${eventId}` }
}

/** The worker, with the mails that it had rendered instead of their bytes. */
function openRenderer(
  { database, pool }: TestDatabase,
  {
    clock,
    ...uses
  }: Pick<Parameters<typeof createRenderEmail>[0], 'clock' | 'findSource' | 'publicUrl'>,
) {
  const mails = new Map<string, RenderRequest>()
  const work = createRenderEmail({
    ...uses,
    clock,
    sealer,
    messages: createMessageStore({ database, pool, clock }),
    credentials: createCredentialStore({ pool, sealer, clock, ids: systemIds }),
    emails: {
      render: async (mail) => {
        mails.set(mail.messageId, mail)
        return { bytes: new Secret(Buffer.from('the mail')), subject: '' }
      },
    },
    enqueueSend: async () => {},
    log: { event() {}, message() {}, accepted() {}, failure() {} },
  })
  return {
    mails,
    /** Renders a planned message; gives the token in its link. */
    async render(messageId: string, run = 0): Promise<string> {
      await work({ id: messageId, run })
      const mail = mails.get(messageId)
      if (mail?.template !== 'reveal-link') throw new Error('expected a reveal-link, got another')
      return new URL(mail.variables.link.reveal()).hash.slice(1)
    },
  }
}
