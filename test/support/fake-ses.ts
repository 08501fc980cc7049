import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { acceptedXml, errorXml, quotaXml, type SesQuota } from './fake-ses-xml.ts'

/** One mail that the fake accepted. */
export interface AcceptedMail {
  /** The MessageId that was, or would have been, answered. */
  readonly id: string
  readonly source: string
  readonly destinations: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly configurationSet: string | undefined
  /** The exact bytes. */
  readonly raw: Buffer
  readonly parsed: ParsedMail
}

/** One `SendRawEmail` call as it came in, accepted or not. */
export type SesCall = Omit<AcceptedMail, 'id' | 'parsed'>

/**
 * What goes wrong with a call. Only `delay`, `lost-answer` and `hang-after-accepting` keep the
 * mail; the others refuse it or never read it.
 */
export type SesFault =
  /** An error in the wire form of SES, such as `Throttling` with HTTP 400. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly status: number
      readonly message: string
    }
  /** Any body and status, such as a proxy's HTML page. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Accepts after a wait. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Reads, never answers, keeps nothing. */
  | { readonly kind: 'hang' }
  /** Keeps the mail and never answers. */
  | { readonly kind: 'hang-after-accepting' }
  /** Cuts the connection before the body is read. */
  | { readonly kind: 'reset' }
  /** Keeps the mail, then cuts the connection instead of answering. */
  | { readonly kind: 'lost-answer' }
  /** Ends the connection in order, without an answer. */
  | { readonly kind: 'close' }

/** Faults by name, as SES words them. */
export const SES_FAULTS = {
  throttle: error('Throttling', 400, 'Maximum sending rate exceeded.'),
  quota: error('Throttling', 400, 'Daily message quota exceeded.'),
  reject: error('MessageRejected', 400, 'Message contains illegal content.'),
  internal: error('InternalFailure', 500, 'We encountered an internal error.'),
  unavailable: error('ServiceUnavailable', 503, 'Service is unable to handle the request.'),
  paused: error('AccountSendingPaused', 400, 'Sending paused for this account.'),
  expiredToken: error('ExpiredToken', 403, 'The security token included is expired.'),
} as const

type QuotaFault = Extract<SesFault, { readonly kind: 'error' | 'hang' }>

const AMPLE: SesQuota = { MaxSendRate: 10_000, Max24HourSend: -1, SentLast24Hours: 0 }

export interface FakeSes {
  readonly endpoint: string
  /** Accepted mails, oldest first. */
  readonly mails: readonly AcceptedMail[]
  /** Every `SendRawEmail` whose body arrived, oldest first. */
  readonly calls: readonly SesCall[]
  /** Requests that arrived at all, those cut off before their body too. */
  requests(): number
  accepted(to?: string): readonly AcceptedMail[]
  /** Resolves once `count` mails were accepted, for one recipient where given. */
  whenAccepted(count: number, to?: string): Promise<readonly AcceptedMail[]>
  /** Spends one fault on each of the next calls, in order. */
  failNext(...faults: readonly SesFault[]): void
  /** Fails each call that fits, until the returned function is called. */
  failWhen(fits: (call: SesCall) => boolean, fault: SesFault): () => void
  /** What `GetSendQuota` answers from now on, or how it fails. Default: far more than any test sends. */
  setQuota(quota: SesQuota | QuotaFault): void
  /** Forgets mails, calls and faults. */
  reset(): void
  close(): Promise<void>
}

interface State {
  readonly mails: AcceptedMail[]
  readonly calls: SesCall[]
  requests: number
  quota: SesQuota | QuotaFault
  readonly next: SesFault[]
  readonly rules: Set<{ fits(call: SesCall): boolean; fault: SesFault }>
  readonly waiters: Set<() => void>
}

