import type { TransportFinding } from '../../core/transport.ts'

/** What `doorkey doctor` looked at and found. */
export interface Finding {
  /** Absent for what concerns every source. */
  readonly source?: string
  readonly check:
    | 'configuration'
    | 'signing'
    | 'directory'
    | 'origin'
    | 'retries'
    | 'circuits'
    | 'templates'
    | 'transport'
    | TransportFinding['check']
  /** A warning is no failure: it may be what was meant. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  /** Without secrets, bodies and addresses. */
  readonly detail: string
  readonly remedy?: string
}
