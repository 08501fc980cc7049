import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { AppError } from '../../core/app-error.ts'
import type { Origin } from '../../events/identity-event.ts'
import type { CreatedUser, IsKnown } from '../directory.ts'
import { readAnswer } from '../http/answers.ts'
import { type DirectoryClient, pathOf, queryOf } from '../http/directory-client.ts'
import { unlessMissing } from '../http/user-fields.ts'
import { toUser, User } from './user.ts'

const ID = 'keycloak'
const PAGE = 100
const PAGES_MAX = 500
const DAY_MS = 86_400_000

const Settings = Compile(
  Type.Object({
    eventsEnabled: Type.Optional(Type.Boolean()),
    adminEventsEnabled: Type.Optional(Type.Boolean()),
  }),
)
const UserEvents = Compile(
  Type.Array(
    Type.Object({
      time: Type.Number(),
      userId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
  ),
)
const AdminEvents = Compile(
  Type.Array(
    Type.Object({
      time: Type.Number(),
      resourcePath: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
  ),
)
const OneUser = Compile(User)
const Credentials = Compile(Type.Array(Type.Object({ type: Type.String() })))

interface Created {
  readonly userId: string
  readonly time: number
  readonly origin: Origin
}

/**
 * Who came since, by the events that Keycloak saves: `REGISTER` for those who came alone, `CREATE`
 * of a `USER` for those whom an admin made. A list of users would not tell the two apart. Throws
 * `CONFIG_INVALID` where the realm does not save them, since users would be missed in silence.
 */
export async function* usersSince(
  client: DirectoryClient,
  since: Date,
  signal: AbortSignal,
  isKnown?: IsKnown,
): AsyncGenerator<CreatedUser> {
  await expectSaved(client, signal)
  const created = [
    ...(await registered(client, since, signal)),
    ...(await madeByAdmins(client, since, signal)),
  ].filter(({ time }) => time >= since.getTime())
  for (const { userId, time, origin } of created.toSorted((one, other) => one.time - other.time)) {
    const createdAt = new Date(time)
    if (await isKnown?.({ id: userId, createdAt })) continue
    const user = await describe(client, userId, signal)
    if (user) yield { ...user, createdAt, origin }
  }
}

async function expectSaved(client: DirectoryClient, signal: AbortSignal): Promise<void> {
  const { json } = await client.call({ method: 'GET', path: '/events/config', signal })
  const { eventsEnabled, adminEventsEnabled } = readAnswer(ID, Settings, json)
  if (eventsEnabled === true && adminEventsEnabled === true) return
  throw new AppError(
    'CONFIG_INVALID',
    `${ID}: expected a realm that saves user events and admin events, got one that does not`,
  )
}

async function registered(
  client: DirectoryClient,
  since: Date,
  signal: AbortSignal,
): Promise<readonly Created[]> {
  const found: Created[] = []
  const query = { type: 'REGISTER', dateFrom: dayBefore(since) }
  for await (const json of pages(client, '/events', query, signal)) {
    const page = readAnswer(ID, UserEvents, json)
    for (const { userId, time } of page) if (userId) found.push({ userId, time, origin: 'self' })
    if (page.length < PAGE) break
  }
  return found
}

async function madeByAdmins(
  client: DirectoryClient,
  since: Date,
  signal: AbortSignal,
): Promise<readonly Created[]> {
  const found: Created[] = []
  const query = { operationTypes: 'CREATE', resourceTypes: 'USER', dateFrom: dayBefore(since) }
  for await (const json of pages(client, '/admin-events', query, signal)) {
    const page = readAnswer(ID, AdminEvents, json)
    for (const { resourcePath, time } of page) {
      const userId = /^users\/([^/]+)$/.exec(resourcePath ?? '')?.[1]
      if (userId !== undefined) found.push({ userId, time, origin: 'invited' })
    }
    if (page.length < PAGE) break
  }
  return found
}

async function* pages(
  client: DirectoryClient,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator {
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const at = `${path}${queryOf({ ...query, first: page * PAGE, max: PAGE })}`
    yield (await client.call({ method: 'GET', path: at, signal })).json
  }
}

/** `undefined` for a user who has been deleted since. */
async function describe(client: DirectoryClient, userId: string, signal: AbortSignal) {
  const path = `/users${pathOf(userId)}`
  const answer = await unlessMissing(client.call({ method: 'GET', path, signal }))
  if (!answer) return undefined
  const held = await client.call({ method: 'GET', path: `${path}/credentials`, signal })
  const credentials = readAnswer(ID, Credentials, held.json)
  return {
    ...toUser(readAnswer(ID, OneUser, answer.json)),
    hasPassword: credentials.some(({ type }) => type === 'password'),
  }
}

/** Keycloak filters by whole days of its own time zone, which is not known here. */
function dayBefore(since: Date): string {
  return new Date(since.getTime() - DAY_MS).toISOString().slice(0, 'yyyy-MM-dd'.length)
}
