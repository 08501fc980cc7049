import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Clock } from '../../../src/core/clock.ts'
import type { Secret } from '../../../src/core/secret.ts'
import type { OutboundMail } from '../../../src/core/transport.ts'
import { classifySmtpError } from './smtp-errors.ts'

/** Name look-up, connection, TLS and greeting together; leaves time for a second transport. */
const CONNECT_TIMEOUT_MS = 5_000
/** The last resort; how long a send may take is the caller's signal alone. */
const SOCKET_TIMEOUT_MS = 60_000

export interface SessionSettings {
  readonly host: string
  readonly port: number
  readonly tls: 'implicit' | 'starttls' | 'none'
  readonly login: { readonly user: string; readonly password: Secret } | undefined
  readonly ca: string | undefined
  readonly name: string | undefined
}

/** One connection that has been greeted and has logged in. Carries one mail at a time. */
export interface Session {
  /** Gives the reply that took the mail. Throws `TRANSPORT_*`; the session is of no use after that. */
  send(mail: Omit<OutboundMail, 'tags'>): Promise<string>
  isOpen(): boolean
  /** Says goodbye without waiting for an answer. */
  close(): void
}

/**
 * Connects, secures and logs in. Throws `TRANSPORT_*`. It uses nodemailer's connection and not its
 * pool: that puts a mail back into its line when a connection ends (10.6: up to five times), also
 * when the server may have taken it.
 */
export async function openSession(
  settings: SessionSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<Session> {
  const connection = connectionFor(settings)
  // Each step listens for itself; between two of them an error only ends the connection.
  connection.on('error', () => {})
  const { login } = settings
  try {
    await step(connection, signal, (done) => connection.connect((error) => done(error)))
    if (login) {
      const credentials = { user: login.user, pass: login.password.reveal() }
      await step(connection, signal, (done) =>
        connection.login({ credentials }, (error) => done(error)),
      )
    }
  } catch (error) {
    connection.close()
    throw classifySmtpError(error, { isHandedOver: false, from: '', now: clock.now() })
  }
  return {
    send: (mail) => send(connection, clock, mail),
    isOpen: () => !connection.destroyed,
    close() {
      if (!connection.destroyed) connection.quit()
      connection.close()
    },
  }
}

function connectionFor({ host, port, tls, ca, name }: SessionSettings): SMTPConnection {
  return new SMTPConnection({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(name === undefined ? {} : { name }),
  })
}

async function send(
  connection: SMTPConnection,
  clock: Clock,
  { from, to, bytes, signal }: Omit<OutboundMail, 'tags'>,
): Promise<string> {
  let isHandedOver = false
  // Read only once the server has answered DATA: until then nothing of the mail has left.
  const message = new Readable({
    read() {
      isHandedOver = true
      this.push(bytes.reveal())
      this.push(null)
    },
  })
  try {
    return await step<string>(connection, signal, (done) => {
      const envelope = { from, to: [to] }
      connection.send(envelope, message, (error, info) => done(error, info?.response))
    })
  } catch (error) {
    connection.close()
    throw classifySmtpError(error, { isHandedOver, from, now: clock.now() })
  }
}

/** In the form of nodemailer's own errors. */
const fault = (code: 'ECONNECTION' | 'ETIMEDOUT') => Object.assign(new Error(code), { code })

/** One exchange with the server: ends by its callback, an error, the connection's end or the signal. */
function step<T = void>(
  connection: SMTPConnection,
  signal: AbortSignal,
  run: (done: (error: Error | null | undefined, value: T) => void) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const release = (): void => {
      connection.off('error', fail)
      connection.off('end', ended)
      signal.removeEventListener('abort', aborted)
    }
    const fail = (error: Error): void => {
      release()
      reject(error)
    }
    // The reply that ended the connection comes after the end itself.
    const ended = () => void setImmediate(() => fail(fault('ECONNECTION')))
    const aborted = () => fail(fault('ETIMEDOUT'))
    if (signal.aborted) return aborted()
    connection.once('error', fail)
    connection.once('end', ended)
    signal.addEventListener('abort', aborted, { once: true })
    run((error, value) => {
      if (error) return fail(error)
      release()
      resolve(value)
    })
  })
}