/** Amazon SES v1 on loopback, with the faults that its documentation and users report. */
export async function startFakeSes(): Promise<FakeSes> {
  const state: State = {
    mails: [],
    calls: [],
    requests: 0,
    quota: AMPLE,
    next: [],
    rules: new Set(),
    waiters: new Set(),
  }
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void handle(request, response, state).catch(() => request.socket.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())))
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ...controls(state),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function controls(state: State): Omit<FakeSes, 'endpoint' | 'close'> {
  const accepted = (to?: string) => {
    return state.mails.filter(({ destinations }) => to === undefined || destinations.includes(to))
  }
  return {
    mails: state.mails,
    calls: state.calls,
    requests: () => state.requests,
    accepted,
    async whenAccepted(count, to) {
      while (accepted(to).length < count) {
        await new Promise<void>((resolve) => state.waiters.add(resolve))
      }
      return accepted(to)
    },
    failNext: (...faults) => void state.next.push(...faults),
    failWhen(fits, fault) {
      const rule = { fits, fault }
      state.rules.add(rule)
      return () => void state.rules.delete(rule)
    },
    setQuota(quota) {
      state.quota = quota
    },
    reset() {
      for (const list of [state.mails, state.calls, state.next]) list.length = 0
      state.requests = 0
      state.quota = AMPLE
      state.rules.clear()
    },
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
): Promise<void> {
  if (isQuestion(request)) return answerQuestion(request, response, state.quota)
  state.requests += 1
  if (state.next[0]?.kind === 'reset') {
    state.next.shift()
    request.socket.resetAndDestroy()
    return
  }
  const form = new URLSearchParams((await bodyOf(request)).toString('utf8'))
  const call = callOf(form)
  state.calls.push(call)
  const rule = [...state.rules].find(({ fits }) => fits(call))
  await act(state.next.shift() ?? rule?.fault, call, request, response, state)
}

/** A mail is longer. Faults and counts of sends are not for the other calls. */
const QUESTION_BYTES_MAX = 200

function isQuestion({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? Infinity) <= QUESTION_BYTES_MAX
}

async function answerQuestion(
  request: IncomingMessage,
  response: ServerResponse,
  quota: SesQuota | QuotaFault,
): Promise<void> {
  const form = new URLSearchParams((await bodyOf(request)).toString('utf8'))
  const action = form.get('Action')
  if (action !== 'GetSendQuota') {
    return answer(response, 400, errorXml('InvalidAction', `Could not find ${action}.`))
  }
  if (!('kind' in quota)) return answer(response, 200, quotaXml(quota))
  if (quota.kind === 'error') answer(response, quota.status, errorXml(quota.code, quota.message))
}

async function act(
  fault: SesFault | undefined,
  call: SesCall,
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return answer(response, 200, acceptedXml(await accept(call, state)))
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return answer(response, 200, acceptedXml(await accept(call, state)))
    case 'error':
      return answer(response, fault.status, errorXml(fault.code, fault.message))
    case 'answer':
      return answer(response, fault.status, fault.body)
    case 'hang':
      return
    case 'hang-after-accepting':
      await accept(call, state)
      return
    case 'lost-answer':
      await accept(call, state)
      request.socket.resetAndDestroy()
      return
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'close':
      request.socket.end()
  }
}

async function accept(call: SesCall, state: State): Promise<string> {
  const id = `0102${randomUUID()}-000000`
  const mail = { ...call, id, parsed: await simpleParser(call.raw) }
  state.mails.push(mail)
  for (const wake of state.waiters) wake()
  state.waiters.clear()
  return id
}

function callOf(form: URLSearchParams): SesCall {
  const tags: Record<string, string> = {}
  for (let member = 1; form.has(`Tags.member.${member}.Name`); member += 1) {
    const name = form.get(`Tags.member.${member}.Name`) ?? ''
    tags[name] = form.get(`Tags.member.${member}.Value`) ?? ''
  }
  const destinations: string[] = []
  for (let member = 1; form.has(`Destinations.member.${member}`); member += 1) {
    destinations.push(form.get(`Destinations.member.${member}`) ?? '')
  }
  return {
    source: form.get('Source') ?? '',
    destinations,
    tags,
    configurationSet: form.get('ConfigurationSetName') ?? undefined,
    raw: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('fake SES: expected a TCP port, got none')
}

function answer(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': 'fake-request' }
  response.writeHead(status, headers).end(body)
}

function error(code: string, status: number, message: string) {
  return { kind: 'error', code, status, message } as const
}
