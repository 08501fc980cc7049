/** Columns as wide as their widest cell, two blanks between them; the last one runs on. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    }
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `2026-11-24 13:08:12 UTC` of an RFC 3339 time. */
export function shortTime(time: string | null): string {
  return time === null ? '—' : `${time.slice(0, 19).replace('T', ' ')} UTC`
}
