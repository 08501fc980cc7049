import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SnsMessage } from '../../src/feedback/sns-message.ts'
import { insertEvent, insertMessage } from '../support/ledger-rows.ts'
import { newcomer } from '../support/signed-posts.ts'
import { CERTIFICATE_URL, createSnsSigner, SUBSCRIBE_URL, TOPIC } from '../support/sns.ts'
import { startSystem, type System } from '../support/system.ts'

const signer = createSnsSigner()
const visited: string[] = []
const fetchText = async (url: string) => {
  visited.push(url)
  return url === CERTIFICATE_URL ? signer.certificate : '<ConfirmSubscriptionResponse/>'
}

let system: System
beforeAll(async () => {
  const feedback = { topics: [TOPIC], confirm: true, fetchText }
  system = await startSystem({ queue: 'postgres', feedback })
})
beforeEach(() => void visited.splice(0))
afterAll(() => system.close())

describe('feedback', () => {
  it('settles a mail by its tag as delivered, and shreds bytes and secret', async () => {
    const sent = await send()
    expect(await tell(event('Delivery', sent))).toEqual([200, 'settled'])
    expect(await tell(event('Delivery', sent))).toEqual([200, 'unchanged'])
    const { message, credential } = await rowsOf(sent.email)
    expect(message).toMatchObject({ state: 'delivered', content: null, accepted_id: sent.id })
    expect(credential.secret).toBeNull()
    expect(system.logLines.some((line) => line.includes('"state":"delivered"'))).toBe(true)
    expect(system.logLines.filter((line) => line.includes(sent.email))).toEqual([])
  })

  it('of an identity settles a mail by its SES id', async () => {
    const sent = await send()
    const { eventType, mail, ...rest } = event('Delivery', sent)
    const told = { notificationType: eventType, mail: { ...mail, tags: undefined }, ...rest }
    expect(await tell(told)).toEqual([200, 'settled'])
    expect((await rowsOf(sent.email)).message.state).toBe('delivered')
  })

  it('of a permanent bounce suppresses the address, and a later delivery undoes nothing', async () => {
    const sent = await send()
    const bounce = { bounceType: 'Permanent', bounceSubType: 'NoEmail' }
    expect(await tell({ ...event('Bounce', sent), bounce })).toEqual([200, 'settled'])
    expect(await tell(event('Delivery', sent))).toEqual([200, 'unchanged'])
    expect((await rowsOf(sent.email)).message).toMatchObject({
      state: 'bounced',
      code: 'bounce_permanent',
    })
    expect(await suppressionOf(sent.email)).toMatchObject({ reason: 'Permanent bounce: NoEmail' })
    const { eventId } = await system.post('demo', { ...newcomer(), email: sent.email })
    await system.settled()
    const later = system.store.database.selectFrom('event').select('state')
    expect(await later.where('id', '=', eventId ?? '').execute()).toEqual([{ state: 'suppressed' }])
    expect(system.ses.accepted(sent.email)).toHaveLength(1)
  })

  it('of a complaint suppresses too; of a transient bounce and a reject it does not', async () => {
    const complaint = await send()
    const complained = { ...event('Complaint', complaint), complaint: {} }
    expect(await tell(event('Delivery', complaint))).toEqual([200, 'settled'])
    expect(await tell(complained)).toEqual([200, 'settled'])
    const days = Number((await suppressionOf(complaint.email))?.expires_at) - Date.now()
    expect(Math.round(days / 86_400_000)).toBe(365)
    const full = await send()
    const bounce = { bounceType: 'Transient', bounceSubType: 'MailboxFull' }
    await tell({ ...event('Bounce', full), bounce })
    const virus = await send()
    await tell({ ...event('Reject', virus), reject: { reason: 'Bad content' } })
    const ended = await Promise.all([complaint, full, virus].map(({ email }) => rowsOf(email)))
    expect(ended.map(({ message }) => [message.state, message.code])).toEqual([
      ['complained', 'recipient_complained'],
      ['bounced', 'bounce_transient'],
      ['failed', 'TRANSPORT_REJECTED'],
    ])
    expect(await suppressionOf(full.email)).toBeUndefined()
    expect(await suppressionOf(virus.email)).toBeUndefined()
  })

  it('answers for a send whose answer was lost, which is then not repeated', async () => {
    const ada = newcomer()
    system.ses.failNext({ kind: 'lost-answer' })
    await system.post('demo', ada)
    const [mail] = await system.ses.whenAccepted(1, ada.email)
    if (!mail) throw new Error('expected a mail')
    await expect
      .poll(async () => (await rowsOf(ada.email)).message.state, { timeout: 20_000 })
      .toBe('unknown')
    expect(await tell(event('Delivery', mail))).toEqual([200, 'settled'])
    await system.settled({ hurries: true })
    const { message, attempts } = await rowsOf(ada.email)
    expect(message.state).toBe('delivered')
    expect(attempts).toMatchObject([{ outcome: 'ok', reference: mail.id }])
    expect(system.ses.accepted(ada.email)).toHaveLength(1)
  })

  it('that comes before our own record is kept by it', async () => {
    const { store, app } = system
    const { sendLedger, attempts, clock } = app.foundation
    const event_id = await insertEvent(store.database, clock.now())
    const claimed_until = new Date(Date.now() + 60_000)
    const row = { event_id, state: 'sending', claimed_until } as const
    const id = await insertMessage(store.database, clock.now(), row)
    const attempt = await attempts.begin(store.database, 'send-email', id)
    const tags = { 'doorkey-message': id, 'doorkey-attempt': attempt }
    expect(await tell(event('Delivery', { id: 'ses-1', tags }))).toEqual([200, 'settled'])
    await sendLedger.accept(id, attempt, 'ses-1')
    const messages = store.database.selectFrom('message').select(['state', 'accepted_id'])
    expect(await messages.where('id', '=', id).execute()).toEqual([
      { state: 'delivered', accepted_id: 'ses-1' },
    ])
  })

  it('about mails that are not ours changes nothing; one just sent without a tag is asked for again', async () => {
    const stranger = { id: 'not-ours', tags: {} }
    expect(await tell(event('Delivery', stranger))).toEqual([503, 'store_unavailable'])
    const old = event('Delivery', stranger)
    const mail = { ...old.mail, timestamp: new Date(Date.now() - 121_000).toISOString() }
    expect(await tell({ ...old, mail })).toEqual([200, 'unknown'])
    expect(await tell(event('Open', stranger))).toEqual([200, 'ignored'])
    const greeting = signer.sign({ Message: 'Successfully validated SNS topic.' })
    expect(await post(greeting)).toEqual([200, 'ignored'])
  })
})

