import { describe, expect, test } from 'vitest'
import { NOW } from '../contracts/provider-fixture.ts'
import { openSubject } from '../contracts/provider-subjects.ts'
import { codeFrom, signedRequest } from './signed-request.ts'

/** How each provider that mails codes or links through us names a reset, and what else it mails. */
const PURPOSES = [
  ['supabase', 'recovery', ['signup', 'invite', 'magiclink', 'email_change', 'reauthentication']],
  ['clerk', 'reset_password_code', ['verification_code', 'magic_link_sign_in', 'invitation']],
  [
    'logto',
    'ForgotPassword',
    ['SignIn', 'Register', 'OrganizationInvitation', 'Generic', 'MfaVerification', 'BindMfa'],
  ],
  ['ory', 'recovery_code_valid', ['recovery_code_invalid', 'login_code_valid']],
  ['ory', 'recovery_valid', ['recovery_invalid', 'verification_valid', 'registration_code_valid']],
  [
    'zitadel',
    'user.human.password.code.added',
    ['user.human.initialization.code.added', 'user.human.email.code.added'],
  ],
  ['hanko', 'recovery', ['login', 'email_verification']],
  ['auth0', 'scpr', ['fcpr', 'sce', 'cls']],
] as const
const CASES = PURPOSES.flatMap(([id, reset, others]) =>
  others.map((other) => ({ id, reset, other })),
)

/** The genuine mail about a reset, link and code included, under another purpose's name. */
async function parsedAs(id: string, reset: string, purpose: string) {
  const { fixture, keySets, make } = await openSubject(id)
  const named = JSON.stringify(reset)
  const found = fixture.genuine.find(
    ({ shows, content }) => shows === 'reset' && JSON.stringify(content).includes(named),
  )
  const content = JSON.stringify(found?.content).replaceAll(named, JSON.stringify(purpose))
  const request = await fixture.sign(JSON.parse(content), { at: NOW, attempt: 1 })
  await keySets.close()
  return () => make('current').parse(signedRequest(request.body, request.headers, NOW))
}

describe('a code or link for something else is never mailed as one to set a password', () => {
  test.each(CASES)('$other of $id is ignored', async ({ id, reset, other }) => {
    const [asReset] = (await parsedAs(id, reset, reset))()
    expect(asReset).toMatchObject({ type: 'password.reset_requested', reset: expect.anything() })
    const [event, ...rest] = (await parsedAs(id, reset, other))()
    expect(rest).toEqual([])
    expect(event?.type).toBe('ignored')
    expect(event).not.toHaveProperty('reset')
  })

  test.each(['signUp', 'signIn'])(
    '%s of entra is refused, so that Entra sends it',
    async (type) => {
      const parse = await parsedAs('entra', 'passwordReset', type)
      expect(await codeFrom(parse)).toBe('BODY_INVALID')
    },
  )
})

test('a code is mailed where the provider’s page waits for one, whatever link stands beside it', async () => {
  const mails = [
    ['logto', '"code":"123456"', '"code":"123456","link":"https://a.test/"'],
    [
      'ory',
      '"recovery_code":"123456","recovery_url":""',
      '"recovery_code":"123456","recovery_url":"https://a.test/"',
    ],
  ] as const
  for (const [id, from, to] of mails) {
    const { fixture, keySets, make } = await openSubject(id)
    const contents = fixture.genuine.map(({ content }) => JSON.stringify(content))
    const content = contents.find((one) => one.includes(from))?.replace(from, to) ?? ''
    const request = await fixture.sign(JSON.parse(content), { at: NOW, attempt: 1 })
    await keySets.close()
    const [event] = make('current').parse(signedRequest(request.body, request.headers, NOW))
    expect(event).toMatchObject({ reset: { code: expect.anything() } })
    expect(event).not.toHaveProperty('reset.url')
  }
})
