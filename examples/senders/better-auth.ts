// Better Auth: tells Doorkey of created users and of requested resets. Nothing to install.
//
//   const door = doorkey({ url: 'https://<your host>/webhooks/<source>', secret: 'whsec_…' })
//   betterAuth({
//     emailAndPassword: { enabled: true, sendResetPassword: door.sendResetPassword },
//     databaseHooks: door.databaseHooks,
//   })
import { createHash, createHmac } from 'node:crypto'

const TRY_MS = 3_000
const WAITS_MS = [0, 250, 1_000]

interface Doorkey {
  readonly url: string
  readonly secret: string
}

interface User {
  readonly id: string
  readonly email: string
  readonly name?: string
}

/** The hooks to hand to `betterAuth`. They throw where Doorkey does not take the event. */
export function doorkey(settings: Doorkey) {
  return {
    databaseHooks: {
      user: {
        create: {
          async after(user: User, context: unknown): Promise<void> {
            const { path, hasPassword } = readContext(context)
            await post(settings, idOf('created', user.id), {
              type: 'user.created',
              timestamp: new Date().toISOString(),
              data: {
                user: userOf(user),
                // The admin plugin's route; all others are the user's own doing.
                self_registered: path !== '/admin/create-user',
                has_password: hasPassword,
              },
            })
          },
        },
      },
    },
    async sendResetPassword({ user, url }: { user: User; url: string }): Promise<void> {
      await post(settings, idOf('reset', user.id, url), {
        type: 'password.reset_requested',
        timestamp: new Date().toISOString(),
        data: { user: userOf(user), reset: { url } },
      })
    },
  }
}

function userOf({ id, email, name }: User) {
  return { id, email, name }
}

/** Which route made the user, and whether its request held a password. */
function readContext(context: unknown): { path: string | undefined; hasPassword: boolean } {
  if (typeof context !== 'object' || context === null) {
    return { path: undefined, hasPassword: false }
  }
  const path = 'path' in context && typeof context.path === 'string' ? context.path : undefined
  const body = 'body' in context ? context.body : undefined
  const hasPassword =
    typeof body === 'object' && body !== null && 'password' in body && Boolean(body.password)
  return { path, hasPassword }
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
