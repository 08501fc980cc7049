import type { SesCall } from './ses-call.ts'
import type { SesFault } from './ses-fault.ts'

/** Which calls go wrong, and how. */
export interface SesFaults {
  /** Spends one fault on each of the next `SendRawEmail` calls, in order. */
  next(...faults: readonly SesFault[]): void
  /** Asks `choose` about each call, until the returned function is called. */
  when(choose: (call: SesCall) => SesFault | undefined): () => void
  /** Every call, until the returned function is called. */
  always(fault: SesFault): () => void
}

export interface FaultScript extends SesFaults {
  /** The fault of this call, which spends it: `next` before `when` and `always`, older ones first. */
  take(call: SesCall): SesFault | undefined
  clear(): void
}

export function createFaultScript(): FaultScript {
  const queued: SesFault[] = []
  const rules = new Set<(call: SesCall) => SesFault | undefined>()
  const when: SesFaults['when'] = (choose) => {
    // A function of its own, so that the same `choose` may be given twice.
    const rule = (call: SesCall) => choose(call)
    rules.add(rule)
    return () => void rules.delete(rule)
  }
  return {
    next: (...faults) => void queued.push(...faults),
    when,
    always: (fault) => when(() => fault),
    take(call) {
      const next = queued.shift()
      if (next) return next
      for (const rule of rules) {
        const fault = rule(call)
        if (fault) return fault
      }
      return undefined
    },
    clear() {
      queued.length = 0
      rules.clear()
    },
  }
}
