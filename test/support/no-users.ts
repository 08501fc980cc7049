import type { UserScreensParts } from '../../src/console/user-screens.ts'
import { testSource } from './sources.ts'

const unasked = (): never => {
  throw new Error('this test changes no users')
}

/** For consoles of which only what they show is tested. */
export const NO_USERS: Omit<UserScreensParts, 'findSubject'> = {
  changes: { change: unasked },
  sources: new Map([['acme', testSource()]]),
  findSource: unasked,
  maySeePasswords: false,
  generate: unasked,
}
