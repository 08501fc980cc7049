/** Where the time comes from; tests inject a clock they can move. */
export interface Clock {
  /** The present moment. */
  now(): Date
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() }

/** `date` moved by `milliseconds`, which may be negative. */
export function addMs(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds)
}
