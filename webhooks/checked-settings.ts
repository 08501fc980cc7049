import { type CheckedSettings, checkSettings as checkAt } from '../src/config/checked-settings.ts'

export type { CheckedSettings }

/** Reads a provider's settings when it is made; a fault is kept, not thrown. */
export function checkSettings<T>(read: () => T): CheckedSettings<T> {
  return checkAt('provider', read)
}
