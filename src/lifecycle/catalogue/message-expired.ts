import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const messageExpired = defineLifecycleEvent({
  type: 'message.expired',
  description: 'A mail was not sent before its password, link or code reached its end.',
  tells: [{ subject: 'message', state: 'expired' }],
})
