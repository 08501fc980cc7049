/** One kind of thing that automations are told of; one file each in `catalogue/`. */
export interface LifecycleEventType<Type extends string = string> {
  /** `subject.what_happened`. */
  readonly type: Type
  /** When it is told, in one sentence. */
  readonly description: string
  /** The changes that it tells of. */
  readonly tells: readonly Change[]
}

/** A row that entered a state. */
export interface Change {
  readonly subject: 'event' | 'credential' | 'message' | 'reveal'
  readonly state: string
  /** Only of these: an event's type, a credential's kind, a mail's template. Default all. */
  readonly kinds?: readonly string[]
}

/** What an automation is given. It holds ids only: no secret, no address, no name. */
export interface LifecycleEvent<Type extends string = string> {
  /** The same at each try, and of each change another one. */
  readonly id: string
  readonly type: Type
  /** ISO 8601, UTC. */
  readonly occurredAt: string
  readonly data: LifecycleData
}

export interface LifecycleData {
  readonly source: string
  /** The provider's id of the user; null where Doorkey never learned it. */
  readonly userId: string | null
  /** What it goes back to. */
  readonly event: { readonly id: string; readonly type: string }
  readonly credential?: {
    readonly id: string
    readonly kind: string
    /** ISO 8601, UTC. */
    readonly expiresAt: string
  }
  readonly message?: { readonly id: string; readonly template: string; readonly locale: string }
  /** Why it ended so: an error's code or a reason's. */
  readonly code?: string
}

export function defineLifecycleEvent<const Type extends string>(
  type: LifecycleEventType<Type>,
): LifecycleEventType<Type> {
  return type
}
