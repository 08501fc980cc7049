import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageComplained = defineLifecycleEvent({
  type: 'message.complained',
  description: 'A recipient marked a mail as spam.',
  tells: [{ subject: 'message', state: 'complained' }],
})
