import { Secret } from '../../../src/core/secret.ts'
import { httpDirectory } from '../../../src/directories/http.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, carries, startUserVendor, text } from '../../support/user-vendor.ts'

/** An API of nobody in particular. */
export const startStandIn: StartStandIn = () =>
  startUserVendor({
    isAuthorized: carries('Token ours'),
    factory: ({ url }, whose) =>
      httpDirectory({
        baseUrl: url,
        headers: { authorization: new Secret(`Token ${whose}`), 'x-app': 'doorkey' },
        setPassword: {
          method: 'PUT',
          path: '/people/{userId}/password',
          body: { password: { value: '{password}', temporary: '{mustChange}' }, notify: false },
        },
        check: '/people?limit=1',
      }),
    hasMustChange: true,
    http: {
      isSetPassword: ({ method }) => method === 'PUT',
      policy: { answer: { status: 422, json: { error: 'too short' } }, reason: 'HTTP 422' },
    },
    routes: [
      {
        method: 'PUT',
        path: /^\/people\/([^/]+)\/password$/,
        answer: ({ body }, id, users) => {
          const user = users.byId(id)
          if (!user) return { status: 404 }
          user.password = text(body, 'password', 'value')
          user.mustChange = at(body, 'password', 'temporary') === true
          return { status: 204 }
        },
      },
      { method: 'GET', path: /^\/people$/, answer: () => ({ status: 200, json: [] }) },
    ],
  })
