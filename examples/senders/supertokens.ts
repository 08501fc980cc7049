// SuperTokens (supertokens-node, EmailPassword): tells Doorkey of sign-ups and lets it send the
// reset links. Nothing to install.
//
//   const door = doorkey({ url: 'https://<your host>/webhooks/<source>', secret: 'whsec_…' })
//   EmailPassword.init({
//     emailDelivery: { override: door.emailDelivery },
//     override: { functions: door.functions },
//   })
import { createHash, createHmac } from 'node:crypto'

const TRY_MS = 3_000
const WAITS_MS = [0, 250, 1_000]

interface Doorkey {
  readonly url: string
  readonly secret: string
}

/** What is read of the input of `sendEmail`. */
interface EmailInput {
  readonly type: string
  readonly passwordResetLink: string
  readonly user: { readonly id: string; readonly recipeUserId?: unknown; readonly email: string }
}

/** What is read of the input of `signUp`. */
interface SignUpInput {
  readonly email: string
  readonly userContext: Readonly<Record<string, unknown>>
}

/** The overrides to hand to `EmailPassword.init`. They throw where Doorkey refuses the event. */
export function doorkey(settings: Doorkey) {
  return {
    /** Every mail but the reset goes its old way. */
    emailDelivery<Sender extends SendsEmail>(original: Sender): Sender {
      return {
        ...original,
        async sendEmail(input: EmailInput) {
          if (input.type !== 'PASSWORD_RESET') return original.sendEmail(input)
          const { user, passwordResetLink } = input
          return post(settings, idOf('reset', user.id, passwordResetLink), {
            type: 'password.reset_requested',
            timestamp: new Date().toISOString(),
            data: { user: userOf(user.id, user.email), reset: { url: passwordResetLink } },
          })
        },
      }
    },
    /**
     * `signUp` runs for users who register and for those whom your backend or the dashboard makes.
     * Mark the latter: `EmailPassword.signUp(tenant, email, password, undefined, { invited: true })`.
     */
    functions<Recipe extends SignsUp>(original: Recipe): Recipe {
      return {
        ...original,
        async signUp(input: SignUpInput) {
          const result = await original.signUp(input)
          const userId = createdUserId(result)
          if (userId === undefined) return result
          const isInvited = input.userContext['invited'] === true
          await post(settings, idOf('created', userId), {
            type: 'user.created',
            timestamp: new Date().toISOString(),
            data: {
              user: userOf(userId, input.email),
              self_registered: !isInvited,
              // Somebody typed it, unless it is the placeholder of an invitation.
              has_password: !isInvited,
            },
          })
          return result
        },
      }
    },
  }
}

interface SendsEmail {
  sendEmail(input: EmailInput): Promise<void>
}

interface SignsUp {
  signUp(input: SignUpInput): Promise<unknown>
}

function userOf(id: string, email: string) {
  return { id, email }
}

/** `undefined` where nobody was made, such as for an address that is taken. */
function createdUserId(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const isMade = 'status' in result && result.status === 'OK'
  if (!isMade || !('user' in result)) return undefined
  const { user } = result
  const hasId = typeof user === 'object' && user !== null && 'id' in user
  return hasId && typeof user.id === 'string' ? user.id : undefined
}

/** The same for every call about the same thing, so that Doorkey takes it once. */
function idOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** Posts by Standard Webhooks; every try has the same id and its own time. */
async function post({ url, secret }: Doorkey, id: string, message: unknown): Promise<void> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const body = JSON.stringify(message)
  let got = 'nothing'
  for (const waitMs of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    const time = Math.floor(Date.now() / 1_000)
    const mac = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(time),
          'webhook-signature': `v1,${mac}`,
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TRY_MS),
      })
      if (answer.ok) return
      got = String(answer.status)
      // Another try would be answered alike.
      if (answer.status < 500 && answer.status !== 429) break
    } catch (error) {
      got = error instanceof Error ? error.name : 'another error'
    }
  }
  throw new Error(`doorkey: expected the event to be accepted, got ${got}`)
}
