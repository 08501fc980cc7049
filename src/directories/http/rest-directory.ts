import { AppError } from '../../core/app-error.ts'
import type {
  CreatedUser,
  Directory,
  DirectoryCapabilities,
  DirectoryName,
  DirectoryUser,
  NewDirectoryUser,
  SetPasswordOptions,
} from '../directory.ts'
import type { Answer } from './answers.ts'
import { type DirectoryCall, type DirectoryClient, lateCall } from './directory-client.ts'
import { endListed, type SessionList } from './end-listed.ts'
import { findOrCreate } from './find-or-create.ts'
import { soleMatch, unlessMissing } from './user-fields.ts'

/** A listing that has not ended after so many pages is not followed further. */
const PAGES_MAX = 1_000

/** One request to a directory, without the signal that ends it. */
export type RestRequest = Omit<DirectoryCall, 'signal'>

/** A request whose answer holds users, and where they are in it. */
export interface UserRequest extends RestRequest {
  readonly users: (json: unknown) => readonly DirectoryUser[]
}

/** One page of users. `next` begins the following page; absent: there is none. */
export interface UserPage {
  readonly users: readonly CreatedUser[]
  readonly next?: string | undefined
}

/** How users are listed, page by page; a cursor is what the page before gave as `next`. */
export interface UserListing {
  readonly read: (since: Date, cursor: string | undefined) => RestRequest
  readonly users: (json: unknown, cursor: string | undefined) => UserPage
  /** Of users by their creation. `newest`: the first page with one from before ends the listing. */
  readonly order: 'oldest' | 'newest' | 'none'
}

/** What differs between directories that are a REST API over JSON. */
export interface RestDirectoryParts {
  readonly id: string
  readonly capabilities: DirectoryCapabilities
  readonly client: DirectoryClient
  readonly setPassword: Directory['setPassword']
  readonly byId: (id: string) => UserRequest
  /** May give more than those of that address: they are compared here. */
  readonly byEmail: (email: string) => UserRequest
  readonly create: (user: NewDirectoryUser) => UserRequest
  /** Needs the rights that setting a password needs, as far as a request that only reads can. */
  readonly check: RestRequest
  readonly listing?: UserListing
  /** Ends every session of a user. */
  readonly endSessions?: (userId: string) => RestRequest
  /** Instead of `endSessions`, where sessions end only one by one. In this order. */
  readonly sessionLists?: (userId: string) => readonly SessionList[]
}

/** A directory out of its parts. Errors: see `Directory`. */
export function createRestDirectory(parts: RestDirectoryParts): Directory {
  const { id, capabilities, client, setPassword, check, endSessions, sessionLists } = parts
  return {
    id,
    capabilities,
    async setPassword(user, password, options) {
      if (options.signal.aborted) throw lateCall(id)
      await setPassword(user, password, options)
    },
    // None of these APIs says who chose the present password.
    hasChosenPassword: async () => undefined,
    findUser: (by, signal) => findUser(parts, by, signal),
    createUser: (user, signal) => createUser(parts, user, signal),
    async check(signal) {
      await client.call({ ...check, signal })
    },
    ...(endSessions && {
      async endSessions(userId, signal) {
        await client.call({ ...endSessions(userId), signal })
      },
    }),
    ...(sessionLists && {
      async endSessions(userId, signal) {
        for (const list of sessionLists(userId)) await endListed(id, client, list, signal)
      },
    }),
    ...(parts.listing && { usersSince: (since, signal) => usersSince(parts, since, signal) }),
  }
}

/**
 * Makes one call after the other. Once the first one has changed something, a later one that was
 * not even sent leaves the whole open too: all are made again.
 */
export async function callInOrder(
  client: DirectoryClient,
  requests: readonly RestRequest[],
  { signal }: Pick<SetPasswordOptions, 'signal'>,
): Promise<void> {
  for (const [index, request] of requests.entries()) {
    try {
      await client.call({ ...request, signal })
    } catch (error) {
      const isHalfDone =
        index > 0 && error instanceof AppError && error.code === 'DIRECTORY_UNREACHABLE'
      if (!isHalfDone) throw error
      throw new AppError('DIRECTORY_UNKNOWN_OUTCOME', error.message, { cause: error })
    }
  }
}

