import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const credentialSuperseded = defineLifecycleEvent({
  type: 'credential.superseded',
  description: 'A newer password, link or code took the place of this one.',
  tells: [{ subject: 'credential', state: 'superseded' }],
})
