import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const passwordIssued = defineLifecycleEvent({
  type: 'password.issued',
  description: 'A generated or typed password was set at the directory.',
  tells: [{ subject: 'credential', state: 'set', kinds: ['password'] }],
})
