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
  /** Reaches the receiver and logs in, without a mail. Throws `TRANSPORT_*`. */
  check?(signal: AbortSignal): Promise<void>
  /** Releases sockets. */
  close(): Promise<void>
}
