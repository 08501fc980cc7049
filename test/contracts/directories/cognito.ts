import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { cognitoDirectory } from '../../../src/directories/cognito.ts'
import { textAt } from '../../../src/directories/http/answers.ts'
import { startCognitoLocal } from '../../support/cognito-local.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import {
  startVendorServer,
  type VendorAnswer,
  type VendorCall,
} from '../../support/vendor-server.ts'

const REGION = 'local'

/** `cognito-local`, behind a server that checks who calls and shows the faults. */
export const startStandIn: StartStandIn = async () => {
  const emulator = await startCognitoLocal()
  const open = new Map<string, number>()
  const server = await startVendorServer(async (call) => {
    if (call.headers.authorization?.includes('Credential=ours/') !== true) {
      return refused('UnrecognizedClientException', 'The security token is invalid.')
    }
    const [service, action] = targetOf(call.headers).split('.')
    if (action !== 'AdminUserGlobalSignOut') return forward(emulator.url, call)
    // The emulator lacks it; nobody is refused by both calls alike.
    const lookup = { ...call.headers, 'x-amz-target': `${service}.AdminGetUser` }
    const found = await forward(emulator.url, { ...call, headers: lookup })
    if (found.status !== 200) return found
    open.delete(textAt(call.body, 'Username') ?? '')
    return { status: 200, json: {} }
  })
  const pool = await openPool(emulator.url)
  const factoryFor = (accessKeyId: string) =>
    cognitoDirectory({
      userPoolId: pool.userPoolId,
      region: REGION,
      endpoint: server.url,
      credentials: { accessKeyId, secretAccessKey: 'x' },
    })
  return {
    factory: factoryFor('ours'),
    http: {
      server,
      strangers: factoryFor('strangers'),
      isSetPassword: ({ headers }) => targetOf(headers).endsWith('.AdminSetUserPassword'),
      renewsToken: false,
      policy: {
        answer: refused(
          'InvalidPasswordException',
          'Password did not conform with policy: Password not long enough: c4nary-Pa55word-of-the-contract',
        ),
        reason: 'InvalidPasswordException, not long enough',
      },
      reused: refused('PasswordHistoryPolicyViolationException', 'Used before.'),
      notFound: refused('UserNotFoundException', 'User does not exist.'),
      unauthorized: refused('AccessDeniedException', 'User is not authorized.'),
      rateLimited: refused('TooManyRequestsException', 'Rate exceeded.'),
    },
    addUser: pool.addUser,
    opens: pool.opens,
    mustChange: pool.mustChange,
    countUsers: pool.countUsers,
    sessions: {
      open: (userId) => void open.set(userId, (open.get(userId) ?? 0) + 1),
      count: (userId) => open.get(userId) ?? 0,
    },
    async close() {
      pool.close()
      await server.close()
      await emulator.close()
    },
  }
}

/** What is asked of the emulator itself, past our code. */
async function openPool(endpoint: string) {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  const client = new CognitoIdentityProviderClient({ endpoint, region: REGION, credentials })
  const made = await client.send(
    new CreateUserPoolCommand({ PoolName: 'acme', UsernameAttributes: ['email'] }),
  )
  const UserPoolId = made.UserPool?.Id ?? ''
  const app = await client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'app' }))
  const ClientId = app.UserPoolClient?.ClientId ?? ''
  return {
    userPoolId: UserPoolId,
    async addUser({ email, name = '' }: { email: string; name?: string }) {
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'name', Value: name },
      ]
      const input = { UserPoolId, Username: email, UserAttributes }
      const command = new AdminCreateUserCommand({ ...input, MessageAction: 'SUPPRESS' })
      return (await client.send(command)).User?.Username ?? ''
    },
    async opens(USERNAME: string, PASSWORD: string) {
      const AuthParameters = { USERNAME, PASSWORD }
      // `InitiateAuth` of the emulator asks for a new password before it looks at this one.
      const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH'
      const input = { UserPoolId, ClientId, AuthFlow, AuthParameters } as const
      const command = new AdminInitiateAuthCommand(input)
      return client.send(command).then(
        ({ AuthenticationResult, ChallengeName }) =>
          AuthenticationResult !== undefined || ChallengeName === 'NEW_PASSWORD_REQUIRED',
        (error: unknown) => {
          // The emulator's word for a wrong one; Cognito says NotAuthorizedException.
          if (error instanceof Error && error.name === 'InvalidPasswordException') return false
          throw error
        },
      )
    },
    async mustChange(Username: string) {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId, Username }))
      return user.UserStatus === 'FORCE_CHANGE_PASSWORD'
    },
    async countUsers(email: string) {
      const Filter = `email = "${email}"`
      const { Users = [] } = await client.send(new ListUsersCommand({ UserPoolId, Filter }))
      return Users.length
    },
    close: () => client.destroy(),
  }
}

async function forward(url: string, { headers, body }: VendorCall): Promise<VendorAnswer> {
  const type = 'application/x-amz-json-1.1'
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, 'x-amz-target': targetOf(headers) },
    body: JSON.stringify(body),
  })
  return { status: answer.status, json: await answer.json(), headers: { 'content-type': type } }
}

/** As Cognito words its errors: HTTP 400 with a type. */
function refused(type: string, message: string): VendorAnswer {
  return { status: 400, json: { __type: type, message } }
}

function targetOf(headers: VendorCall['headers']): string {
  return String(headers['x-amz-target'])
}
