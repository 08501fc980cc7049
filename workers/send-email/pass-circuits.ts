import { AppError } from '../../src/core/app-error.ts'
import type { ErrorCode } from '../../src/core/error-codes.ts'
import type { Transport } from '../../src/core/transport.ts'
import type { MessageRow } from '../../src/messages/message-store.ts'
import { circuitKey, type Circuits, type CircuitScope } from '../../src/queue/circuits.ts'

interface Parts {
  readonly circuits: Circuits
  readonly transport: Pick<Transport, 'id'>
}

/**
 * Failures that tell nothing of why a circuit is open, like those that open another: a source with a
 * faulty sender, or a mail that is refused, must not spend the probe of all others for a minute.
 */
const NO_PROBE: readonly ErrorCode[] = ['TRANSPORT_REJECTED', 'CLAIM_LOST']

/** Gives the circuits that this mail probes. Throws `CIRCUIT_OPEN`. */
export async function passCircuits(
  { circuits, transport }: Parts,
  { source }: Pick<MessageRow, 'source'>,
): Promise<readonly string[]> {
  // Together: a source that must wait takes no probe of the transport from the others.
  const scopes = [`transport:${transport.id}`, `transport:${transport.id}/${source}`] as const
  const passage = await circuits.enter(...scopes)
  if (passage.open) return passage.probes
  throw new AppError('CIRCUIT_OPEN', `${passage.scope}: waiting after ${passage.code}`, {
    retryAt: passage.until,
  })
}

/** After a failure: opens the circuit of its cause, and gives back the probes of other causes. */
export async function tellCircuits(
  parts: Parts,
  message: Pick<MessageRow, 'source'>,
  {
    error,
    at,
    hold,
    probes,
  }: {
    readonly error: AppError
    readonly at: Date
    readonly hold?: 'wait' | 'circuit'
    readonly probes: readonly string[]
  },
): Promise<void> {
  const { circuits } = parts
  if (NO_PROBE.includes(error.code)) return circuits.release(probes)
  const scope = scopeOf(parts, message, error)
  if (hold === undefined || scope === undefined) return
  await circuits.hold(scope, hold, at, error)
  await circuits.release(probes, circuitKey(scope, error.code))
}

/** A faulty sender stops its own source, any other fault of the account the whole transport. */
function scopeOf(
  { transport }: Parts,
  { source }: Pick<MessageRow, 'source'>,
  { code }: AppError,
): CircuitScope | undefined {
  if (code === 'TRANSPORT_SENDER') return `transport:${transport.id}/${source}`
  return code.startsWith('TRANSPORT_') ? `transport:${transport.id}` : undefined
}
