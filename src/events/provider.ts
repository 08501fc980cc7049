import type { IncomingHttpHeaders } from 'node:http'
import type { Fault } from '../config/faults.ts'
import type { ParsedEvent } from './identity-event.ts'

/** A request as it came over the wire, before anything is believed. */
export interface SignedRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** Name, value, name, value… as received, so that duplicates can be refused. */
  readonly rawHeaders: readonly string[]
  /** The raw bytes; signatures are computed over these. */
  readonly body: Buffer
  readonly receivedAt: Date
}

/** What `sign` gives: a request that `verify` accepts. */
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
  /** Throws `SIGNATURE_*` unless `request` was signed with one of the source's secrets. */
  verify(request: SignedRequest): void | Promise<void>
  /** Reads an already verified request: zero or more events. Throws `BODY_INVALID`. */
  parse(request: SignedRequest): readonly ParsedEvent[]
  /** The event types that `sample` can make. */
  readonly sampleTypes: readonly SampleEvent['type'][]
  /** A request in the provider's real shape, signed with the source's first secret. */
  sample(event: SampleEvent): SignedSample
}
