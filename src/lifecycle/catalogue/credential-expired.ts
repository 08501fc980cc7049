import { defineLifecycleEvent } from '../lifecycle-event.ts'

export const credentialExpired = defineLifecycleEvent({
  type: 'credential.expired',
  description: 'A password, link or code reached its end unused.',
  tells: [{ subject: 'credential', state: 'expired' }],
})
