import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageBounced = defineLifecycleEvent({
  type: 'message.bounced',
  description: 'A mail came back.',
  tells: [{ subject: 'message', state: 'bounced' }],
})
