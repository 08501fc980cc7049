import { randomUUID } from 'node:crypto'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { AppError } from '../core/app-error.ts'
import { type CognitoCredentials, createCognitoClient } from './cognito/cognito-client.ts'
import { classifyCognitoError, isNamed, REUSED } from './cognito/cognito-errors.ts'
import type {
  Directory,
  DirectoryFactory,
  DirectoryGuide,
  DirectoryName,
  DirectoryUser,
  NewDirectoryUser,
} from './directory.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { findOrCreate } from './http/find-or-create.ts'
import { readText } from './http/settings.ts'
import { directoryUser, soleMatch, unlessMissing } from './http/user-fields.ts'

const ID = 'cognito'
const TIMEOUT_MS = 10_000
const CAPABILITIES = {
  mustChange: true,
  expiry: false,
  createsUsers: true,
  findsUsers: true,
  endsSessions: true,
} as const

export interface CognitoSettings {
  /** `eu-west-1_aB3dE5fG7` */
  readonly userPoolId: string
  /** Default: what the pool's id begins with. */
  readonly region?: string
  /** How users that Doorkey makes are named. `email` needs a pool that logs in by address. Default `email`. */
  readonly usernames?: 'email' | 'generated'
  /** Default `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER`, else the region's own. */
  readonly endpoint?: string
  /** Default: environment, shared files, the machine's role. */
  readonly credentials?: CognitoCredentials
}

/** Amazon Cognito user pools. A password that must be changed is a temporary one there. */
export function cognitoDirectory(settings: CognitoSettings): DirectoryFactory {
  return directoryFactory(
    ID,
    CAPABILITIES,
    () => {
      const userPoolId = readText(`${ID} userPoolId`, 'the id of a pool', settings.userPoolId)
      const [prefix = ''] = userPoolId.split('_')
      const region = readText(`${ID} region`, 'an AWS region', settings.region ?? prefix)
      return { ...settings, userPoolId, region }
    },
    ({ userPoolId, region, endpoint, credentials, usernames = 'email' }) =>
      createPool({
        client: createCognitoClient({ region, endpoint, credentials }),
        UserPoolId: userPoolId,
        usernames,
      }),
  )
}

export const guide: DirectoryGuide = {
  name: 'Amazon Cognito',
  setup: [
    'Give the machine’s role, or a user of its own, the permissions named below on the pool.',
    'Make `policy` of the source at least as strict as the pool’s password policy, and its *temporary password validity* at least as long as `expiresAfterHours`.',
  ],
  config: "directory: cognitoDirectory({ userPoolId: 'eu-west-1_aB3dE5fG7' }),",
  permissions: [
    '`cognito-idp:AdminSetUserPassword`, `AdminGetUser`, `ListUsers` on the pool.',
    '`cognito-idp:AdminCreateUser` for creating users.',
    '`cognito-idp:AdminUserGlobalSignOut`, to end sessions after a reset.',
  ],
  limits: [
    'A temporary password ends after the pool’s own number of days (7 by default), not at a time of ours.',
    'A password that a user typed and had before is refused, where the pool keeps a history; one that Doorkey generated counts as set.',
    'After a reset the cookie of managed login (the hosted UI) goes on: for up to an hour it logs a browser in without the new password.',
  ],
  mustChange: 'Yes: `Permanent: false`, in the same call as the password.',
  sessions:
    'Yes: `AdminUserGlobalSignOut`, which ends refresh tokens; access and id tokens last until they expire where they are checked offline.',
  testedAgainst:
    '`cognito-local` 5.3, through a server that adds the faults and the sign-out, which it lacks',
  sources: [
    'docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference (AdminSetUserPassword), read 2026-11-23',
    '`@aws-sdk/client-cognito-identity-provider` 3, names of calls, fields and errors, 2026-11-23',
    '`@aws-sdk/client-cognito-identity-provider` 3.1169, AdminUserGlobalSignOutCommand: what ends, the cookie that does not, `UserNotFoundException`; repost.aws, cognito-logout-endpoint-globalsignoutapi: its hour; read 2026-11-24',
    'Not documented: whether AdminSetUserPassword ends sessions by itself',
    'From memory of the API reference, not confirmed: that `SUPPRESS` sends nothing and Cognito makes the password, the filter and the missing order of ListUsers, the seven days, and what the password history refuses',
  ],
}

