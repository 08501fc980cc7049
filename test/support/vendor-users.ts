import { randomUUID } from 'node:crypto'
import type { StandInSessions } from './directory-fixture.ts'

/** A user as a stand-in keeps them; vendors' own fields are made of these. */
export interface VendorUser {
  readonly id: string
  readonly email: string
  name: string
  locale: string | undefined
  readonly createdAt: Date
  readonly madeBy: 'admin' | 'user'
  password: string | undefined
  mustChange: boolean
  /** The ids of those that are open, oldest first. */
  sessions: readonly string[]
}

/** The users of a stand-in, with what fixtures ask of them. */
export interface VendorUsers {
  readonly all: readonly VendorUser[]
  add(user: {
    readonly email: string
    readonly name?: string | undefined
    readonly locale?: string | undefined
    readonly id?: string
    readonly createdAt?: Date
    readonly madeBy?: 'admin' | 'user'
  }): VendorUser
  byId(id: string): VendorUser | undefined
  byEmail(email: string): readonly VendorUser[]
  /** For `StandIn`, as they are. */
  opens(userId: string, password: string): Promise<boolean>
  mustChange(userId: string): Promise<boolean>
  countUsers(email: string): Promise<number>
  readonly sessions: StandInSessions
}

export function createVendorUsers(now: () => Date): VendorUsers {
  const all: VendorUser[] = []
  const byId = (id: string) => all.find((user) => user.id === id)
  const byEmail = (email: string) =>
    all.filter((user) => user.email.toLowerCase() === email.toLowerCase())
  return {
    all,
    add({ email, name = '', locale, id = randomUUID(), createdAt = now(), madeBy = 'admin' }) {
      const state = { password: undefined, mustChange: false, sessions: [] }
      const user = { id, email, name, locale, createdAt, madeBy, ...state }
      all.push(user)
      return user
    },
    byId,
    byEmail,
    opens: async (userId, password) => byId(userId)?.password === password,
    mustChange: async (userId) => byId(userId)?.mustChange === true,
    countUsers: async (email) => byEmail(email).length,
    sessions: {
      open(userId) {
        const user = byId(userId)
        if (user) user.sessions = [...user.sessions, randomUUID()]
      },
      count: (userId) => byId(userId)?.sessions.length ?? 0,
    },
  }
}
