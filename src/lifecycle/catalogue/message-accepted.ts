import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageAccepted = defineLifecycleEvent({
  type: 'message.accepted',
  description: 'The transport took a mail.',
  tells: [{ subject: 'message', state: 'accepted' }],
})
