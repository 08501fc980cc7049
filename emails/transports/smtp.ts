import { parseMailbox } from '../../src/core/address.ts'
import { AppError } from '../../src/core/app-error.ts'
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { Transport } from '../../src/core/transport.ts'
import { acceptedId } from './smtp/accepted-id.ts'
import { createSessionPool } from './smtp/session-pool.ts'
import { openSession, type SessionSettings } from './smtp/session.ts'

const IMPLICIT_TLS_PORT = 465
const SUBMISSION_PORT = 587
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

/** How to reach an SMTP server that relays for us. */
export interface SmtpOptions {
  readonly host: string
  /** Default 587. */
  readonly port?: number
  readonly user?: string
  readonly password?: Secret
  /**
   * `starttls` (default) or `implicit`, TLS from the first byte (default on 465): no mail and no
   * password leaves before the certificate was verified. `none` sends in plain text: for a relay on
   * this machine or a development inbox only.
   */
  readonly tls?: 'starttls' | 'implicit' | 'none'
  /** PEM of the authority that signed the server's certificate. Default: those that Node trusts. */
  readonly ca?: string
  /** What this client calls itself in EHLO. Default: the machine's name. */
  readonly name?: string
  /** Connections kept open. Default 10. */
  readonly maxConnections?: number
  /** Mails a second that the server takes from us, all processes together. Default: no pace. */
  readonly rate?: number
  readonly clock?: Clock
}

/**
 * Any SMTP server. Errors: `TRANSPORT_*`, by the table in `smtp/smtp-errors.ts`; `CONFIG_INVALID`
 * for options that do not go together.
 */
export function smtp(options: SmtpOptions): Transport {
  const settings = readOptions(options)
  const { clock = systemClock, maxConnections = 10, rate } = options
  const open = (signal: AbortSignal) => openSession(settings, clock, signal)
  const pool = createSessionPool({ open, sessionsMax: maxConnections })
  return {
    id: 'smtp',
    async send({ from, to, bytes, signal }) {
      const { address } = parseMailbox(from)
      const reply = await pool.use(signal, (session) => {
        return session.send({ from: address, to, bytes, signal })
      })
      return { id: acceptedId(reply, bytes) }
    },
    ...(rate !== undefined && {
      sendQuota: async () => ({ perSecond: rate, perDay: null, sentInDay: 0 }),
    }),
    async check(signal) {
      const session = await open(signal)
      session.close()
      return []
    },
    async close() {
      pool.close()
    },
  }
}

function readOptions(options: SmtpOptions): SessionSettings {
  const { host, port = SUBMISSION_PORT, user, password, ca, name } = options
  const { tls = port === IMPLICIT_TLS_PORT ? 'implicit' : 'starttls' } = options
  if ((user === undefined) !== (password === undefined)) {
    throw invalid('both user and password', 'one of them')
  }
  if (tls === 'none' && password !== undefined && !LOOPBACK.test(host)) {
    throw invalid('TLS for a password that leaves the machine', 'none')
  }
  return {
    host,
    port,
    tls,
    login: user === undefined || password === undefined ? undefined : { user, password },
    ca,
    name,
  }
}

function invalid(expected: string, got: string): AppError {
  return new AppError('CONFIG_INVALID', `smtp: expected ${expected}, got ${got}`)
}
