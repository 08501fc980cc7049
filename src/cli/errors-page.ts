import { ERROR_CODES } from '../core/error-codes.ts'
import type { RetryClass } from '../core/error-facts.ts'

const RETRY_MEANINGS: Readonly<Record<RetryClass, string>> = {
  backoff: 'tried again later, with growing waits and jitter',
  wait: 'put back until the other side said to come back; no attempt is used up',
  unknown: 'it may have happened: settled by a later answer before it is tried again',
  never: 'the row ends as `failed`',
  circuit: 'that directory or transport stops and alerts; one job probes it every minute',
}

/** `docs/errors.md`: every error code, what it does and what to do about it. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, publicCode, retry, remedy }]) =>
      `| \`${code}\` | ${status} | \`${publicCode}\` | ${retry} | ${remedy} |`,
  )
  return `# Errors

Generated from \`src/core/error-codes.ts\` by \`npm run generate\`.

*Code* stands in logs and in the ledger. *Status* and *public code* are what a caller from outside
gets; the cause itself is never shown to them. *Retry* says what happens to a job:

${Object.entries(RETRY_MEANINGS)
  .map(([retry, meaning]) => `- \`${retry}\`: ${meaning}`)
  .join('\n')}

| code | status | public code | retry | what to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}
