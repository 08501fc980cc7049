import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageFailed = defineLifecycleEvent({
  type: 'message.failed',
  description: 'A mail could not be sent; `code` says why.',
  tells: [{ subject: 'message', state: 'failed' }],
})