interface Pool {
  readonly client: CognitoIdentityProviderClient
  readonly UserPoolId: string
  readonly usernames: 'email' | 'generated'
}

function createPool(pool: Pool): Directory {
  const { client, UserPoolId } = pool
  return {
    id: ID,
    capabilities: CAPABILITIES,
    async setPassword({ id: Username }, password, { mustChange, chosenByUser, signal }) {
      const input = { UserPoolId, Username, Password: password.reveal(), Permanent: !mustChange }
      const command = new AdminSetUserPasswordCommand(input)
      try {
        await client.send(command, within(signal))
      } catch (error) {
        // Somebody chose it earlier, or we set it and heard nothing: with its must-change, then.
        if (!chosenByUser && isNamed(error, REUSED)) return
        throw classifyCognitoError(ID, error, false)
      }
    },
    hasChosenPassword: async () => undefined,
    async endSessions(Username, signal) {
      const command = new AdminUserGlobalSignOutCommand({ UserPoolId, Username })
      try {
        await client.send(command, within(signal))
      } catch (error) {
        throw classifyCognitoError(ID, error, false)
      }
    },
    findUser: (by, signal) => findUser(pool, by, signal),
    createUser: (user, signal) =>
      findOrCreate(
        () => findUser(pool, { email: user.email }, signal),
        () => createUser(pool, user, signal),
      ),
    async check(signal) {
      await client
        .send(new ListUsersCommand({ UserPoolId, Limit: 1 }), within(signal))
        .catch(asRead)
    },
  }
}

async function findUser(
  pool: Pool,
  by: DirectoryName,
  signal: AbortSignal,
): Promise<DirectoryUser | undefined> {
  if ('email' in by) return findByEmail(pool, by.email, signal)
  const { client, UserPoolId } = pool
  const command = new AdminGetUserCommand({ UserPoolId, Username: by.id })
  const found = await unlessMissing(client.send(command, within(signal)).catch(asRead))
  return found?.Username === undefined ? undefined : userOf(found.Username, found.UserAttributes)
}

async function findByEmail(
  { client, UserPoolId }: Pool,
  email: string,
  signal: AbortSignal,
): Promise<DirectoryUser | undefined> {
  // Addresses are compared as they are typed, and most are stored in lower case.
  for (const typed of new Set([email, email.toLowerCase()])) {
    const Filter = `email = "${typed.replaceAll(/["\\]/g, String.raw`\$&`)}"`
    const command = new ListUsersCommand({ UserPoolId, Filter, Limit: 2 })
    const { Users = [] } = await client.send(command, within(signal)).catch(asRead)
    const found = Users.map(({ Username = '', Attributes }) => userOf(Username, Attributes))
    const user = soleMatch(found, email)
    if (user) return user
  }
  return undefined
}

async function createUser(
  { client, UserPoolId, usernames }: Pool,
  { email, name, locale }: NewDirectoryUser,
  signal: AbortSignal,
): Promise<DirectoryUser> {
  const attributes = { email, email_verified: 'true', name, locale }
  const command = new AdminCreateUserCommand({
    UserPoolId,
    Username: usernames === 'email' ? email : randomUUID(),
    // Cognito makes a password that nobody knows and mails nothing.
    MessageAction: 'SUPPRESS',
    UserAttributes: Object.entries(attributes).flatMap(([Name, Value]) =>
      Value === undefined ? [] : [{ Name, Value }],
    ),
  })
  const { User } = await client.send(command, within(signal)).catch((error: unknown) => {
    throw classifyCognitoError(ID, error, false)
  })
  return userOf(User?.Username ?? '', User?.Attributes)
}

/** For `catch` of a call that changes nothing. */
function asRead(error: unknown): never {
  const failure: AppError = classifyCognitoError(ID, error, true)
  throw failure
}

function within(signal: AbortSignal) {
  return { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) }
}

function userOf(
  username: string,
  attributes: readonly {
    readonly Name?: string | undefined
    readonly Value?: string | undefined
  }[] = [],
): DirectoryUser {
  const fields = new Map(attributes.map(({ Name, Value }) => [Name, Value]))
  return directoryUser(username, {
    email: fields.get('email'),
    name: fields.get('name'),
    locale: fields.get('locale'),
  })
}
