import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { doorkey as betterAuthDoorkey } from '../../examples/senders/better-auth.ts'
import { doorkey as superTokensDoorkey } from '../../examples/senders/supertokens.ts'
import { type ReceivingServer, startReceivingServer } from './receiving-server.ts'

const FOLDER = new URL('../../examples/senders/', import.meta.url)
const SOURCES = readdirSync(FOLDER).filter((name) => name !== 'README.md')

interface Mail {
  readonly type: string
  readonly user: { readonly id: string; readonly email: string }
  readonly passwordResetLink: string
}

async function unexpected({ type }: Mail): Promise<void> {
  throw new Error(`expected no other mail, got ${type}`)
}

type Call = (input: unknown, api?: unknown) => Promise<unknown>

function callable(value: unknown): Call {
  if (typeof value !== 'function') throw new Error('expected a function')
  return async (...inputs) => value(...inputs)
}

async function lambda(name: string, server: ReceivingServer): Promise<Call> {
  vi.stubEnv('DOORKEY_URL', server.url)
  vi.stubEnv('DOORKEY_SECRET', server.secret)
  const module: Record<string, unknown> = await import(new URL(name, FOLDER).href)
  return callable(module['handler'])
}

function auth0(name: string): Call {
  const actions: Record<string, unknown> = createRequire(import.meta.url)(
    new URL('auth0-action.cjs', FOLDER).pathname,
  )
  return callable(actions[name])
}

afterEach(() => {
  vi.unstubAllEnvs()
})

// Shapes of AWS's documentation, with invented values.
const COGNITO = {
  version: '1',
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_x',
  userName: '3f0b8a52',
  callerContext: { awsSdkVersion: 'x', clientId: 'c1' },
  request: {
    type: 'customEmailSenderRequestV1',
    code: 'AYADeCanary',
    userAttributes: {
      sub: '3f0b8a52',
      email: 'ada@example.com',
      given_name: 'Ada',
      family_name: 'Lovelace',
      locale: 'en',
      'cognito:user_status': 'CONFIRMED',
    },
  },
  response: {},
}
const ADA = { id: '3f0b8a52', email: 'ada@example.com', name: 'Ada Lovelace', locale: 'en' }

