import type { Job } from '../jobs.ts'

/** Ids and runs in the order of ids, in which rows are locked, so that no two claims wait in a ring. */
export function claimParameters(
  jobs: readonly Job[],
): readonly [ids: readonly string[], runs: readonly number[]] {
  const sorted = jobs.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return [sorted.map(({ id }) => id), sorted.map(({ run }) => run)]
}

/** For each job the row it claimed; of two jobs about one row, the first has it. */
export function rowsOfJobs<Row extends { readonly id: string }>(
  jobs: readonly Job[],
  rows: readonly Row[],
): readonly (Row | undefined)[] {
  const left = new Map(rows.map((row) => [row.id, row]))
  return jobs.map(({ id }) => {
    const row = left.get(id)
    left.delete(id)
    return row
  })
}
