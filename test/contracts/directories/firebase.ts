import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { Secret } from '../../../src/core/secret.ts'
import { firebaseDirectory } from '../../../src/directories/firebase.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'
import { at, startUserVendor, text, type VendorRoute } from '../../support/user-vendor.ts'
import type { VendorAnswer, VendorCall } from '../../support/vendor-server.ts'
import type { VendorUser } from '../../support/vendor-users.ts'

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 })
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ACCOUNT = 'doorkey@acme.iam.gserviceaccount.com'

/** As github.com/firebase/firebase-admin-node src/auth expects it, and the emulator does; read 2026-11-24. */
export const startStandIn: StartStandIn = ({ clock }) =>
  startUserVendor({
    newId: (index) => `uid${index}`,
    isAuthorized: ({ path, headers }) =>
      path === '/token' || headers.authorization === 'Bearer ya29.ours',
    unauthorized: refused(401, 'Request had invalid authentication credentials.'),
    factory: ({ url }, whose) =>
      firebaseDirectory({
        projectId: 'acme',
        clientEmail: ACCOUNT,
        privateKey: new Secret(pem(whose === 'ours' ? ours : theirs)),
        baseUrl: url,
        tokenUrl: `${url}/token`,
      }),
    hasMustChange: false,
    http: {
      isSetPassword: ({ path }) => path.endsWith('/accounts:update'),
      renewsToken: true,
      policy: {
        answer: refused(
          400,
          'PASSWORD_DOES_NOT_MEET_REQUIREMENTS : Missing password requirements: [Password must contain an upper case character, not c4nary-Pa55word-of-the-contract]',
        ),
        reason: 'PASSWORD_DOES_NOT_MEET_REQUIREMENTS, an upper case character',
      },
      notFound: refused(400, 'USER_NOT_FOUND'),
    },
    routes: [
      { method: 'POST', path: /^\/token$/, answer: (call) => exchange(call, clock.now()) },
      ...routes,
    ],
  })

/** Google's own check of an assertion, by `jose`. */
async function exchange({ body, headers }: VendorCall, currentDate: Date): Promise<VendorAnswer> {
  const rules = {
    issuer: ACCOUNT,
    audience: `http://${headers.host ?? ''}/token`,
    algorithms: ['RS256'],
    requiredClaims: ['iat', 'exp'],
    maxTokenAge: 3_600,
    currentDate,
  }
  const isBearer = text(body, 'grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  try {
    const { payload } = await jwtVerify(text(body, 'assertion') ?? '', ours.publicKey, rules)
    const isScoped = payload['scope'] === 'https://www.googleapis.com/auth/identitytoolkit'
    if (isBearer && isScoped) {
      return { status: 200, json: { access_token: 'ya29.ours', expires_in: 3_599 } }
    }
  } catch {
    // Answered like everything else that is wrong.
  }
  return { status: 400, json: { error: 'invalid_grant' } }
}

const routes: readonly VendorRoute[] = [
  {
    method: 'POST',
    path: /^\/v1\/projects\/acme\/accounts:update$/,
    answer: ({ body }, _, users) => {
      const user = users.byId(text(body, 'localId') ?? '')
      if (!user) return refused(400, 'USER_NOT_FOUND')
      user.password = text(body, 'password')
      // It ends them by its own clock, unless a time is sent.
      if (at(body, 'validSince') === undefined) user.sessions = []
      return { status: 200, json: { localId: user.id } }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/projects\/acme\/accounts:lookup$/,
    answer: ({ body }, _, users) => {
      const byId = users.byId(text(body, 'localId', 0) ?? '')
      const found = byId ? [byId] : users.byEmail(text(body, 'email', 0) ?? '')
      // Nobody is an answer without `users`.
      return { status: 200, json: found.length === 0 ? {} : { users: found.map(shown) } }
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/projects\/acme\/accounts:query$/,
    answer: ({ body }, _, users) => {
      const from = Number(at(body, 'offset') ?? 0)
      const page = users.all.toReversed().slice(from, from + Number(at(body, 'limit') ?? 500))
      const userInfo = page.length === 0 ? undefined : page.map(shown)
      return { status: 200, json: { recordsCount: String(users.all.length), userInfo } }
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/projects\/acme\/accounts:batchGet$/,
    answer: () => ({ status: 200, json: {} }),
  },
  {
    method: 'POST',
    path: /^\/v1\/projects\/acme\/accounts$/,
    answer: ({ body }, _, users) => {
      const email = (text(body, 'email') ?? '').toLowerCase()
      if (users.byEmail(email).length > 0) return refused(400, 'EMAIL_EXISTS')
      return { status: 200, json: shown(users.add({ email, name: text(body, 'displayName') })) }
    },
  },
]

function refused(code: number, message: string): VendorAnswer {
  return { status: code, json: { error: { code, message, errors: [{ message }] } } }
}

function shown({ id, email, name, password, createdAt }: VendorUser) {
  return {
    localId: id,
    email,
    displayName: name,
    createdAt: String(createdAt.getTime()),
    ...(password !== undefined && { passwordHash: 'UkVEQUNURUQ=' }),
  }
}

function pem({ privateKey }: typeof ours): string {
  // As it stands in the service account's file.
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' })).replaceAll(
    '\n',
    String.raw`\n`,
  )
}