/**
 * Sends a password where the vendor's answer to one that its policy refuses is known by its status
 * only: nothing else in the request can be wrong. `reasonOf` gives a code, never free text.
 */
export async function callToSet(
  id: string,
  client: DirectoryClient,
  call: DirectoryCall,
  reasonOf: (answer: Answer) => string | undefined,
): Promise<void> {
  const answer = await client.call({ ...call, expect: [200, 201, 204, 400, 422] })
  if (answer.status < 400) return
  throw refusedPassword(id, reasonOf(answer) ?? `HTTP ${answer.status}`)
}

/** `reason` is a code of the vendor, never its free text. */
export function refusedPassword(id: string, reason: string): AppError {
  const message = `${id}: expected a password that its policy allows, got ${reason}`
  return new AppError('DIRECTORY_REFUSED_PASSWORD', message)
}

async function findUser(
  parts: RestDirectoryParts,
  by: DirectoryName,
  signal: AbortSignal,
): Promise<DirectoryUser | undefined> {
  const look = async (ask: () => UserRequest): Promise<readonly DirectoryUser[]> => {
    const { users, ...request } = ask()
    return users((await parts.client.call({ ...request, signal })).json)
  }
  if ('id' in by) {
    const found = await unlessMissing(look(() => parts.byId(by.id)))
    return found?.find(({ id }) => id === by.id)
  }
  // Some compare addresses as they are typed, and most store them in lower case.
  for (const email of new Set([by.email, by.email.toLowerCase()])) {
    const found = (await unlessMissing(look(() => parts.byEmail(email)))) ?? []
    const user = soleMatch(found, email)
    if (user) return user
  }
  return undefined
}

function createUser(
  parts: RestDirectoryParts,
  user: NewDirectoryUser,
  signal: AbortSignal,
): Promise<DirectoryUser> {
  return findOrCreate(
    () => findUser(parts, { email: user.email }, signal),
    async () => {
      const { users, ...request } = parts.create(user)
      const [made] = users((await parts.client.call({ ...request, signal })).json)
      if (made) return { ...user, ...made }
      throw unexpected(parts.id, 'the user that was made', 'none')
    },
  )
}

async function* usersSince(
  parts: RestDirectoryParts,
  since: Date,
  signal: AbortSignal,
): AsyncIterable<CreatedUser> {
  const { listing } = parts
  if (!listing) return
  // Some directories tell whole seconds only: who came within the first one is listed too.
  const from = new Date(Math.floor(since.getTime() / 1_000) * 1_000)
  const pages = pagesSince(parts.id, listing, from, async (request) => {
    const { json } = await parts.client.call({ ...request, signal })
    return json
  })
  if (listing.order === 'oldest') {
    for await (const users of pages) yield* users
    return
  }
  const all: CreatedUser[] = []
  for await (const users of pages) all.push(...users)
  // Sorting keeps the order of users of one moment, so it begins with the right one.
  if (listing.order === 'newest') all.reverse()
  yield* all.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
}

async function* pagesSince(
  id: string,
  listing: UserListing,
  from: Date,
  call: (request: RestRequest) => Promise<unknown>,
): AsyncIterable<readonly CreatedUser[]> {
  let cursor: string | undefined
  for (let read = 0; read < PAGES_MAX; read += 1) {
    const { users, next } = listing.users(await call(listing.read(from, cursor)), cursor)
    const recent = users.filter(({ createdAt }) => createdAt >= from)
    yield recent
    const isPast = listing.order === 'newest' && recent.length < users.length
    if (next === undefined || next === cursor || isPast) return
    cursor = next
  }
  throw unexpected(id, `at most ${PAGES_MAX} pages of users`, 'more')
}

function unexpected(id: string, expected: string, got: string): AppError {
  return new AppError('DIRECTORY_UNEXPECTED', `${id}: expected ${expected}, got ${got}`)
}
