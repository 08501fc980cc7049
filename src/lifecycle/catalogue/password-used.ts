import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const passwordUsed = defineLifecycleEvent({
  type: 'password.used',
  description: 'A user logged in with an issued password for the first time (built-in directory).',
  tells: [{ subject: 'credential', state: 'used', kinds: ['password'] }],
})
