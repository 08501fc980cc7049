// Amazon Cognito, post confirmation trigger: tells Doorkey of users who signed up by themselves.
// Environment of the function: DOORKEY_URL (https://<your host>/webhooks/<source>) and
// DOORKEY_SECRET (whsec_…). Runtime: Node.js 20 or later, as `index.mjs`; nothing to install.
import { createHash, createHmac } from 'node:crypto'

// Cognito waits 5 s in all and then calls again, at most three times.
const TRY_MS = 1_200
const WAITS_MS = [0, 200, 600]

export async function handler(event) {
  // PostConfirmation_ConfirmForgotPassword means that a reset is over: posting it would start one.
  if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event
  const { email, name, given_name, family_name, locale } = event.request.userAttributes
  await post(idOf('created', event.userPoolId, event.userName), {
    type: 'user.created',
    timestamp: new Date().toISOString(),
    data: {
      user: {
        id: event.userName,
        email,
        name: name ?? ([given_name, family_name].filter(Boolean).join(' ') || undefined),
        locale,
      },
      self_registered: true,
    },
  })
  return event
}

/** The same for every call about the same thing, so that Doorkey takes it once. */
function idOf(...parts) {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** Posts by Standard Webhooks; every try has the same id and its own time. */
async function post(id, message) {
  const key = Buffer.from(process.env.DOORKEY_SECRET.replace(/^whsec_/, ''), 'base64')
  const body = JSON.stringify(message)
  let got = 'nothing'
  for (const waitMs of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    const time = Math.floor(Date.now() / 1_000)
    const mac = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
    try {
      const answer = await fetch(process.env.DOORKEY_URL, {
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
      got = error.name
    }
  }
  throw new Error(`doorkey: expected the event to be accepted, got ${got}`)
}
