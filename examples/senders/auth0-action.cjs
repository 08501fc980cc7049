// Auth0 Action for two triggers: *Post User Registration* and *Custom Email Provider* (Branding →
// Email Provider → Custom Provider). Paste the whole file into either or both.
// Secrets of the Action: DOORKEY_URL (https://<your host>/webhooks/<source>) and DOORKEY_SECRET
// (whsec_…). Runtime: Node 18 or later; nothing to install.
const { createHash, createHmac } = require('node:crypto')

const TRY_MS = 3_000
const WAITS_MS = [0, 250, 1_000]

/** Mark the users whom you invite: `app_metadata: { invited: true }` when you create them. */
exports.onExecutePostUserRegistration = async (event) => {
  const isInvited = event.user.app_metadata?.invited === true
  await post(event.secrets, idOf('created', event.user.user_id), {
    type: 'user.created',
    timestamp: new Date().toISOString(),
    data: {
      user: userOf(event.user, event.transaction?.locale),
      self_registered: !isInvited,
      // Whoever signs up to a database connection has typed a password.
      has_password: !isInvited && event.connection?.strategy === 'auth0',
    },
  })
}

/** Auth0 then sends no mail by itself: Doorkey sends the reset link, and nothing else. */
exports.onExecuteCustomEmailProvider = async (event, api) => {
  const { message_type: type, html, text, locale } = event.notification
  if (type !== 'reset_email' && type !== 'reset_email_by_code') {
    // Fill in what sends the other mails; until then Auth0's log shows what is missing.
    api.notification.drop(`doorkey: expected a reset, got ${type}`)
    return
  }
  // The rendered mail holds the ticket: another one for each request, the same when tried again.
  const id = idOf('reset', event.user.user_id, html ?? text)
  try {
    await post(event.secrets, id, {
      type: 'password.reset_requested',
      timestamp: new Date().toISOString(),
      data: { user: userOf(event.user, locale) },
    })
  } catch (error) {
    api.notification.retry(error.message)
  }
}

function userOf({ user_id, email, name }, locale) {
  // Where there is no name, Auth0 gives the address.
  return { id: user_id, email, name: name === email ? undefined : name, locale }
}

/** The same for every call about the same thing, so that Doorkey takes it once. */
function idOf(...parts) {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** Posts by Standard Webhooks; every try has the same id and its own time. */
async function post({ DOORKEY_URL, DOORKEY_SECRET }, id, message) {
  const key = Buffer.from(DOORKEY_SECRET.replace(/^whsec_/, ''), 'base64')
  const body = JSON.stringify(message)
  let got = 'nothing'
  for (const waitMs of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    const time = Math.floor(Date.now() / 1_000)
    const mac = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
    try {
      const answer = await fetch(DOORKEY_URL, {
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
