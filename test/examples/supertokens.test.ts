import { expect, test } from 'vitest'
import { doorkey } from '../../examples/senders/supertokens.ts'
import { startReceivingServer } from './receiving-server.ts'

interface Mail {
  readonly type: string
  readonly user: { readonly id: string; readonly email: string }
  readonly passwordResetLink: string
}

interface SignUp {
  readonly email: string
  readonly userContext: Readonly<Record<string, unknown>>
}

/** The recipe of SuperTokens that is overridden: keeps its inputs and answers alike. */
function signsUp(answer: unknown, inputs: SignUp[]) {
  return {
    async signUp(input: SignUp): Promise<unknown> {
      inputs.push(input)
      return answer
    },
  }
}

test('hands on the provider’s own link, and leaves other mails to the old way', async () => {
  await using server = await startReceivingServer()
  const others: string[] = []
  const sender = doorkey(server).emailDelivery({
    sendEmail: async ({ type }: Mail) => {
      others.push(type)
    },
  })
  const user = { id: 'u_1', recipeUserId: {}, email: 'ada@example.com' }
  const passwordResetLink = 'https://app.example/auth/reset-password?token=canary'
  await sender.sendEmail({ type: 'PASSWORD_RESET', user, passwordResetLink })
  await sender.sendEmail({ type: 'OTHER', user, passwordResetLink })
  expect(others).toEqual(['OTHER'])
  const [event] = server.events
  expect(event).toMatchObject({ type: 'password.reset_requested', user: { id: 'u_1' } })
  const reset = event?.type === 'password.reset_requested' ? event.reset : undefined
  expect(reset?.url?.reveal()).toBe(passwordResetLink)
})

test.each([
  [{}, { origin: 'self', hasPassword: true }],
  [{ invited: true }, { origin: 'invited', hasPassword: false }],
])('a sign-up with the user context %j is %j', async (userContext, expected) => {
  await using server = await startReceivingServer()
  const inputs: SignUp[] = []
  const made = { status: 'OK', user: { id: 'u_1' } }
  const recipe = doorkey(server).functions(signsUp(made, inputs))
  const answer = await recipe.signUp({ email: 'ada@example.com', userContext })
  expect(answer).toBe(made)
  expect(inputs).toHaveLength(1)
  expect(server.events).toMatchObject([
    { type: 'user.created', ...expected, user: { id: 'u_1', email: 'ada@example.com' } },
  ])
})

test('an address that is taken makes no event', async () => {
  await using server = await startReceivingServer()
  const taken = { status: 'EMAIL_ALREADY_EXISTS_ERROR' }
  const recipe = doorkey(server).functions(signsUp(taken, []))
  expect(await recipe.signUp({ email: 'ada@example.com', userContext: {} })).toBe(taken)
  expect(server.tries).toEqual([])
})
