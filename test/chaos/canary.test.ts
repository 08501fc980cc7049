import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dumpPostgres, dumpRedis, findNeedles, type Needle } from '../support/canary.ts'
import { type FakeDirectory, startFakeDirectory } from '../support/fake-directory.ts'
import { httpDirectory } from '../support/http-directory.ts'
import { makeDue } from '../support/ledger-times.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer, signedPost, WEBHOOK_SECRETS } from '../support/signed-posts.ts'
import { ADMIN_KEY, SEALING_KEYS, startSystem, type System } from '../support/system.ts'
import { postSample } from '../../src/cli/post-sample.ts'
import { PROVIDERS } from '../support/post-many.ts'
import { askWrongly, canary } from './canary-requests.ts'
import { askForUsers } from './canary-users.ts'
import { type CanaryWatch, startCanaryWatch } from './canary-watch.ts'

const WITHIN = { timeout: 30_000 }

for (const { name, isAvailable } of await queueKinds()) {
  describe.runIf(isAvailable)(`secrets, with the queue on ${name}`, () => {
    let directory: FakeDirectory
    let system: System
    let watch: CanaryWatch
    beforeEach(async () => {
      directory = await startFakeDirectory()
      system = await startSystem({
        queue: name,
        sources: { acme: { directory: httpDirectory(directory.url) } },
        more: async () => ({ veiled: { provider: PROVIDERS.demo, deliver: 'reveal-link' } }),
      })
      watch = await startCanaryWatch(system)
    })
    afterEach(async () => {
      watch.stop()
      await system.close()
      await directory.close()
    })

    it('stay out of logs, queue, tables, metrics, errors and pages on every way', async () => {
      const needles = [
        ...(await issueAtDirectory()),
        ...(await issueThroughUnknownSend()),
        ...(await resetByLink()),
        ...(await changeIssued()),
        ...(await revealByLink()),
        ...(await passOn()),
        ...(await askForUsers(system, watch)),
        ...(await askWrongly(watch)),
        ...OWN_KEYS,
      ]
      await watch.look('at the end')
      for (const path of ['/metrics', '/livez', '/readyz', '/console']) await watch.ask(path)
      expect(await watch.openConsole()).toBeGreaterThanOrEqual(5)

      const haystacks = watch.haystacks()
      const all = haystacks.map(({ text }) => text).join('\n')
      for (const state of ['setting', 'sending', 'unknown', 'accepted', 'used']) {
        expect(all).toContain(`"state":"${state}"`)
      }
      expect(all).toContain('Password shown by its link')
      const empty = haystacks.filter(({ text }) => text === '').map(({ where }) => where)
      const mayBeEmpty = ['output', ...(name === 'redis' ? [] : ['commands to Redis'])]
      expect(mayBeEmpty).toEqual(expect.arrayContaining(empty))
      expect(needles.length).toBeGreaterThanOrEqual(20)
      expect(findNeedles(haystacks, needles)).toEqual([])
    })

    it('and people stay out of logs, queue and metrics', async () => {
      const ada = newcomer({
        name: 'Adamantia Canarypoulou',
        email: `${canary('ada')}@example.com`,
      })
      const quoted = `Address ${ada.email} of ${ada.name} is odd.`
      system.ses.faults.next(
        { kind: 'error', code: 'Throttling', status: 400, message: quoted },
        { kind: 'error', code: 'InternalFailure', status: 500, message: quoted },
      )
      await system.post('demo', ada)
      await system.settled({ hurries: true })
      expect(system.mailsTo(ada.email)[0]?.text).toContain(ada.name)
      await watch.ask('/metrics')

      const haystacks = watch.haystacks()
      expect(haystacks.map(({ where }) => where)).toEqual([
        'answer to /metrics',
        'the log',
        'commands to Redis',
        'output',
      ])
      expect(haystacks[1]?.text).toContain('TRANSPORT_UNKNOWN_OUTCOME')
      const people = [
        { what: 'name', value: ada.name ?? '' },
        { what: 'address', value: ada.email },
      ]
      expect(findNeedles(haystacks, people)).toEqual([])
    })

    it('would be found wherever they were written', async () => {
      const value = canary('planted')
      const base64 = Buffer.from(`xy${value}`).toString('base64')
      const event = newcomer({ userId: value })
      await system.post('demo', event)
      await system.settled()
      const { pool } = system.store
      await pool.query('INSERT INTO setting VALUES ($1, $2)', ['planted', base64])
      await pool.query('UPDATE message SET content = $1', [Buffer.from(value)])
      const tables = await dumpPostgres(pool)
      const needles = [{ what: 'it', value }]
      expect(findNeedles([{ where: 'tables', text: tables }], needles)).toEqual([
        'it (plain) in tables',
        'it (JSON) in tables',
        'it (URL) in tables',
        'it (form) in tables',
        'it (HTML) in tables',
        'it (hex) in tables',
        'it (base64+2) in tables',
        'it (base64url+2) in tables',
      ])
      await expectFoundInRedis(value)
    })

    async function expectFoundInRedis(value: string): Promise<void> {
      if (!system.redis) return
      const redis = new Redis(system.redis.url)
      await redis.flushall()
      const plant: readonly (() => Promise<unknown>)[] = [
        () => redis.set('one', value),
        () => redis.hset('one', 'field', value),
        () => redis.lpush('one', value),
        () => redis.sadd('one', value),
        () => redis.zadd('one', 1, value),
        () => redis.xadd('one', '*', 'field', value),
      ]
      const found: (readonly string[])[] = []
      for (const write of plant) {
        await redis.del('one')
        await write()
        const text = await dumpRedis(system.redis.url)
        found.push(findNeedles([{ where: 'a key', text }], [{ what: 'it', value }]))
      }
      expect(found.filter((one) => one.includes('it (plain) in a key'))).toHaveLength(6)
      await expect
        .poll(() => findNeedles(watch.haystacks(), [{ what: 'it', value }]), WITHIN)
        .toContain('it (plain) in commands to Redis')
      redis.disconnect()
    }

    /** A directory that is slow, and then one that repeats the password in its error. */
    async function issueAtDirectory(): Promise<readonly Needle[]> {
      const [slow, echoed] = [newcomer(), newcomer()]
      directory.failNext({ kind: 'hold' })
      await system.post('acme', slow)
      await directory.whenCalled(1)
      await watch.look('while a password is being set')
      directory.release()
      directory.failNext({ kind: 'echo' })
      await system.post('acme', echoed)
      await system.settled({ hurries: true })
      return [...mailed(slow.email, 1), ...mailed(echoed.email, 1)]
    }

    async function issueThroughUnknownSend(): Promise<readonly Needle[]> {
      const ada = newcomer()
      const extra = canary('body')
      const user = { id: ada.userId, email: ada.email, [extra]: extra }
      system.ses.faults.next({ kind: 'slow', ms: 500 }, { kind: 'reset', when: 'after-accepting' })
      const data = { user, password: extra }
      await system.postSigned('demo', signedPost('demo', { type: 'user.created', data }))
      await expect.poll(() => stateOf(ada.email), WITHIN).toBe('sending')
      await watch.look('while a mail is being sent')
      await system.settled()
      const password = system.mailsTo(ada.email)[0]?.secret ?? ''
      expect(await system.verify('demo', ada.userId, password)).toBe('must_change')

      const lost = newcomer()
      await system.post('demo', lost)
      await expect.poll(() => stateOf(lost.email), WITHIN).toBe('unknown')
      await watch.look('while a send is unknown')
      await makeDue(system.store.database)
      await system.settled()
      return [{ what: 'body', value: extra }, ...mailed(ada.email, 1), ...mailed(lost.email, 2)]
    }

    async function resetByLink(): Promise<readonly Needle[]> {
      const ada = newcomer()
      await system.post('demo', { ...ada, type: 'password.reset_requested' })
      await system.settled()
      const link = system.mailsTo(ada.email)[0]?.links.find((one) => one.includes('#')) ?? ''
      const { pathname, hash } = new URL(link)
      const [chosen, weak, wrong] = [canary('chosen'), 'canary7', canary('token')]
      const post = (token: string, password: string) =>
        watch.ask(pathname, { method: 'POST', body: new URLSearchParams({ token, password }) })
      expect((await post(wrong, chosen)).status).toBe(410)
      expect((await post(hash.slice(1), weak)).status).toBe(422)
      await watch.ask(`${pathname}?token=${wrong}`)
      expect((await post(hash.slice(1), chosen)).status).toBe(200)
      await system.settled()
      expect(await system.verify('demo', ada.userId, chosen)).toBe('ok')
      expect(system.mailsTo(ada.email)).toHaveLength(2)
      return [
        { what: 'reset token', value: hash.slice(1) },
        { what: 'chosen password', value: chosen },
        { what: 'wrong token', value: wrong },
        ...mailed(ada.email, 2),
      ]
    }

    async function changeIssued(): Promise<readonly Needle[]> {
      const ada = newcomer()
      await system.post('demo', ada)
      await system.settled()
      const password = system.mailsTo(ada.email)[0]?.secret ?? ''
      const [wrong, weak, chosen] = [canary('wrong'), 'canary-9', canary('next')]
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` }
      const change = (old: string, newPassword: string) => {
        const body = { source: 'demo', userId: ada.userId, password: old, newPassword }
        const init = { method: 'POST', headers, body: JSON.stringify(body) }
        return watch.ask('/v1/credentials/change', init)
      }
      expect(await change(wrong, chosen)).toMatchObject({ text: '{"status":"invalid"}' })
      expect(await change(password, weak)).toMatchObject({ status: 422 })
      expect(await change(password, chosen)).toMatchObject({ text: '{"status":"changed"}' })
      await system.settled()
      return [
        { what: 'wrong old password', value: wrong },
        { what: 'refused new password', value: weak },
        { what: 'password after a change', value: chosen },
        ...mailed(ada.email, 2),
      ]
    }

    /** A password behind a link: what a page has shown once is in no other place. */
    async function revealByLink(): Promise<readonly Needle[]> {
      const ada = newcomer()
      await postSample(system.app.url, 'veiled', PROVIDERS.demo, ada)
      await system.settled()
      const { pathname, hash } = new URL(system.mailsTo(ada.email)[0]?.links[0] ?? '')
      const wrong = canary('reveal')
      const post = (token: string) => ({ method: 'POST', body: new URLSearchParams({ token }) })
      expect((await watch.ask(pathname, post(wrong))).status).toBe(410)
      const shown = await fetch(`${system.app.url}${pathname}`, post(hash.slice(1)))
      const password = /class="secret-text"[^>]*>([^<]+)</.exec(await shown.text())?.[1] ?? ''
      expect((await watch.ask(pathname, post(hash.slice(1)))).status).toBe(410)
      await watch.ask(`${pathname}/renew`, { method: 'POST' })
      return [
        { what: 'reveal token', value: hash.slice(1) },
        { what: 'wrong reveal token', value: wrong },
        { what: 'revealed password', value: password },
        ...mailed(ada.email, 1),
      ]
    }

    /** The provider's own link and code. */
    async function passOn(): Promise<readonly Needle[]> {
      const needles: Needle[] = []
      for (const kind of ['url', 'code'] as const) {
        const { userId, email } = newcomer()
        const secret = canary(kind)
        const reset = { [kind]: kind === 'url' ? `https://id.example/r?t=${secret}` : secret }
        const data = { user: { id: userId, email }, reset }
        const content = { type: 'password.reset_requested', data }
        await system.postSigned('demo', signedPost('demo', content))
        await system.settled()
        expect(system.mailsTo(email)[0]?.text).toContain(secret)
        needles.push({ what: `provider's ${kind}`, value: secret }, ...mailed(email, 1))
      }
      return needles
    }

    /** What was mailed to `address`: its password, and a piece of the mail's own bytes. */
    function mailed(address: string, count: number): readonly Needle[] {
      const mails = system.ses.accepted(address)
      expect(mails).toHaveLength(count)
      const raw = mails[0]?.raw.toString('latin1') ?? ''
      const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? ''
      const [password] = system.mailsTo(address).flatMap(({ secret }) => secret ?? [])
      return [
        { what: `a mail's bytes`, value: boundary },
        ...(password === undefined ? [] : [{ what: 'a mailed password', value: password }]),
      ]
    }

    async function stateOf(address: string): Promise<string | undefined> {
      const message = await system.store.database
        .selectFrom('message')
        .select('state')
        .where('to_address', '=', address)
        .executeTakeFirst()
      return message?.state
    }
  })
}

/** Doorkey's own secrets. */
const OWN_KEYS: readonly Needle[] = [
  { what: 'operator key', value: ADMIN_KEY },
  { what: 'sealing key', value: SEALING_KEYS.split(':')[1] ?? '' },
  { what: 'webhook secret of acme', value: WEBHOOK_SECRETS.acme },
  { what: 'webhook secret of demo', value: WEBHOOK_SECRETS.demo },
]
