import type { MessageState } from '../database/schema.ts'
import type { SesFeedback } from './ses-feedback.ts'

/** SES has it, or has had it; our own record of that may still be to come. */
const TAKEN: ReadonlySet<MessageState> = new Set([
  'rendered',
  'sending',
  'unknown',
  'held',
  'accepted',
])

/**
 * What feedback makes of a message; `undefined` changes nothing.
 *
 * | state | sent, delayed | delivered | bounced | complained | rejected |
 * | --- | --- | --- | --- | --- | --- |
 * | `rendered`, `sending`, `unknown`, `held` | `accepted` | `delivered` | `bounced` | `complained` | `failed` |
 * | `accepted` | – (a delay is noted) | `delivered` | `bounced` | `complained` | `failed` |
 * | `delivered` | – | – | `bounced`, but for an automatic answer | `complained` | – |
 * | `bounced` | – | – | if now for good | `complained` | – |
 * | any other | – | – | – | – | – |
 */
export function nextState(
  message: { readonly state: MessageState; readonly code: string | null },
  { kind, code }: Pick<SesFeedback, 'kind' | 'code'>,
): MessageState | undefined {
  const { state } = message
  const isTaken = TAKEN.has(state)
  switch (kind) {
    case 'sent':
      return isTaken && state !== 'accepted' ? 'accepted' : undefined
    case 'delayed':
      return isTaken && message.code !== code ? 'accepted' : undefined
    case 'delivered':
      return isTaken ? 'delivered' : undefined
    case 'rejected':
      return isTaken ? 'failed' : undefined
    case 'bounced': {
      const isWorse = state === 'bounced' && message.code !== code && code === 'bounce_permanent'
      const isReturned = state === 'delivered' && code !== 'bounce_general'
      return isTaken || isReturned || isWorse ? 'bounced' : undefined
    }
    case 'complained':
      return isTaken || state === 'delivered' || state === 'bounced' ? 'complained' : undefined
  }
}
