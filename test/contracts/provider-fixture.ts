// What a provider's contract is tried with. `test/contracts/providers/<id>.ts` exports one as
// `fixture`; without it the suite fails. Its requests are in the vendor's real shape, each with where
// that was read, and are signed by other hands than ours where there are any: the vendor's library,
// `standardwebhooks`, `jose`, or `node:crypto` written out.
import type { ParsedEvent } from '../../src/events/identity-event.ts'
import type { Provider, SampleEvent, SignedSample } from '../../src/events/provider.ts'

/** The two secrets, or key pairs, of every fixture; see `provider-secrets.ts` for their values. */
export type KeyName = 'current' | 'next'

/** When the suite's requests are sent, unless it says otherwise. */
export const NOW = new Date('2026-11-23T12:00:00Z')

export interface ProviderFixture {
  /**
   * The provider with `secrets`, of which the first signs samples. Where keys are published, they
   * are at `keySetUrl` (the public halves of exactly these), and the first is its sample key.
   */
  make(uses: { readonly secrets: readonly KeyName[]; readonly keySetUrl: string }): Provider
  /** Settings that cannot work, such as an empty secret: each must be reported as a fault. */
  readonly unusable: readonly (() => Provider)[]
  readonly scheme: SignatureScheme
  /** `content` as the vendor would send it, signed with `current`. Bytes are sent as they are. */
  sign(content: unknown, delivery: Delivery): SignedSample | Promise<SignedSample>
  readonly genuine: readonly GenuineRequest[]
  /** Why the vendor never sends such a request, for each of `SHOWN` that `genuine` has not. */
  readonly absent?: Partial<Readonly<Record<Shown, string>>>
  /** What a sample of each type cannot carry in the vendor's shape: exactly what comes back otherwise. */
  readonly sampleLoses?: Partial<Readonly<Record<SampleEvent['type'], readonly SampleFact[]>>>
}

/** The facts of a sample; `origin` is `invited`, and is not compared for a reset. */
type SampleFact = 'dedupeKey' | 'email' | 'id' | 'locale' | 'name' | 'occurredAt' | 'origin'

export interface SignatureScheme {
  /**
   * `body`: any changed byte is refused. `envelope`: what is believed is inside a JWT in the body.
   * `caller`: the sender is proved, the body is not.
   */
  readonly covers: 'body' | 'envelope' | 'caller'
  /** The headers that are signed or sign, in lower case; none for an envelope. */
  readonly headers: readonly string[]
  /** How long after its time a request is accepted; absent where no time is signed. */
  readonly pastSeconds?: number
  /** How long before its time; absent where that is not checked. */
  readonly futureSeconds?: number
  /** Where the signature is a JWT: how to take it out of a request, and put another in. */
  readonly jwt?: {
    readonly algorithms: readonly string[]
    /** Whether keys come from `keySetUrl`; otherwise they are shared secrets. */
    readonly isPublished: boolean
    read(request: SignedSample): string
    write(request: SignedSample, token: string): SignedSample
  }
}

export interface Delivery {
  readonly at: Date
  /** From 1; a retry carries what the vendor's carries, such as a new id in a header. */
  readonly attempt: number
}

/** What each fixture shows, or says why it cannot. */
export const SHOWN = ['created', 'reset', 'self-registered', 'no-email', 'unknown-type'] as const
export type Shown = (typeof SHOWN)[number]

export interface GenuineRequest {
  readonly shows: Shown
  /** Where the shape was read: repository or page, and the date. */
  readonly from: string
  /** What is passed to `sign`. */
  readonly content: unknown
  /** What `parse` must give, in order, each at least with these; `reset` with its url and code as text. */
  readonly gives: readonly ExpectedEvent[]
}

type ExpectedEvent = Readonly<Record<string, unknown>> & Pick<ParsedEvent, 'type' | 'providerType'>

/** The bytes of a request: `content` as JSON, or as it is. */
export function bodyOf(content: unknown): Buffer {
  return Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
}
