import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPES, type Scope } from '../../src/operators/scopes.ts'
import { callApi, type Call, openDocument, type Operation } from '../support/api-document.ts'
import { queueKinds } from '../support/place.ts'
import { newcomer } from '../support/signed-posts.ts'
import { ADMIN_KEY, startSystem, type System } from '../support/system.ts'

const SCOPE_NAMES = Object.keys(SCOPES)
const [queue] = (await queueKinds()).filter(({ isAvailable }) => isAvailable)

describe('/v1, as its OpenAPI document says', () => {
  let system: System
  let operations: readonly Operation[]
  const keys = new Map<string, string>()
  const call: Call = (operation, more) => callApi(system.app.url, operation, more)
  const operation = (id: string): Operation => {
    const found = operations.find((one) => one.id === id)
    if (found) return found
    throw new Error(`expected an operation ${id}, got none`)
  }

  beforeAll(async () => {
    system = await startSystem({ queue: queue?.name ?? 'postgres' })
    operations = await openDocument(system.app.url)
    for (const scope of SCOPE_NAMES) {
      const made = await call(operation('createKey'), {
        key: ADMIN_KEY,
        body: { name: `only ${scope}`, scopes: [scope] },
      })
      expect(made.status).toBe(201)
      keys.set(scope, String(made.json['key']))
    }
    for (let sent = 0; sent < 5; sent += 1) await system.post('demo', newcomer())
    await system.settled()
  })
  afterAll(() => system.close())

  it('admits each key to the routes of its scope and to no other', async () => {
    const answers: { who: string; isAllowed: boolean; status: number; code: unknown }[] = []
    for (const one of operations) {
      for (const [scope, key] of keys) {
        const { status, json } = await call(one, { key, body: {}, query: {} })
        const isAllowed = scope === 'admin' || scope === one.scope
        const { code } = Object(json['error'])
        answers.push({ who: `${one.id} with ${scope}`, isAllowed, status, code })
      }
      expect((await call(one, { key: 'dk_nobody' })).status).toBe(401)
    }
    const allowed = answers.filter(({ isAllowed }) => isAllowed)
    const refused = answers.filter(({ isAllowed }) => !isAllowed)
    const unexpected = allowed.filter(({ status }) => ![200, 202, 400, 404].includes(status))
    expect(unexpected).toEqual([])
    for (const one of refused) expect(one).toMatchObject({ status: 403, code: 'forbidden' })
    expect(operations.length).toBeGreaterThanOrEqual(17)
    expect(allowed).toHaveLength(operations.length * 2 - adminOnly(operations))
    expect(answers).toHaveLength(operations.length * SCOPE_NAMES.length)
    const rows = await system.store.database
      .selectFrom('audit')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('action', 'like', 'api.%')
      .where('outcome', '=', 'refused')
      .executeTakeFirstOrThrow()
    expect(Number(rows.count)).toBe(refused.length)
  })

  it('answers in the shapes of the document, with a mail’s whole story and no address', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true } })
    const { email, userId } = newcomer()
    await system.post('demo', newcomer({ email, userId }))
    await system.settled()
    const key = keys.get('read')
    const found = await call(operation('searchEvents'), {
      key,
      body: { email: email.toUpperCase() },
    })
    const [event] = rowsOf(found.json)
    expect(event).toMatchObject({ state: 'done', source: 'demo', userId })
    const story = await call(operation('getEvent'), { key, params: { id: String(event?.['id']) } })
    expect(JSON.stringify(story.json)).not.toContain(email)
    expect(rowsOf(story.json, 'messages')).toMatchObject([{ state: 'accepted' }])
    const timeline = rowsOf(story.json, 'timeline').map(({ what }) => what)
    expect(timeline).toContain('Password set at the directory')
    const message = String(rowsOf(story.json, 'messages')[0]?.['id'])
    const admin = keys.get('admin')
    const answers = [
      [operation('searchEvents'), found],
      [operation('getEvent'), story],
      [operation('listEvents'), await call(operation('listEvents'), { key })],
      [operation('listMessages'), await call(operation('listMessages'), { key })],
      [
        operation('getMessage'),
        await call(operation('getMessage'), { key, params: { id: message } }),
      ],
      [operation('listKeys'), await call(operation('listKeys'), { key: admin })],
      [operation('listAudit'), await call(operation('listAudit'), { key: admin })],
      [operation('listSuppressions'), await call(operation('listSuppressions'), { key: admin })],
    ] as const
    for (const [one, { status, json }] of answers) {
      expect([one.id, status]).toEqual([one.id, 200])
      const check = ajv.compile(one.answerSchema(status))
      expect(check(json), `${one.id}: ${ajv.errorsText(check.errors)}`).toBe(true)
    }
  })

  it('gives every event once over pages, newest first, while more come in', async () => {
    const key = keys.get('read')
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = { limit: '2', type: 'user.created', ...(cursor && { cursor }) }
      const { status, json } = await call(operation('listEvents'), { key, query })
      expect(status).toBe(200)
      seen.push(...rowsOf(json).map(({ id }) => String(id)))
      if (seen.length === 2) await system.post('demo', newcomer())
      cursor = typeof json['nextCursor'] === 'string' ? json['nextCursor'] : undefined
    } while (cursor !== undefined && seen.length < 100)
    expect(seen.length).toBeGreaterThanOrEqual(5)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(seen.toSorted().toReversed())
    await system.settled()
  })

  it('refuses filters that do not exist, times without a zone and cursors of other lists', async () => {
    const key = keys.get('admin')
    const wrong = [
      { stat: 'failed' },
      { state: 'broken' },
      { limit: '0' },
      { limit: '201' },
      { limit: 'ten' },
      { since: '2026-01-31T10:00:00' },
      { cursor: 'bXNnXzE' },
      { cursor: "evt_' OR 1=1" },
    ]
    for (const query of wrong) {
      const { status, json } = await call(operation('listEvents'), { key, query })
      expect([query, status]).toEqual([query, 400])
      expect(json['error']).toMatchObject({ code: 'request_invalid' })
      expect(JSON.stringify(json)).toMatch(/expected a (?:valid query|cursor of this list)/)
    }
  })

  it('ends a revoked key at once, and a key of one source at that source', async () => {
    const body = { name: 'app', scopes: ['verify'] satisfies Scope[], sources: ['acme'] }
    const made = await call(operation('createKey'), { key: ADMIN_KEY, body })
    const key = String(made.json['key'])
    const ask = (source: string) =>
      call(operation('verifyPassword'), {
        key,
        body: { source, email: 'nobody@example.com', password: 'x' },
      })
    expect(await ask('acme')).toMatchObject({ status: 200, json: { status: 'invalid' } })
    expect((await ask('demo')).status).toBe(403)
    const id = String(made.json['id'])
    const revoked = await call(operation('revokeKey'), { key: ADMIN_KEY, params: { id } })
    expect(revoked).toMatchObject({ status: 200, json: { revokedBy: 'admin' } })
    expect((await ask('acme')).status).toBe(401)
  })

  it('shows itself to people at /docs, each route once', async () => {
    const page = await (await fetch(`${system.app.url}/docs`)).text()
    for (const { id } of operations) expect(page.split(`id="${id}"`)).toHaveLength(2)
  })
})

function adminOnly(operations: readonly Operation[]): number {
  return operations.filter(({ scope }) => scope === 'admin').length
}

function rowsOf(json: Readonly<Record<string, unknown>>, name = 'data') {
  const rows = json[name]
  if (!Array.isArray(rows)) throw new Error(`expected a list in ${name}, got none`)
  return rows.map((row): Readonly<Record<string, unknown>> => Object(row))
}
