import { type Fault, faultOf } from '../src/config/faults.ts'

/** Settings of a provider that were read once, or what is wrong with them. */
export interface CheckedSettings<T> {
  /** None where `get` works. */
  readonly faults: readonly Fault[]
  /** Throws `CONFIG_INVALID` where there are faults; the start has then been refused already. */
  get(): T
}

/**
 * Reads a provider's settings when it is made. A fault is kept, not thrown, so that the start can
 * report it together with every other one.
 */
export function checkSettings<T>(read: () => T): CheckedSettings<T> {
  try {
    const settings = read()
    return { faults: [], get: () => settings }
  } catch (error) {
    return {
      faults: [faultOf('provider', error)],
      get: () => {
        throw error
      },
    }
  }
}
