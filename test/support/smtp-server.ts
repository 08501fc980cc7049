import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { RELAY_CERTIFICATE, RELAY_KEY } from './smtp-certificate.ts'

/** Where a reply is due; `dot` is the end of the message. */
export type SmtpStage = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot'

/** What the server does instead of its usual reply; `dot` faults come once the message was read. */
export type SmtpFault =
  | { readonly kind: 'reply'; readonly text: string }
  /** Answers nothing. */
  | { readonly kind: 'hang' }
  /** Cuts the connection, with a reset. */
  | { readonly kind: 'reset' }
  /** Ends the connection in order. */
  | { readonly kind: 'close' }

/** One message whose final dot arrived. */
export interface TakenMail {
  readonly from: string
  readonly recipients: readonly string[]
  /** Without dot-stuffing and the final dot. */
  readonly raw: Buffer
  readonly isSecure: boolean
  readonly login: string | undefined
}

export interface SmtpServer {
  readonly port: number
  /** Every message that was read to its end, answered with 250 or not. */
  readonly mails: readonly TakenMail[]
  connections(): number
  /** Connections that are open now. */
  open(): number
  /** Spends one fault on the next reply at that stage. */
  failNext(stage: SmtpStage, fault: SmtpFault): void
  reset(): void
  close(): Promise<void>
}

interface State {
  readonly secure: 'implicit' | 'starttls' | 'none'
  readonly mails: TakenMail[]
  readonly faults: { stage: SmtpStage; fault: SmtpFault }[]
}

/** An SMTP server on loopback (RFC 5321, 3207, 4954) that can fail at each of its replies. */
export async function startSmtpServer(secure: State['secure'] = 'none'): Promise<SmtpServer> {
  const state: State = { secure, mails: [], faults: [] }
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    serve(secure === 'implicit' ? encrypt(socket) : socket, state, secure === 'implicit')
  })
  const port = await listen(server)
  return {
    port,
    mails: state.mails,
    connections: () => connections,
    open: () => sockets.size,
    failNext: (stage, fault) => void state.faults.push({ stage, fault }),
    reset() {
      state.mails.length = 0
      state.faults.length = 0
      connections = 0
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('smtp: expected a port')
  return address.port
}

function encrypt(socket: Socket): TLSSocket {
  const secureContext = createSecureContext({ key: RELAY_KEY, cert: RELAY_CERTIFICATE })
  const encrypted = new TLSSocket(socket, { isServer: true, secureContext })
  encrypted.on('error', () => {})
  return encrypted
}

/** One connection: what it was told so far. */
interface Conversation {
  readonly socket: Socket
  readonly state: State
  readonly isSecure: boolean
  login: string | undefined
  from: string
  recipients: string[]
  isData: boolean
}

function serve(socket: Socket, state: State, isSecure: boolean, isGreeted = false): void {
  const conversation: Conversation = {
    socket,
    state,
    isSecure,
    login: undefined,
    from: '',
    recipients: [],
    isData: false,
  }
  let input = ''
  socket.on('data', (chunk: Buffer) => {
    input += chunk.toString('latin1')
    for (;;) {
      const end = conversation.isData ? '\r\n.\r\n' : '\r\n'
      const at = input.indexOf(end)
      if (at < 0) return
      const text = input.slice(0, at)
      input = input.slice(at + end.length)
      if (conversation.isData) readMail(conversation, `${text}\r\n`)
      else obey(conversation, text)
    }
  })
  if (!isGreeted) answer(conversation, 'greeting', '220 relay.test ESMTP')
}

/** False where a fault was spent in place of the usual reply. */
function answer({ socket, state }: Conversation, stage: SmtpStage, usual: string): boolean {
  const index = state.faults.findIndex((one) => one.stage === stage)
  const [found] = index < 0 ? [] : state.faults.splice(index, 1)
  const fault = found?.fault ?? { kind: 'reply', text: usual }
  if (fault.kind === 'reply') socket.write(`${fault.text}\r\n`)
  if (fault.kind === 'reset') socket.resetAndDestroy()
  if (fault.kind === 'close') socket.end()
  return found === undefined
}

function obey(conversation: Conversation, line: string): void {
  const { socket, state, isSecure } = conversation
  const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
  const verb = line.slice(0, 4).toUpperCase()
  if (verb === 'EHLO') {
    const starttls = state.secure === 'starttls' && !isSecure ? '250-STARTTLS\r\n' : ''
    answer(conversation, 'ehlo', `250-relay.test\r\n${starttls}250-PIPELINING\r\n250 AUTH PLAIN`)
  } else if (verb === 'STAR' && state.secure === 'starttls') {
    if (!answer(conversation, 'starttls', '220 2.0.0 go')) return
    socket.removeAllListeners('data')
    serve(encrypt(socket), state, true, true)
  } else if (verb === 'AUTH') {
    conversation.login = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString()
    answer(conversation, 'auth', '235 2.7.0 welcome')
  } else if (verb === 'MAIL') {
    conversation.from = address
    conversation.recipients = []
    answer(conversation, 'mail', '250 2.1.0 ok')
  } else if (verb === 'RCPT') {
    if (answer(conversation, 'rcpt', '250 2.1.5 ok')) conversation.recipients.push(address)
  } else if (verb === 'DATA') {
    if (conversation.recipients.length === 0) socket.write('503 5.5.1 no recipient\r\n')
    else conversation.isData = answer(conversation, 'data', '354 go on')
  } else if (verb === 'QUIT') {
    socket.end('221 2.0.0 bye\r\n')
  } else {
    socket.write('502 5.5.1 what?\r\n')
  }
}

function readMail(conversation: Conversation, text: string): void {
  const { state, from, recipients, isSecure, login } = conversation
  conversation.isData = false
  const raw = Buffer.from(text.replace(/^\./gm, ''), 'latin1')
  state.mails.push({ from, recipients, raw, isSecure, login })
  answer(conversation, 'dot', `250 2.0.0 Ok: queued as Q${state.mails.length}ABCDEF`)
}