describe('a message of SNS', () => {
  it('is refused with a wrong signature, an unknown topic or a foreign certificate', async () => {
    const sent = await send()
    const Message = JSON.stringify(event('Delivery', sent))
    const forged = { ...signer.sign({ Message: '{}' }), Message }
    expect(await post(forged)).toEqual([401, 'signature_invalid'])
    const other = TOPIC.replace('123456789012', '999999999999')
    expect(await post(signer.sign({ Message, TopicArn: other }))).toEqual([403, 'topic_unknown'])
    const SigningCertURL = CERTIFICATE_URL.replace('sns.eu-west-1', 's3')
    expect(await post(signer.sign({ Message, SigningCertURL }))).toEqual([401, 'signature_invalid'])
    expect(visited.filter((url) => url !== CERTIFICATE_URL)).toEqual([])
    expect((await rowsOf(sent.email)).message.state).toBe('accepted')
  })

  it('confirms the subscription of a listed topic, at SNS only', async () => {
    const ask = { Type: 'SubscriptionConfirmation', Token: 't1' } as const
    const asked = signer.sign({ ...ask, SubscribeURL: SUBSCRIBE_URL })
    expect(await post(asked)).toEqual([200, 'confirmed'])
    expect(visited.filter((url) => url !== CERTIFICATE_URL)).toEqual([SUBSCRIBE_URL])
    const elsewhere = signer.sign({ ...ask, SubscribeURL: 'http://169.254.169.254/' })
    expect(await post(elsewhere)).toEqual([401, 'signature_invalid'])
    const gone = { ...ask, Type: 'UnsubscribeConfirmation', SubscribeURL: SUBSCRIBE_URL } as const
    expect(await post(signer.sign(gone))).toEqual([200, 'ignored'])
    expect(visited.filter((url) => url !== CERTIFICATE_URL)).toHaveLength(1)
  })
})

interface Sent {
  readonly id: string
  readonly tags: Readonly<Record<string, string>>
}

async function send(): Promise<Sent & { readonly email: string }> {
  const { email, ...rest } = newcomer()
  await system.post('demo', { email, ...rest })
  await system.settled()
  const [mail] = system.ses.accepted(email)
  if (!mail) throw new Error('expected a mail')
  return { id: mail.id, tags: mail.tags, email }
}

/** As event publishing words it: tags are lists. */
function event(eventType: string, { id, tags }: Sent) {
  const lists = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]))
  const timestamp = new Date().toISOString()
  return { eventType, mail: { messageId: id, timestamp, tags: lists } }
}

const tell = (said: object) => post(signer.sign({ Message: JSON.stringify(said) }))

async function post(message: SnsMessage): Promise<readonly [number, string]> {
  const response = await fetch(`${system.app.url}/feedback/ses`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    body: JSON.stringify(message),
  })
  const text = await response.text()
  return [response.status, /"(?:status|code)":"(\w+)"/.exec(text)?.[1] ?? text]
}

async function rowsOf(email: string) {
  const { database } = system.store
  const message = await database
    .selectFrom('message')
    .selectAll()
    .where('to_address', '=', email)
    .executeTakeFirstOrThrow()
  const credential = await database
    .selectFrom('credential')
    .selectAll()
    .where('id', '=', message.credential_id)
    .executeTakeFirstOrThrow()
  const attempts = await database
    .selectFrom('attempt')
    .selectAll()
    .where('subject_id', '=', message.id)
    .execute()
  return { message, credential, attempts }
}

const suppressionOf = (email: string) =>
  system.store.database
    .selectFrom('suppression')
    .selectAll()
    .where('address', '=', email.toLowerCase())
    .executeTakeFirst()
