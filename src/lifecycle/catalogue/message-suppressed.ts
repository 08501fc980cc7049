import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageSuppressed = defineLifecycleEvent({
  type: 'message.suppressed',
  description: 'A mail was not sent, since its address is suppressed.',
  tells: [{ subject: 'message', state: 'suppressed' }],
})
