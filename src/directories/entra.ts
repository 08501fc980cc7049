import type { Secret } from '../core/secret.ts'
import type { Origin } from '../events/identity-event.ts'
import type { Directory, DirectoryFactory, DirectoryGuide, DirectoryTools } from './directory.ts'
import { type Answer, textAt, valueAt } from './http/answers.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  pathOf,
  queryOf,
} from './http/directory-client.ts'
import { directoryFactory } from './http/directory-factory.ts'
import { readCreatedUser, readList, readUser } from './http/read-user.ts'
import { callToSet, createRestDirectory, type UserListing } from './http/rest-directory.ts'
import { readBaseUrl, readSecret, readText } from './http/settings.ts'
import { clientCredentials } from './http/token-source.ts'
import { unknownPassword } from './http/unknown-password.ts'

const ID = 'entra'
const PAGE_SIZE = '100'
const FIELDS = 'id,displayName,mail,identities,preferredLanguage,createdDateTime,creationType'
const TOO_WEAK = 'The specified password does not comply with password complexity requirements'

export interface EntraSettings {
  /** The tenant’s id. */
  readonly tenantId: string | Secret
  /** The tenant’s initial domain, the issuer of its local accounts: `acme.onmicrosoft.com`. */
  readonly domain: string
  readonly clientId: string | Secret
  readonly clientSecret: Secret
  /**
   * True once you have seen that your tenant asks for the change. Workforce tenants do; for local
   * accounts of external tenants Microsoft does not say. Default false.
   */
  readonly forcesChange?: boolean
  /** Default `https://graph.microsoft.com`. */
  readonly baseUrl?: string
  /** Default `https://login.microsoftonline.com`. */
  readonly loginUrl?: string
}

/** Microsoft Entra ID and External ID, by Microsoft Graph. */
export function entraDirectory(settings: EntraSettings): DirectoryFactory {
  const capabilities = {
    mustChange: settings.forcesChange === true,
    expiry: false,
    createsUsers: true,
    findsUsers: true,
    endsSessions: true,
    listsUsers: true,
  } as const
  const { baseUrl = 'https://graph.microsoft.com' } = settings
  const { loginUrl = 'https://login.microsoftonline.com' } = settings
  return directoryFactory(
    ID,
    capabilities,
    () => ({
      capabilities,
      tenantId: readText(`${ID} tenantId`, 'the id of a tenant', settings.tenantId),
      domain: readText(`${ID} domain`, 'the domain of a tenant', settings.domain),
      clientId: readText(`${ID} clientId`, 'the id of an application', settings.clientId),
      clientSecret: readSecret(`${ID} clientSecret`, 'a client secret', settings.clientSecret),
      baseUrl: readBaseUrl(`${ID} baseUrl`, baseUrl),
      loginUrl: readBaseUrl(`${ID} loginUrl`, loginUrl),
    }),
    create,
  )
}

export const guide: DirectoryGuide = {
  name: 'Microsoft Entra',
  setup: [
    'Register an application in the tenant and create a client secret for it.',
    'Give it the application permissions named below, with admin consent, and the role *User Administrator*.',
    'Set `domain` to the tenant’s initial domain (`….onmicrosoft.com`).',
    'Try one user, and set `forcesChange: true` if the login asks for another password.',
  ],
  config: `directory: entraDirectory({
  tenantId: env('ENTRA_TENANT_ID'),
  domain: 'acme.onmicrosoft.com',
  clientId: env('ENTRA_CLIENT_ID'),
  clientSecret: env('ENTRA_CLIENT_SECRET'),
}),`,
  permissions: [
    '`User.ReadWrite.All` (application), and the role *User Administrator* for passwords.',
    'Passwords of administrators need the role *Privileged Authentication Administrator*.',
    '`User.RevokeSessions.All` (application), to end sessions after a reset.',
  ],
  limits: [
    'Whether local accounts of an external tenant are asked to change a password is not documented; without `forcesChange` the source needs `allowLastingPassword: true`.',
    'Users that Doorkey makes are local accounts that log in by address.',
    'Who signs in at another directory (federated, synchronised) has no password here.',
    'Sessions end some minutes after a reset, and those of guests, who log in at their own tenant, do not.',
    'Without `endSessions` a password ends what was logged in with the old one, and tokens of confidential clients may go on.',
  ],
  mustChange:
    'With `forcesChange`: `forceChangePasswordNextSignIn`, in the same call as the password.',
  sessions:
    'Yes: `revokeSignInSessions`, which ends refresh tokens and cookies; access tokens last until they expire.',
  testedAgainst: 'a server that behaves as `sources` say, its unconfirmed parts too',
  sources: [
    'learn.microsoft.com/graph/api/resources/passwordprofile, read 2026-11-23',
    'techcommunity.microsoft.com 3978494, which quotes the rights for a password from *Update user*, read 2026-11-23',
    'From memory of the API reference, not confirmed: the filter by `identities`, the paging by `$skiptoken`, the values of `creationType`, the body that makes a local account, and the words that refuse a password',
    'microsoftgraph/microsoft-graph-docs-contrib at 01c641a, api-reference/v1.0/api/user-revokesigninsessions.md; learn.microsoft.com/powershell/module/azuread/migrate/revoke-azureadsignedinuserallrefreshtoken (its right); read 2026-11-24',
    'MicrosoftDocs/entra-docs at 1c46dd7, docs/identity-platform/refresh-tokens.md (what a password ends by itself, and what the call ends), read 2026-11-24',
    'Not documented: what the call answers for nobody; any 404 counts as that',
  ],
}

