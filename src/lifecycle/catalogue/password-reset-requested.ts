import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const passwordResetRequested = defineLifecycleEvent({
  type: 'password.reset_requested',
  description: 'A provider, a user or an operator asked for a new password, and work on it began.',
  tells: [{ subject: 'event', state: 'working', kinds: ['password.reset_requested'] }],
})
