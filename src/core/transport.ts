import type { Secret } from './secret.ts'

/** One rendered email: the exact bytes and their envelope. */
export interface OutboundMail {
  readonly from: string
  /** One bare addr-spec, already validated. */
  readonly to: string
  readonly bytes: Secret<Buffer>
  /** `[A-Za-z0-9_-]` only; never an address or a secret. */
  readonly tags: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /**
   * Given when an earlier try of this mail may have been taken: `via` is what that try's error named,
   * `undefined` where its process ended first.
   */
  readonly mayBeTaken?: { readonly via: string | undefined }
}

/** What a receiver of mails allows. */
export interface SendQuota {
  /** Mails a second that may be sent. */
  readonly perSecond: number
  /** Mails in any 24 hours; `null` for any number. */
  readonly perDay: number | null
  /** Mails in the last 24 hours. */
  readonly sentInDay: number
}

/** The mails of a configuration, as far as a receiver must be set up for them. */
export interface MailsToCheck {
  /** `from` of each source. */
  readonly senders: readonly string[]
  /** SNS topics whose feedback is taken in. */
  readonly topics: readonly string[]
}

/** What a receiver is found to be like: in order, or what to do about it. */
export interface TransportFinding {
  readonly check: 'account' | 'sender' | 'configuration-set' | 'feedback'
  /** `warning` where mails leave all the same, or where the receiver may not be asked. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  /** The sender that it is about, as in `MailsToCheck`; absent for what concerns all of them. */
  readonly from?: string
  /** Without secrets and addresses. */
  readonly detail: string
  readonly remedy?: string
}

/** How a message leaves. A file in `emails/transports/` makes one; the file name is its id. */
export interface Transport {
  readonly id: string
  /**
   * Gives the receiver's own id once it has accepted the mail. Throws `TRANSPORT_*`; it tries once,
   * and throws `TRANSPORT_UNKNOWN_OUTCOME` whenever the mail may have been taken.
   */
  send(mail: OutboundMail): Promise<{ readonly id: string }>
  /** What the receiver allows now. Not there where it cannot say. Throws `QUOTA_UNREADABLE`. */
  sendQuota?(signal: AbortSignal): Promise<SendQuota>
  /**
   * Reaches the receiver, logs in and looks at what `mails` need, without a mail. What it cannot learn
   * is a finding, too. Throws `TRANSPORT_*` where no mail could leave at all.
   */
  check?(signal: AbortSignal, mails?: MailsToCheck): Promise<readonly TransportFinding[]>
  /** Releases sockets. */
  close(): Promise<void>
}
