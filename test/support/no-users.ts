import type { TemplateScreensParts } from '../../src/console/template-screens.ts'
import type { UserScreensParts } from '../../src/console/user-screens.ts'
import type { SuppressionList } from '../../src/messages/suppression-list.ts'
import { testSource } from './sources.ts'

const unasked = (): never => {
  throw new Error('this test changes nothing')
}

/** For consoles of which only what they show is tested. */
export const NO_USERS: Omit<UserScreensParts, 'findSubject'> = {
  changes: { change: unasked },
  sources: new Map([['acme', testSource()]]),
  findSource: unasked,
  maySeePasswords: false,
  generate: unasked,
}

export const NO_MAILS: Omit<TemplateScreensParts, 'admit'> = {
  sources: NO_USERS.sources,
  emails: unasked,
}

export const NO_SUPPRESSIONS: SuppressionList = {
  latest: unasked,
  find: unasked,
  add: unasked,
  lift: unasked,
}