interface Checked {
  readonly capabilities: Directory['capabilities']
  readonly tenantId: string
  readonly domain: string
  readonly clientId: string
  readonly clientSecret: Secret
  readonly baseUrl: string
  readonly loginUrl: string
}

function create(settings: Checked, tools: DirectoryTools): Directory {
  const { tenantId, clientId, clientSecret, baseUrl, loginUrl } = settings
  const { clock } = tools
  const token = clientCredentials({
    id: ID,
    url: `${loginUrl}${pathOf(tenantId)}/oauth2/v2.0/token`,
    clientId,
    clientSecret,
    form: { scope: `${baseUrl}/.default` },
    clock,
  })
  const client = createDirectoryClient({
    id: ID,
    baseUrl: `${baseUrl}/v1.0`,
    authorize: (signal) => token.authorize(signal),
    dropToken: (refused) => token.drop(refused),
    clock,
  })
  return graphOver(client, settings)
}

function graphOver(client: DirectoryClient, { capabilities, domain }: Checked): Directory {
  const named = (email: string) =>
    `identities/any(c:c/issuerAssignedId eq ${quoted(email)} and c/issuer eq ${quoted(domain)}) or mail eq ${quoted(email)}`
  return createRestDirectory({
    id: ID,
    capabilities,
    client,
    setPassword: (user, password, { mustChange, signal }) =>
      callToSet(
        ID,
        client,
        {
          method: 'PATCH',
          path: `/users${pathOf(user.id)}`,
          body: { passwordProfile: { password, forceChangePasswordNextSignIn: mustChange } },
          signal,
        },
        reasonOf,
      ),
    byId: (id) => ({
      method: 'GET',
      path: `/users${pathOf(id)}${queryOf({ $select: FIELDS })}`,
      users: (json) => [userOf(json)],
    }),
    byEmail: (email) => ({
      method: 'GET',
      path: `/users${queryOf({ $filter: named(email), $select: FIELDS, $top: '2' })}`,
      users: (json) => readList(ID, valueAt(json, 'value')).map(userOf),
    }),
    create: ({ email, name = email, locale: preferredLanguage }) => ({
      method: 'POST',
      path: '/users',
      body: {
        displayName: name,
        mail: email,
        preferredLanguage,
        identities: [{ signInType: 'emailAddress', issuer: domain, issuerAssignedId: email }],
        // Required. Nobody knows it, and the first one that is set replaces it.
        passwordProfile: { password: unknownPassword(), forceChangePasswordNextSignIn: false },
        passwordPolicies: 'DisablePasswordExpiration',
      },
      users: (json) => [userOf(json)],
    }),
    check: { method: 'GET', path: '/users?$top=1&$select=id' },
    listing,
    endSessions: (id) => ({ method: 'POST', path: `/users${pathOf(id)}/revokeSignInSessions` }),
  })
}

const listing: UserListing = {
  order: 'none',
  read: (since, $skiptoken) => ({
    method: 'GET',
    path: `/users${queryOf({
      $filter: `createdDateTime ge ${since.toISOString()}`,
      $select: FIELDS,
      $top: PAGE_SIZE,
      $skiptoken,
    })}`,
  }),
  users: (json) => ({
    users: readList(ID, valueAt(json, 'value')).map((user) =>
      readCreatedUser(ID, userOf(user), {
        at: valueAt(user, 'createdDateTime'),
        origin: originOf(textAt(user, 'creationType')),
      }),
    ),
    // A whole URL, of which only this is new.
    next:
      URL.parse(textAt(json, '@odata.nextLink') ?? '')?.searchParams.get('$skiptoken') ?? undefined,
  }),
}

/** Only what surely is an administrator's doing: `LocalAccount`, for one, is made by sign-ups too. */
function originOf(creationType: string | undefined): Origin {
  if (creationType === 'SelfServiceSignUp' || creationType === 'EmailVerified') return 'self'
  return creationType === 'Invitation' ? 'invited' : 'unknown'
}

/** Graph tells it in words, which never quote the password: known ones become a code. */
function reasonOf({ json }: Answer): string | undefined {
  const message = textAt(json, 'error', 'message')
  return message?.startsWith(TOO_WEAK) === true ? 'password complexity requirements' : undefined
}

/** An OData text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function userOf(json: unknown) {
  const listed = valueAt(json, 'identities')
  const identities = Array.isArray(listed) ? listed : []
  const login = identities.find((one) => textAt(one, 'signInType') === 'emailAddress')
  return readUser(ID, {
    id: valueAt(json, 'id'),
    email: textAt(login, 'issuerAssignedId') ?? valueAt(json, 'mail'),
    name: [valueAt(json, 'displayName')],
    locale: valueAt(json, 'preferredLanguage'),
  })
}
