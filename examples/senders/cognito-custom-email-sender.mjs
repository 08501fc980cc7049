// Amazon Cognito, custom email sender trigger: Doorkey mails passwords of users whom an admin made,
// and reset links. Cognito then sends no mail at all by itself: see `sendOtherMail`.
// Environment of the function: DOORKEY_URL (https://<your host>/webhooks/<source>) and
// DOORKEY_SECRET (whsec_…). Runtime: Node.js 20 or later, as `index.mjs`; nothing to install.
//
// `request.code` stays encrypted, so no KMS permission is needed: Doorkey sets a password of its own
// (AdminSetUserPassword) in place of Cognito's, and makes a reset link of its own.
import { createHash, createHmac } from 'node:crypto'

// Lambda runs this trigger in the background and tries twice more after an error.
const TRY_MS = 5_000
const WAITS_MS = [0, 500, 2_000]

const TYPES = {
  CustomEmailSender_AdminCreateUser: 'user.created',
  CustomEmailSender_ForgotPassword: 'password.reset_requested',
}

export async function handler(event) {
  const type = TYPES[event.triggerSource]
  if (type === undefined) return sendOtherMail(event)
  const { email, name, given_name, family_name, locale } = event.request.userAttributes
  // The encrypted code is another one for each request, and the same when Lambda tries again.
  const id = idOf(type, event.userPoolId, event.userName, event.request.code)
  await post(id, {
    type,
    timestamp: new Date().toISOString(),
    data: {
      user: {
        id: event.userName,
        email,
        name: name ?? ([given_name, family_name].filter(Boolean).join(' ') || undefined),
        locale,
      },
    },
  })
}

/**
 * Codes for sign-up, sign-in and changed addresses: Doorkey does not send these. Fill in what does;
 * until then the mail is missing and the error shows it in the function's metrics.
 */
async function sendOtherMail(event) {
  throw new Error(`doorkey: expected AdminCreateUser or ForgotPassword, got ${event.triggerSource}`)
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
