import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import type emulatorModule from 'aws-ses-v2-local'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from '../core/app-error.ts'

const TIMEOUT_MS = 5_000

/** What the emulator handles at the address of SES v1. */
const MAIL_ACTIONS: readonly string[] = ['SendEmail', 'SendRawEmail']

const STORE = Type.Object({
  emails: Type.Array(
    Type.Object({
      messageId: Type.String(),
      destination: Type.Object({ to: Type.Array(Type.String()) }),
      subject: Type.String(),
      body: Type.Object({
        text: Type.Optional(Type.String()),
        html: Type.Optional(Type.String()),
      }),
    }),
  ),
})

/** One mail that was sent, as its reader sees it. */
export interface EmbeddedMail {
  /** The id that the sender was given. */
  readonly id: string
  /** The header, so perhaps `Ada <ada@example.com>`. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** An Amazon SES of Doorkey's own, for trying it out: it keeps mails in memory and sends nothing. */
export interface EmbeddedSes {
  /** For the AWS SDK, which needs some credentials; any will do. */
  readonly endpoint: string
  /** A page that shows the mails. */
  readonly viewerUrl: string
  /** Oldest first. */
  inbox(): Promise<readonly EmbeddedMail[]>
  stop(): Promise<void>
}

/**
 * Starts the development dependency `aws-ses-v2-local` on 127.0.0.1; its mails are one list for
 * the whole process. Throws `EMBEDDED_MISSING`, `EMBEDDED_FAILED`.
 */
export async function startEmbeddedSes(
  options: { readonly port?: number } = {},
): Promise<EmbeddedSes> {
  const start = loadEmulator()
  // Its own default is every address of the machine.
  const server = await start({ host: '127.0.0.1', port: options.port ?? 0 })
  const address = server.address()
  if (typeof address !== 'object' || address === null) {
    throw failed(`port ${options.port ?? 0} to be free`, 'a port in use')
  }
  answerQuestions(server)
  const endpoint = `http://127.0.0.1:${address.port}`
  return {
    endpoint,
    viewerUrl: `${endpoint}/`,
    inbox: () => readInbox(endpoint),
    stop: () => stopServer(server),
  }
}

/** Through `require`: the package is CommonJS, and production must not need it. */
function loadEmulator() {
  try {
    const emulator: typeof emulatorModule = createRequire(import.meta.url)('aws-ses-v2-local')
    return emulator.default
  } catch (error) {
    throw new AppError('EMBEDDED_MISSING', 'embedded ses: expected aws-ses-v2-local, got nothing', {
      cause: error,
    })
  }
}

const XMLNS = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"'
const QUOTA =
  `<GetSendQuotaResponse ${XMLNS}><GetSendQuotaResult>` +
  '<MaxSendRate>1000</MaxSendRate><Max24HourSend>-1</Max24HourSend>' +
  '</GetSendQuotaResult></GetSendQuotaResponse>'
const UNKNOWN_ACTION =
  `<ErrorResponse ${XMLNS}><Error><Type>Sender</Type><Code>InvalidAction</Code>` +
  '<Message>This emulator takes mails and tells a rate.</Message></Error></ErrorResponse>'

/** The emulator takes mails and never answers anything else that SES v1 is asked. */
function answerQuestions(server: Server): void {
  const handlers = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const passOn = (): void => {
      for (const handle of handlers) handle.call(server, request, response)
    }
    if (request.method !== 'POST' || request.url !== '/') return passOn()
    request.once('readable', () => {
      const head: unknown = request.read()
      const [, action] = /^Action=(\w+)/.exec(String(head)) ?? []
      if (action === undefined || MAIL_ACTIONS.includes(action)) {
        // Nothing has read on: the emulator finds the whole body.
        if (head !== null) request.unshift(head)
        return passOn()
      }
      const [status, body] = action === 'GetSendQuota' ? [200, QUOTA] : [400, UNKNOWN_ACTION]
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
    })
  })
}

async function readInbox(endpoint: string): Promise<readonly EmbeddedMail[]> {
  const response = await fetch(`${endpoint}/store`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  const store: unknown = await response.json()
  if (!Value.Check(STORE, store)) throw failed('a list of mails', 'another shape')
  return store.emails.map(toEmbeddedMail)
}

function toEmbeddedMail(mail: Static<typeof STORE>['emails'][number]): EmbeddedMail {
  return {
    id: mail.messageId,
    to: mail.destination.to.join(', '),
    subject: mail.subject,
    text: mail.body.text ?? '',
    html: mail.body.html ?? '',
  }
}

async function stopServer(server: Server): Promise<void> {
  const closed = promisify(server.close.bind(server))()
  server.closeAllConnections()
  await closed
}

function failed(expected: string, got: string): AppError {
  return new AppError('EMBEDDED_FAILED', `embedded ses: expected ${expected}, got ${got}`)
}
