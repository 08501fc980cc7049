import { Secret } from '../../../src/core/secret.ts'
import { fusionauthDirectory } from '../../../src/directories/fusionauth.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

/** As FusionAuth's client library and documentation describe it, read 2026-11-23. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: ({ headers }) =>
      headers.authorization === 'ours' && headers['x-fusionauth-tenantid'] === 't1',
    factory: ({ url }, whose) =>
      fusionauthDirectory({ baseUrl: url, apiKey: new Secret(whose), tenantId: 't1' }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ method, body }) =>
        method === 'PATCH' && text(body, 'user', 'password') !== undefined,
      policy: { answer: refused('[tooShort]user.password'), reason: '[tooShort]user.password' },
      reused: refused('[previouslyUsed]user.password'),
    },
    routes,
  })

const routes: readonly VendorRoute[] = [
  {
    method: 'PATCH',
    path: /^\/api\/user\/([^/]+)$/,
    answer: ({ body }, id, users) => {
      const user = users.byId(id)
      if (!user) return { status: 404 }
      user.password = text(body, 'user', 'password') ?? user.password
      user.mustChange = at(body, 'user', 'passwordChangeRequired') === true
      return { status: 200, json: { user: shown(user) } }
    },
  },
  {
    method: 'DELETE',
    path: /^\/api\/jwt\/refresh$/,
    answer: ({ query }, _, users) => {
      const user = users.byId(query.get('userId') ?? '')
      if (!user) return { status: 404 }
      user.sessions = []
      return { status: 200 }
    },
  },
  {
    method: 'GET',
    path: /^\/api\/user\/([^/]+)$/,
    answer: (_, id, users) => oneOf(users.byId(id)),
  },
  {
    method: 'GET',
    path: /^\/api\/user$/,
    answer: ({ query }, _, users) => oneOf(users.byEmail(query.get('email') ?? '')[0]),
  },
  {
    method: 'POST',
    path: /^\/api\/user\/search$/,
    answer: ({ body }, _, users) => {
      const all = users.all.toReversed()
      const from = Number(at(body, 'search', 'startRow') ?? 0)
      const size = Number(at(body, 'search', 'numberOfResults') ?? 25)
      const page = all.slice(from, from + size).map(shown)
      return {
        status: 200,
        json: { total: all.length, ...(page.length > 0 && { users: page }) },
      }
    },
  },
  {
    method: 'POST',
    path: /^\/api\/user$/,
    answer: ({ body }, _, users) => {
      const email = text(body, 'user', 'email') ?? ''
      if (users.byEmail(email).length > 0) {
        const error = { code: '[duplicate]user.email', message: `${email} exists.` }
        return { status: 400, json: { fieldErrors: { 'user.email': [error] } } }
      }
      const locale = text(body, 'user', 'preferredLanguages', 0)
      return oneOf(users.add({ email, name: text(body, 'user', 'fullName'), locale }))
    },
  },
]

/** What a password rule answers; its words quote the password here, as nobody promises not to. */
export function refused(code: string) {
  const error = { code, message: 'c4nary-Pa55word-of-the-contract will not do.' }
  return { status: 400, json: { fieldErrors: { 'user.password': [error] }, generalErrors: [] } }
}

function oneOf(user: VendorUser | undefined) {
  return user ? { status: 200, json: { user: shown(user) } } : { status: 404 }
}

function shown({ id, email, name, locale, createdAt, mustChange }: VendorUser) {
  return {
    id,
    email,
    fullName: name,
    preferredLanguages: locale === undefined ? [] : [locale],
    insertInstant: createdAt.getTime(),
    passwordChangeRequired: mustChange,
  }
}
