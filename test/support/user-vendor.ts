import type { DirectoryFactory } from '../../src/directories/directory.ts'
import type { HttpStandIn, StandIn } from './directory-fixture.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
  type VendorServer,
} from './vendor-server.ts'
import { createVendorUsers, type VendorUsers } from './vendor-users.ts'

/** One kind of call that a stand-in answers; the first groups of `path` are given to `answer`. */
export interface VendorRoute {
  readonly method: string
  readonly path: RegExp
  answer(
    call: VendorCall,
    part: string,
    users: VendorUsers,
    other: string,
  ): VendorAnswer | Promise<VendorAnswer>
}

/** What differs between the stand-ins of vendors with users behind REST. */
export interface UserVendor {
  readonly newId?: (index: number) => string
  readonly isAuthorized: (call: VendorCall) => boolean
  readonly unauthorized?: VendorAnswer
  readonly routes: readonly VendorRoute[]
  /** The directory set up for the server, with good credentials or with a stranger's. */
  readonly factory: (server: VendorServer, whose: 'ours' | 'strangers') => DirectoryFactory
  readonly hasMustChange: boolean
  readonly http: Omit<HttpStandIn, 'server' | 'strangers' | 'renewsToken'> & {
    readonly renewsToken?: boolean
  }
}

/** Starts the stand-in; a call that no route takes is answered 404 without a body. */
export async function startUserVendor(vendor: UserVendor): Promise<StandIn> {
  const kept = createVendorUsers(() => new Date())
  const users: VendorUsers = {
    ...kept,
    add(user) {
      const id = vendor.newId?.(kept.all.length + 1)
      return kept.add({ ...user, ...(id !== undefined && { id }) })
    },
  }
  const server = await startVendorServer((call) => {
    if (!vendor.isAuthorized(call)) return vendor.unauthorized ?? { status: 401 }
    for (const route of vendor.routes) {
      const match = call.method === route.method ? route.path.exec(call.path) : null
      if (match) {
        const [part = '', other = ''] = match.slice(1).map(decodeURIComponent)
        return route.answer(call, part, users, other)
      }
    }
    return { status: 404 }
  })
  const strangers = vendor.factory(server, 'strangers')
  return {
    factory: vendor.factory(server, 'ours'),
    http: { renewsToken: false, ...vendor.http, server, strangers },
    addUser: async (user) => users.add(user).id,
    opens: users.opens,
    mustChange: async (id) => (vendor.hasMustChange ? users.mustChange(id) : undefined),
    countUsers: users.countUsers,
    sessions: users.sessions,
    close: () => server.close(),
  }
}

/** True for `Authorization: <scheme> <value>`. */
export function carries(value: string): (call: VendorCall) => boolean {
  return ({ headers }) => headers.authorization === value
}

/** The value at a path of keys in a call's body. */
export function at(body: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    body,
  )
}

/** The text at a path of keys in a call's body; `undefined` where none is. */
export function text(body: unknown, ...path: readonly (string | number)[]): string | undefined {
  const value = at(body, ...path)
  return typeof value === 'string' ? value : undefined
}
