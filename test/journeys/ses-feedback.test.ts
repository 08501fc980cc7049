import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FeedbackAnswer, FeedbackOptions } from '../../src/testing/fake-sns.ts'
import { eventJson, type SesEvent } from '../../src/testing/ses-event.ts'
import { insertEvent, insertMessage } from '../support/ledger-rows.ts'
import { newcomer } from '../support/signed-posts.ts'
import {
  CERTIFICATE_URL,
  SUBSCRIBE_URL,
  type SnsEnvelope,
  TOPIC,
} from '../../src/testing/sns-signer.ts'
import { startSystem, type System } from '../support/system.ts'

let system: System
beforeAll(async () => {
  const feedback = { topics: [TOPIC], confirm: true }
  system = await startSystem({ queue: 'postgres', feedback })
})
beforeEach(() => system.ses.sns.reset())
afterAll(() => system.close())

describe('feedback', () => {
  it('settles a mail by its tag as delivered, and shreds bytes and secret', async () => {
    const sent = await send()
    const twice = await system.ses.feedback(
      `${system.app.url}/feedback/ses`,
      [{ type: 'Delivery', mail: sent }],
      { copies: 2 },
    )
    expect(twice.map(outcomeOf)).toEqual([
      [200, 'settled'],
      [200, 'unchanged'],
    ])
    const { message, credential } = await rowsOf(sent.email)
    expect(message).toMatchObject({ state: 'delivered', content: null, accepted_id: sent.id })
    expect(credential.secret).toBeNull()
    expect(system.logLines.some((line) => line.includes('"state":"delivered"'))).toBe(true)
    expect(system.logLines.filter((line) => line.includes(sent.email))).toEqual([])
  })

  it('of an identity settles a mail by its SES id', async () => {
    const sent = await send()
    const told = { type: 'Delivery', mail: sent } as const
    const options = { shape: 'identity', signatureVersion: '1' } as const
    expect(await tell(told, options)).toEqual([200, 'settled'])
    expect((await rowsOf(sent.email)).message.state).toBe('delivered')
  })

  it('of a permanent bounce suppresses the address, and a later delivery undoes nothing', async () => {
    const sent = await send()
    const bounce = { bounceType: 'Permanent', bounceSubType: 'NoEmail' } as const
    expect(await tell({ type: 'Bounce', mail: sent, ...bounce })).toEqual([200, 'settled'])
    expect(await tell({ type: 'Delivery', mail: sent })).toEqual([200, 'unchanged'])
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
    const complained = { type: 'Complaint', mail: complaint } as const
    expect(await tell({ type: 'Delivery', mail: complaint })).toEqual([200, 'settled'])
    expect(await tell(complained)).toEqual([200, 'settled'])
    const days = Number((await suppressionOf(complaint.email))?.expires_at) - Date.now()
    expect(Math.round(days / 86_400_000)).toBe(365)
    const full = await send()
    const bounce = { bounceType: 'Transient', bounceSubType: 'MailboxFull' } as const
    await tell({ type: 'Bounce', mail: full, ...bounce })
    const virus = await send()
    await tell({ type: 'Reject', mail: virus })
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
    system.ses.faults.next({ kind: 'reset', when: 'after-accepting' })
    await system.post('demo', ada)
    const [mail] = await system.ses.whenAccepted(1, ada.email)
    if (!mail) throw new Error('expected a mail')
    await expect
      .poll(async () => (await rowsOf(ada.email)).message.state, { timeout: 20_000 })
      .toBe('unknown')
    expect(await tell({ type: 'Delivery', mail })).toEqual([200, 'settled'])
    await system.settled({ hurries: true })
    const { message, attempts } = await rowsOf(ada.email)
    expect(message.state).toBe('delivered')
    expect(attempts).toMatchObject([{ outcome: 'ok', reference: mail.id }])
    expect(system.ses.accepted(ada.email)).toHaveLength(1)
  })

  it('of an identity answers for a lost answer by our header, and without it leaves the doubt', async () => {
    const ada = newcomer()
    system.ses.faults.next({ kind: 'reset', when: 'after-accepting' })
    await system.post('demo', ada)
    const [mail] = await system.ses.whenAccepted(1, ada.email)
    if (!mail) throw new Error('expected a mail')
    const stateNow = async () => (await rowsOf(ada.email)).message.state
    await expect.poll(stateNow, { timeout: 20_000 }).toBe('unknown')
    const { message } = await rowsOf(ada.email)
    const old = { ...mail, acceptedAt: new Date(Date.now() - 121_000) }
    const options = { shape: 'identity', copies: 2 } as const
    const own = { name: 'X-Doorkey-Message', value: message.id }
    const foreign = [
      { ...old, headersTruncated: true, headers: [{ name: 'Subject', value: 'Hello' }] },
      { ...old, headers: [{ ...own, value: `${message.id}' OR ''='` }] },
      { ...old, headers: [own, { ...own, value: 'msg_another' }] },
      { ...old, headers: [{ ...own, value: 'msg_nobody' }] },
    ]
    for (const one of foreign) {
      expect(await tell({ type: 'Delivery', mail: one }, options)).toEqual([200, 'unknown'])
    }
    expect(await stateNow()).toBe('unknown')
    const named = { ...old, headers: [{ name: 'Received', value: 'by ses' }, own] }
    expect(await tell({ type: 'Delivery', mail: named }, options)).toEqual([200, 'settled'])
    await system.settled({ hurries: true })
    const ended = await rowsOf(ada.email)
    expect(ended.message).toMatchObject({ state: 'delivered', accepted_id: mail.id })
    expect(ended.attempts).toMatchObject([{ outcome: 'ok', reference: mail.id }])
    expect(system.ses.accepted(ada.email)).toHaveLength(1)
  })

  it('that comes by a header while two tries are in doubt settles the mail and neither try', async () => {
    const { store, app } = system
    const { attempts, clock } = app.foundation
    const event_id = await insertEvent(store.database, clock.now())
    const row = { event_id, state: 'unknown' } as const
    const id = await insertMessage(store.database, clock.now(), row)
    for (let count = 0; count < 2; count += 1) {
      await attempts.begin(store.database, 'send-email', id)
    }
    const headers = [{ name: 'x-doorkey-message', value: id }]
    const mail = { id: `ses-of-${id}`, tags: {}, acceptedAt: clock.now(), headers }
    const told = { type: 'Delivery', mail } as const
    expect(await tell(told, { shape: 'identity' })).toEqual([200, 'settled'])
    const tries = store.database.selectFrom('attempt').select(['outcome', 'reference'])
    expect(await tries.where('subject_id', '=', id).execute()).toEqual([
      { outcome: 'started', reference: null },
      { outcome: 'started', reference: null },
    ])
  })

  it('days later, again, changes no row', async () => {
    const sent = await send()
    const told = { type: 'Delivery', mail: sent } as const
    await tell(told)
    const before = await rowsOf(sent.email)
    expect(await tell(told)).toEqual([200, 'unchanged'])
    expect(await tell({ type: 'Send', mail: sent })).toEqual([200, 'unchanged'])
    expect(await rowsOf(sent.email)).toEqual(before)
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
    const mail = { id: 'ses-1', tags, acceptedAt: clock.now() }
    expect(await tell({ type: 'Delivery', mail })).toEqual([200, 'settled'])
    await sendLedger.accept(id, attempt, 'ses-1')
    const messages = store.database.selectFrom('message').select(['state', 'accepted_id'])
    expect(await messages.where('id', '=', id).execute()).toEqual([
      { state: 'delivered', accepted_id: 'ses-1' },
    ])
  })

  it('about mails that are not ours changes nothing; one just sent without a tag is asked for again', async () => {
    const mail = { id: 'not-ours', tags: {}, acceptedAt: new Date() }
    expect(await tell({ type: 'Delivery', mail })).toEqual([503, 'store_unavailable'])
    const old = { ...mail, acceptedAt: new Date(Date.now() - 121_000) }
    expect(await tell({ type: 'Delivery', mail: old })).toEqual([200, 'unknown'])
    expect(await tell({ type: 'Open', mail })).toEqual([200, 'ignored'])
    const greeting = system.ses.sns.sign({ Message: 'Successfully validated SNS topic.' })
    expect(await post(greeting)).toEqual([200, 'ignored'])
  })
})