describe('every sender', () => {
  test('stands alone: imports node:crypto and nothing else', () => {
    expect(SOURCES).toHaveLength(5)
    for (const name of SOURCES) {
      const text = readFileSync(new URL(name, FOLDER), 'utf8')
      const modules = [...text.matchAll(/(?:from |require\()'([^']+)'/g)].map(([, id]) => id)
      expect(modules).toEqual(['node:crypto'])
      expect(text).toContain("redirect: 'error'")
      expect(text).toContain('AbortSignal.timeout')
    }
  })

  type Send = (server: ReceivingServer) => Promise<unknown>
  const senders: readonly (readonly [string, Send])[] = [
    [
      'cognito-post-confirmation.mjs',
      async (server) =>
        (await lambda('cognito-post-confirmation.mjs', server))({
          ...COGNITO,
          triggerSource: 'PostConfirmation_ConfirmSignUp',
        }),
    ],
    [
      'cognito-custom-email-sender.mjs',
      async (server) =>
        (await lambda('cognito-custom-email-sender.mjs', server))({
          ...COGNITO,
          triggerSource: 'CustomEmailSender_ForgotPassword',
        }),
    ],
    [
      'auth0-action.cjs',
      async ({ url, secret }) =>
        auth0('onExecutePostUserRegistration')({
          secrets: { DOORKEY_URL: url, DOORKEY_SECRET: secret },
          user: { user_id: 'auth0|1', email: 'ada@example.com' },
        }),
    ],
    [
      'better-auth.ts',
      async (server) =>
        betterAuthDoorkey(server).sendResetPassword({
          user: { id: 'u_1', email: 'ada@example.com' },
          url: 'https://app.example/reset',
        }),
    ],
    [
      'supertokens.ts',
      async (server) =>
        superTokensDoorkey(server)
          .emailDelivery({ sendEmail: unexpected })
          .sendEmail({
            type: 'PASSWORD_RESET',
            user: { id: 'u_1', email: 'ada@example.com' },
            passwordResetLink: 'https://app.example/reset',
          }),
    ],
  ]

  test('is among those tried below', () => {
    expect(senders.map(([name]) => name).toSorted()).toEqual(SOURCES.toSorted())
  })

  test.each(senders)('%s: tries again under the same id after 503 and a cut', async (_, send) => {
    await using server = await startReceivingServer(503, 'cut')
    await send(server)
    expect(server.tries).toHaveLength(3)
    expect(new Set(server.tries.map(({ id }) => id)).size).toBe(1)
    expect(server.events).toHaveLength(1)
    expect(server.events[0]?.dedupeKey).toBe(server.tries[0]?.id)
  })

  test.each(senders)('%s: gives the same id when it is called again', async (_, send) => {
    await using server = await startReceivingServer()
    await send(server)
    await send(server)
    expect(server.tries).toHaveLength(2)
    expect(new Set(server.tries.map(({ id }) => id)).size).toBe(1)
  })

  test.each(senders)(
    '%s: fails aloud where the event is refused, after one try',
    async (_, send) => {
      await using server = await startReceivingServer()
      const other = `whsec_${Buffer.from('f'.repeat(32)).toString('base64')}`
      await expect(send({ ...server, secret: other })).rejects.toThrow(
        'doorkey: expected the event to be accepted, got 401',
      )
      expect(server.tries).toHaveLength(1)
      expect(server.events).toEqual([])
    },
  )
})

describe('Cognito', () => {
  test('gives up a try that is not answered, within the five seconds that Cognito waits', async () => {
    await using server = await startReceivingServer('never')
    const event = { ...COGNITO, triggerSource: 'PostConfirmation_ConfirmSignUp' }
    const begun = performance.now()
    const answer = await (await lambda('cognito-post-confirmation.mjs', server))(event)
    expect(answer).toBe(event)
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(server.events).toMatchObject([
      { type: 'user.created', origin: 'self', hasPassword: false, user: ADA },
    ])
  })

  test('a finished reset is not a requested one', async () => {
    await using server = await startReceivingServer()
    const event = { ...COGNITO, triggerSource: 'PostConfirmation_ConfirmForgotPassword' }
    expect(await (await lambda('cognito-post-confirmation.mjs', server))(event)).toBe(event)
    expect(server.tries).toEqual([])
  })

  test.each([
    ['CustomEmailSender_AdminCreateUser', { type: 'user.created', origin: 'invited' }],
    ['CustomEmailSender_ForgotPassword', { type: 'password.reset_requested' }],
  ])('%s is posted, without the encrypted code', async (triggerSource, expected) => {
    await using server = await startReceivingServer()
    await (await lambda('cognito-custom-email-sender.mjs', server))({ ...COGNITO, triggerSource })
    expect(server.events).toMatchObject([{ ...expected, user: ADA }])
    expect(server.events[0]).not.toHaveProperty('reset')
    expect(JSON.stringify(server.events)).not.toContain('AYADeCanary')
  })

  test('a second request with another code is another event', async () => {
    await using server = await startReceivingServer()
    const handler = await lambda('cognito-custom-email-sender.mjs', server)
    const event = { ...COGNITO, triggerSource: 'CustomEmailSender_ForgotPassword' }
    await handler(event)
    await handler({ ...event, request: { ...event.request, code: 'another' } })
    expect(new Set(server.tries.map(({ id }) => id)).size).toBe(2)
  })

  test('a mail that Doorkey does not send is missed aloud', async () => {
    await using server = await startReceivingServer()
    const handler = await lambda('cognito-custom-email-sender.mjs', server)
    await expect(
      handler({ ...COGNITO, triggerSource: 'CustomEmailSender_SignUp' }),
    ).rejects.toThrow('got CustomEmailSender_SignUp')
    expect(server.tries).toEqual([])
  })
})

describe('Auth0', () => {
  const user = { user_id: 'auth0|1', email: 'ada@example.com', name: 'Ada Lovelace' }
  const secretsOf = ({ url, secret }: ReceivingServer): object => ({
    secrets: { DOORKEY_URL: url, DOORKEY_SECRET: secret },
  })

  test.each([
    [{}, { origin: 'self', hasPassword: true }],
    [{ app_metadata: { invited: true } }, { origin: 'invited', hasPassword: false }],
  ])('a user with %j is %j', async (metadata, expected) => {
    await using server = await startReceivingServer()
    await auth0('onExecutePostUserRegistration')({
      ...secretsOf(server),
      user: { ...user, ...metadata },
      connection: { strategy: 'auth0' },
      transaction: { locale: 'de' },
    })
    const expectedUser = { id: 'auth0|1', email: user.email, name: user.name, locale: 'de' }
    expect(server.events).toMatchObject([{ type: 'user.created', ...expected, user: expectedUser }])
  })

  function mail(type: string): object {
    const to = user.email
    return { user, notification: { message_type: type, to, html: `<a>${type}</a>`, locale: 'de' } }
  }
  function api(): { calls: string[]; notification: object } {
    const calls: string[] = []
    const note = (kind: string) => (reason: string) => calls.push(`${kind} ${reason}`)
    return { calls, notification: { drop: note('drop'), retry: note('retry') } }
  }

  test.each(['reset_email', 'reset_email_by_code'])('%s is a requested reset', async (type) => {
    await using server = await startReceivingServer()
    const { calls, ...rest } = api()
    await auth0('onExecuteCustomEmailProvider')({ ...secretsOf(server), ...mail(type) }, rest)
    expect(server.events).toMatchObject([
      { type: 'password.reset_requested', user: { id: 'auth0|1', email: user.email } },
    ])
    expect(calls).toEqual([])
  })

  test('other mails are dropped with a reason, and a refusal is tried again by Auth0', async () => {
    await using server = await startReceivingServer(400)
    const { calls, ...rest } = api()
    const action = auth0('onExecuteCustomEmailProvider')
    await action({ ...secretsOf(server), ...mail('verify_email') }, rest)
    expect(server.tries).toEqual([])
    await action({ ...secretsOf(server), ...mail('reset_email') }, rest)
    expect(calls).toEqual([
      'drop doorkey: expected a reset, got verify_email',
      'retry doorkey: expected the event to be accepted, got 400',
    ])
  })
})
