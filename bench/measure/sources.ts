/**
 * A source may have 1,000 events in the queue, the others wait in Postgres; so the load is spread
 * over so many sources that each stays below that in one round.
 */
export const INTAKE_SOURCES: readonly string[] = Array.from(
  { length: 64 },
  (_, index) => `intake-${index}`,
)

export const BUILTIN_SOURCE = 'builtin'
export const HTTP_SOURCE = 'http'
