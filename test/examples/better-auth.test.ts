import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { admin } from 'better-auth/plugins'
import { expect, test } from 'vitest'
import { doorkey } from '../../examples/senders/better-auth.ts'
import { type ReceivingServer, startReceivingServer } from './receiving-server.ts'

const PASSWORD = 'correct horse battery staple'

function auth(server: ReceivingServer) {
  const door = doorkey(server)
  return betterAuth({
    baseURL: 'http://127.0.0.1:3000',
    secret: 'a-secret-of-the-test-that-is-long-enough',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, sendResetPassword: door.sendResetPassword },
    databaseHooks: door.databaseHooks,
    plugins: [admin()],
  })
}

test('a user who signs up at Better Auth is self-registered and has a password', async () => {
  await using server = await startReceivingServer()
  const { user } = await auth(server).api.signUpEmail({
    body: { email: 'ada@example.com', password: PASSWORD, name: 'Ada' },
  })
  expect(server.events).toMatchObject([
    {
      type: 'user.created',
      origin: 'self',
      hasPassword: true,
      user: { id: user.id, email: 'ada@example.com', name: 'Ada' },
    },
  ])
})

test.each([
  [{}, false],
  [{ password: PASSWORD }, true],
])('a user whom the admin plugin makes with %j is invited', async (password, hasPassword) => {
  await using server = await startReceivingServer()
  const { user } = await auth(server).api.createUser({
    body: { email: 'ada@example.com', name: 'Ada', ...password },
  })
  expect(server.events).toMatchObject([
    { type: 'user.created', origin: 'invited', hasPassword, user: { id: user.id } },
  ])
})

test('a requested reset carries Better Auth’s own link, which sets a password', async () => {
  await using server = await startReceivingServer()
  const { api } = auth(server)
  const { user } = await api.signUpEmail({
    body: { email: 'ada@example.com', password: PASSWORD, name: 'Ada' },
  })
  await api.requestPasswordReset({ body: { email: 'ada@example.com', redirectTo: '/set' } })
  await expect.poll(() => server.events).toHaveLength(2)
  const event = server.events[1]
  expect(event).toMatchObject({
    type: 'password.reset_requested',
    user: { id: user.id, email: 'ada@example.com' },
  })
  const reset = event?.type === 'password.reset_requested' ? event.reset : undefined
  const token = new URL(reset?.url?.reveal() ?? '').pathname.split('/').at(-1) ?? ''
  await api.resetPassword({ body: { token, newPassword: 'another long password' } })
  const session = await api.signInEmail({
    body: { email: 'ada@example.com', password: 'another long password' },
  })
  expect(session.user.id).toBe(user.id)
})

test('nobody is told of for an address that Better Auth does not know', async () => {
  await using server = await startReceivingServer()
  const { status } = await auth(server).api.requestPasswordReset({
    body: { email: 'nobody@example.com' },
  })
  expect(status).toBe(true)
  expect(server.tries).toEqual([])
})
