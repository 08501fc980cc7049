/** The middle of several rounds, and how far they lie apart. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** The middle value, or the mean of the two in the middle; `NaN` of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  if (!Number.isInteger(middle)) return upper
  return ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The smallest value that at least `percent` of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/**
 * The ratio of each round by itself, then their spread: what disturbs a round disturbs both sides
 * of it, so this is steadier than a ratio of medians.
 */
export function ratios(values: readonly number[], references: readonly number[]): Spread {
  if (values.length !== references.length) {
    throw new Error(`bench: expected as many rounds on both sides, got ${values.length} and others`)
  }
  return spread(values.map((value, round) => value / (references[round] ?? Number.NaN)))
}

/**
 * How many per second, between the first tenth of `timesMs` and the ninth: the start, when stages
 * are still empty, and the end, when they run dry, are left out.
 */
export function steadyRate(timesMs: readonly number[]): number {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const first = Math.floor(sorted.length * 0.1)
  const last = Math.ceil(sorted.length * 0.9) - 1
  const elapsedMs = (sorted[last] ?? Number.NaN) - (sorted[first] ?? Number.NaN)
  return ((last - first) * 1_000) / elapsedMs
}
