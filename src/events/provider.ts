import type { IncomingHttpHeaders } from 'node:http'
import type { Fault } from '../config/faults.ts'
import type { ParsedEvent } from './identity-event.ts'

/** A request as it came over the wire, before anything is believed. */
export interface SignedRequest {
  readonly method: string
  /** Of the request's URL. */
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** Name, value, name, value… as received, so that duplicates can be refused. */
  readonly rawHeaders: readonly string[]
  /** The raw bytes; signatures are computed over these. */
  readonly body: Buffer
  readonly receivedAt: Date
}

/** The answer to a request that only checks the URL. */
export interface HandshakeAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** What `sample` gives: a request that `verify` accepts. */
export interface SignedSample {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What a sample event is about; used by `doorkey simulate`, the demo and the contract tests. */
export interface SampleEvent {
  readonly type: 'user.created' | 'password.reset_requested'
  readonly eventId: string
  readonly userId: string
  readonly email: string
  readonly name?: string
  readonly locale?: string
  readonly occurredAt: Date
}

/** A configured provider, as a file in `webhooks/providers/` makes it. The file name is its id. */
export interface Provider {
  readonly id: string
  /** What is wrong with its settings; `path` is relative to the source. Reported at the start. */
  readonly faults?: readonly Fault[]
  /** Methods it posts with; the receiver answers 405 to others. Default `['POST']`. */
  readonly methods?: readonly ('GET' | 'POST')[]
  /** Media types it sends, without parameters. Default `['application/json']`. */
  readonly contentTypes?: readonly string[]
  /** Default 262,144. */
  readonly bodyBytesMax?: number
  /** Where a provider insists on another success status. Default 202. */
  readonly successStatus?: number
  /** Body of the success answer where the provider reads it. Default Doorkey's own JSON. */
  readonly successBody?: unknown
  /**
   * Answers a request that only checks the URL; `undefined` for an ordinary one. Called before
   * `verify`, so it verifies by itself what can be verified. Throws `SIGNATURE_*`.
   */
  handshake?(request: SignedRequest): HandshakeAnswer | undefined
  /** Throws `SIGNATURE_*` unless `request` was signed with one of the source's secrets. */
  verify(request: SignedRequest): void | Promise<void>
  /** Reads an already verified request: zero or more events. Throws `BODY_INVALID`. */
  parse(request: SignedRequest): readonly ParsedEvent[]
  /** The event types that `sample` can make. */
  readonly sampleTypes: readonly SampleEvent['type'][]
  /** A request in the provider's real shape, signed with the source's first secret. */
  sample(event: SampleEvent): SignedSample | Promise<SignedSample>
}

/**
 * What a person needs to know of a provider. Each file in `webhooks/providers/` exports one as
 * `guide`; `docs/providers/<id>.md` and the table in the README are written from it. Markdown.
 */
export interface ProviderGuide {
  /** As the vendor writes it. */
  readonly name: string
  /** Steps; `<url>` stands for the webhook's URL. */
  readonly setup: readonly string[]
  /** The value of `provider:` in `doorkey.config.ts`. */
  readonly config: string
  readonly events: readonly {
    readonly type: string
    readonly becomes: 'user.created' | 'password.reset_requested' | 'ignored'
    readonly note?: string
  }[]
  /**
   * Where a requested reset comes from: an event of its own, the provider's mail channel taken
   * over, code of the operator's that posts it, or nowhere.
   */
  readonly reset: 'event' | 'mail' | 'sender' | 'none'
  /** How it tells who made the user. */
  readonly origin: string
  /** What the provider does after an answer such as 503. */
  readonly retries: string
  /** What it cannot do, and traps. */
  readonly limits: readonly string[]
  /** Libraries and vectors by others that the tests compare with. */
  readonly testedAgainst: string
  /** What was read, with the date. */
  readonly sources: readonly string[]
}
