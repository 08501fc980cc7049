import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const eventFailed = defineLifecycleEvent({
  type: 'event.failed',
  description: 'An event could not be worked on; `code` says why, and an operator can look at it.',
  tells: [{ subject: 'event', state: 'failed' }],
})
