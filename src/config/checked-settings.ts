import { type Fault, faultOf } from './faults.ts'

/** Settings that were read once, or what is wrong with them. */
export interface CheckedSettings<T> {
  /** None where `get` works. */
  readonly faults: readonly Fault[]
  /** Throws `CONFIG_INVALID` where there are faults; the start has then been refused already. */
  get(): T
}

/**
 * Reads the settings of a provider or directory when it is made. A fault is kept under `path`, not
 * thrown, so that the start can report it together with every other one.
 */
export function checkSettings<T>(path: string, read: () => T): CheckedSettings<T> {
  try {
    const settings = read()
    return { faults: [], get: () => settings }
  } catch (error) {
    return {
      faults: [faultOf(path, error)],
      get: () => {
        throw error
      },
    }
  }
}