describe('a message of SNS', () => {
  it('is refused with a wrong signature, an unknown topic or a foreign certificate', async () => {
    const sent = await send()
    const Message = eventJson({ type: 'Delivery', mail: sent }, 'configuration-set')
    const forged = { ...system.ses.sns.sign({ Message: '{}' }), Message }
    expect(await post(forged)).toEqual([401, 'signature_invalid'])
    const other = TOPIC.replace('123456789012', '999999999999')
    expect(await post(system.ses.sns.sign({ Message, TopicArn: other }))).toEqual([
      403,
      'topic_unknown',
    ])
    const SigningCertURL = CERTIFICATE_URL.replace('sns.eu-west-1', 's3')
    expect(await post(system.ses.sns.sign({ Message, SigningCertURL }))).toEqual([
      401,
      'signature_invalid',
    ])
    expect(system.ses.sns.visits.filter((url) => url !== CERTIFICATE_URL)).toEqual([])
    expect((await rowsOf(sent.email)).message.state).toBe('accepted')
  })

  it('that is refused too often from one address is answered 429, and a signed one still taken', async () => {
    const sent = await send()
    const Message = eventJson({ type: 'Delivery', mail: sent }, 'configuration-set')
    const forged = { ...system.ses.sns.sign({ Message: '{}' }), Message }
    const answers: (readonly [number, string])[] = []
    for (let count = 0; count < 40; count += 1) answers.push(await post(forged))
    const statuses = answers.map(([status]) => status)
    expect(statuses.at(-1)).toBe(429)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    expect(answers.at(-1)).toEqual([429, 'too_many_failures'])
    expect(await post(system.ses.sns.sign({ Message }))).toEqual([200, 'settled'])
  })

  it('confirms the subscription of a listed topic, at SNS only', async () => {
    const ask = { Type: 'SubscriptionConfirmation', Token: 't1' } as const
    const asked = system.ses.sns.sign({ ...ask, SubscribeURL: SUBSCRIBE_URL })
    expect(await post(asked)).toEqual([200, 'confirmed'])
    expect(system.ses.sns.visits.filter((url) => url !== CERTIFICATE_URL)).toEqual([SUBSCRIBE_URL])
    const elsewhere = system.ses.sns.sign({ ...ask, SubscribeURL: 'http://169.254.169.254/' })
    expect(await post(elsewhere)).toEqual([401, 'signature_invalid'])
    const gone = { ...ask, Type: 'UnsubscribeConfirmation', SubscribeURL: SUBSCRIBE_URL } as const
    expect(await post(system.ses.sns.sign(gone))).toEqual([200, 'ignored'])
    expect(system.ses.sns.visits.filter((url) => url !== CERTIFICATE_URL)).toHaveLength(1)
  })
})

async function send() {
  const { email, ...rest } = newcomer()
  await system.post('demo', { email, ...rest })
  await system.settled()
  const [mail] = system.ses.accepted(email)
  if (!mail) throw new Error('expected a mail')
  return { ...mail, email }
}

async function tell(event: SesEvent, options?: FeedbackOptions) {
  const [answer] = await system.ses.feedback(`${system.app.url}/feedback/ses`, [event], options)
  return answer && outcomeOf(answer)
}

const post = async (message: SnsEnvelope) =>
  outcomeOf(await system.ses.sns.post(`${system.app.url}/feedback/ses`, message))

function outcomeOf({ status, body }: FeedbackAnswer): readonly [number, string] {
  return [status, /"(?:status|code)":"(\w+)"/.exec(body)?.[1] ?? body]
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
