import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageHeld = defineLifecycleEvent({
  type: 'message.held',
  description: 'Nobody knows whether a mail was sent; it waits for an operator.',
  tells: [{ subject: 'message', state: 'held' }],
})
