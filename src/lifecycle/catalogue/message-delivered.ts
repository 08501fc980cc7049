import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageDelivered = defineLifecycleEvent({
  type: 'message.delivered',
  description: 'The recipient’s server took a mail.',
  tells: [{ subject: 'message', state: 'delivered' }],
})
