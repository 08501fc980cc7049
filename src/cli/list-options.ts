/** Options of every command that asks `/v1` for a list. */
export const LIST_OPTIONS = {
  source: { type: 'string' },
  state: { type: 'string' },
  code: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string' },
  cursor: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** The same in `--help`. */
export const LIST_USAGE = `  --source NAME --state STATE --code CODE
  --since TIME --until TIME  such as 2027-01-31T18:00:00Z
  --limit N       rows, 1 to 200; default 50
  --cursor TEXT   goes on after the rows before
  --url URL       default PUBLIC_URL, or this machine at PORT
  --json          the answer of /v1 as one line of JSON

  The operator key is DOORKEY_API_KEY, or DOORKEY_ADMIN_KEY; it needs the scope read.`

/** Says how to go on, where there is more. */
export function moreLine(nextCursor: string | null): string {
  return nextCursor === null ? '' : `\nmore: --cursor ${nextCursor}`
}
