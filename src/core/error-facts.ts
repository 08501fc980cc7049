/**
 * What to do after an error, decided once from its code:
 * `backoff` try again later, `wait` come back when told (uses no attempt), `unknown` it may have
 * happened, `never` give up, `circuit` stop that transport or directory until an operator acts.
 */
export type RetryClass = 'backoff' | 'wait' | 'unknown' | 'never' | 'circuit'

/** What a code stands for. */
export interface ErrorFacts {
  /** HTTP status when a request caused it. */
  readonly status: number
  readonly retry: RetryClass
  /** What a caller from outside is told. */
  readonly publicCode: string
  /** What an operator can do. */
  readonly remedy: string
}
