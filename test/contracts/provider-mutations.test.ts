import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { isDeepStrictEqual } from 'node:util'
import type { SignedSample } from '../../src/events/provider.ts'
import { codeFrom, signedRequest } from '../webhooks/signed-request.ts'
import { NOW } from './provider-fixture.ts'
import { type Headers, openSubject, sampleEvent, TRIED_IDS, verdict } from './provider-subjects.ts'

const DAY_SECONDS = 86_400

/** Which causes a changed header may have. */
const CAUSES = {
  changed: /^SIGNATURE_(MALFORMED|MISMATCH)$/,
  cut: /^SIGNATURE_(MALFORMED|MISMATCH)$/,
  junk: /^SIGNATURE_(MALFORMED|MISMATCH)$/,
  joined: /^SIGNATURE_(MALFORMED|MISMATCH)$/,
  missing: /^SIGNATURE_MISSING$/,
  empty: /^SIGNATURE_MISSING$/,
  doubled: /^SIGNATURE_DUPLICATED$/,
} as const

afterEach(() => void vi.useRealTimers())

const SUBJECTS = await Promise.all(
  TRIED_IDS.map(async (id) => {
    const subject = await openSubject(id)
    const [first] = subject.fixture.genuine
    const genuine = await subject.fixture.sign(first?.content, { at: NOW, attempt: 1 })
    return { ...subject, genuine, provider: subject.make('current') }
  }),
)
afterAll(() => Promise.all(SUBJECTS.map(({ keySets }) => keySets.close())))

describe.each(SUBJECTS)('$id refuses', ({ fixture, genuine, provider, make }) => {
  /** What is believed of a request: its events, or why there are none. */
  const believed = async (request: SignedSample): Promise<unknown> => {
    const signed = signedRequest(request.body, request.headers, NOW)
    let events: unknown
    const code = await codeFrom(async () => {
      await provider.verify(signed)
      events = provider.parse(signed)
    })
    return code === 'nothing thrown' ? events : code
  }
  test('a body changed after signing, at every byte', async () => {
    const truth = await believed(genuine)
    expect(Array.isArray(truth)).toBe(true)
    const outcomes = new Set<string>()
    for (const index of genuine.body.keys()) {
      const body = Buffer.from(genuine.body)
      body[index] = (body[index] ?? 0) ^ 1
      const result = await believed({ ...genuine, body })
      outcomes.add(outcomeOf(result, truth))
    }
    expect(genuine.body.length).toBeGreaterThan(50)
    expect([...outcomes].toSorted()).toEqual(OUTCOMES[fixture.scheme.covers](outcomes))
  })

  test('settings that a sample was not signed with', async () => {
    const byNext = await make('next').sample(sampleEvent())
    expect(await verdict(provider, byNext)).toBe('SIGNATURE_MISMATCH')
  })
})

const IN_HEADERS = SUBJECTS.filter(({ fixture }) => fixture.scheme.headers.length > 0)
describe.each(IN_HEADERS)('$id refuses', ({ fixture, genuine, provider }) => {
  test('each signature header changed, cut, with junk behind it, missing, empty, doubled', async () => {
    const { headers, body } = genuine
    let seen = 0
    for (const name of fixture.scheme.headers) {
      const value = headers[name] ?? ''
      expect(value).not.toBe('')
      const others = Object.entries(headers).filter(([other]) => other !== name)
      const variants: readonly (readonly [keyof typeof CAUSES, Headers])[] = [
        ['changed', [...others, [name, changeLast(value)]]],
        ['cut', [...others, [name, value.slice(0, -2)]]],
        ['junk', [...others, [name, `${value}zz`]]],
        ['missing', others],
        ['empty', [...others, [name, '']]],
        ['doubled', [...others, [name, value], [name.toUpperCase(), value]]],
        ['joined', [...others, [name, `${value}, ${value}`]]],
      ]
      for (const [how, variant] of variants) {
        const result = await verdict(provider, { headers: variant, body })
        // Two equal signatures in one header are a list, where the scheme has lists.
        if (how === 'joined' && result === 'accepted') continue
        expect([name, how, result]).toEqual([name, how, expect.stringMatching(CAUSES[how])])
        seen += 1
      }
    }
    expect(seen).toBeGreaterThanOrEqual(fixture.scheme.headers.length * 6)
  })
})

describe.each(SUBJECTS)('$id refuses', ({ fixture, genuine, provider }) => {
  test('a stale request and one from the future, as far as a time is signed', async () => {
    const { pastSeconds, futureSeconds } = fixture.scheme
    const at = (seconds: number): Promise<string> =>
      verdict(provider, genuine, new Date(NOW.getTime() + seconds * 1_000))
    const past = pastSeconds ?? DAY_SECONDS
    const future = futureSeconds ?? DAY_SECONDS
    expect([await at(past - 1), await at(1 - future)]).toEqual(['accepted', 'accepted'])
    expect([await at(past + 1), await at(-1 - future)]).toEqual([
      pastSeconds === undefined ? 'accepted' : 'SIGNATURE_TIMESTAMP',
      futureSeconds === undefined ? 'accepted' : 'SIGNATURE_TIMESTAMP',
    ])
  })

  test('a signed body that is empty, not UTF-8, not JSON or of another shape', async () => {
    const bodies = ['', 'canary', '[]', '"canary"', 'null', '{"canary":1}', '\u00ff'].map((text) =>
      Buffer.from(text, 'latin1'),
    )
    for (const body of bodies) {
      const request =
        fixture.scheme.covers === 'envelope'
          ? { ...genuine, body }
          : await fixture.sign(body, { at: NOW, attempt: 1 })
      const signed = signedRequest(request.body, request.headers, NOW)
      const read = async (): Promise<unknown> => {
        await provider.verify(signed)
        const events = provider.parse(signed)
        // An empty list is an empty batch, where the provider sends batches.
        expect(events).toEqual([])
        return events
      }
      const code = await codeFrom(read)
      const isEmptyBatch = code === 'nothing thrown' && body.toString() === '[]'
      const isRight = code === 'BODY_INVALID' || isEmptyBatch
      const isUnsigned = fixture.scheme.covers === 'envelope' && code.startsWith('SIGNATURE_')
      expect([body.toString(), code, isRight || isUnsigned]).toEqual([body.toString(), code, true])
      const failure = await read().catch((error: unknown) => String(error))
      expect(String(failure)).not.toContain('canary')
    }
    expect(bodies).toHaveLength(7)
  })
})

const WITH_JWT = SUBJECTS.flatMap((subject) => {
  const { jwt } = subject.fixture.scheme
  return jwt ? [{ ...subject, jwt }] : []
})
describe.each(WITH_JWT)('$id refuses', ({ genuine, provider, jwt }) => {
  test('a JWT by no algorithm, by another, by a foreign key, or changed', async () => {
    const token = jwt.read(genuine)
    const tokens = await forgeries(token, jwt.algorithms)
    expect(tokens).toHaveLength(10)
    for (const { how, forged } of tokens) {
      const result = await verdict(provider, jwt.write(genuine, forged))
      expect([how, result]).toEqual([
        how,
        expect.stringMatching(/^SIGNATURE_(MALFORMED|MISMATCH)$/),
      ])
    }
    expect(await verdict(provider, jwt.write(genuine, token))).toBe('accepted')
  })
})

const PUBLISHED = WITH_JWT.filter(({ jwt }) => jwt.isPublished)
describe.each(PUBLISHED)('$id', ({ fixture, genuine, keySets }) => {
  test('finds a key that the provider began to use later, asking at most every 30 s', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW })
    keySets.publish(['next'])
    const rotating = fixture.make({ secrets: ['next'], keySetUrl: keySets.rotatingUrl })
    expect(await verdict(rotating, genuine)).toBe('SIGNATURE_MISMATCH')
    keySets.publish(['next', 'current'])
    const requestsBefore = keySets.requests()
    expect(await verdict(rotating, genuine)).toBe('SIGNATURE_MISMATCH')
    expect(keySets.requests()).toBe(requestsBefore)
    vi.setSystemTime(NOW.getTime() + 31_000)
    expect(await verdict(rotating, genuine)).toBe('accepted')
    expect(keySets.requests()).toBe(requestsBefore + 1)
  })
})

/** What may become of a request with one changed byte. */
const OUTCOMES = {
  body: () => ['refused'],
  // Around the JWT a byte may mean nothing, and the last digit of a JWT has unused bits.
  envelope: (seen: ReadonlySet<string>) =>
    ['refused', 'the same', 'unreadable'].filter((one) => one === 'refused' || seen.has(one)),
  caller: (seen: ReadonlySet<string>) =>
    ['otherwise', 'the same', 'unreadable'].filter((one) => one === 'otherwise' || seen.has(one)),
}

function outcomeOf(result: unknown, truth: unknown): string {
  if (result === 'BODY_INVALID') return 'unreadable'
  if (typeof result === 'string' && result.startsWith('SIGNATURE_')) return 'refused'
  return isDeepStrictEqual(result, truth) ? 'the same' : 'otherwise'
}

test('each provider was tried', () => {
  expect(SUBJECTS.length).toBeGreaterThanOrEqual(2)
  for (const { fixture } of SUBJECTS) {
    expect(fixture.scheme.headers.length > 0).toBe(fixture.scheme.covers !== 'envelope')
    expect(fixture.scheme.jwt !== undefined || fixture.scheme.covers !== 'envelope').toBe(true)
  }
})

async function forgeries(token: string, algorithms: readonly string[]) {
  const claims = decodeJwt(token)
  const { kid } = decodeProtectedHeader(token)
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const text = new TextEncoder().encode('a secret that nobody has, 32 byte')
  const sign = (
    alg: string,
    key: KeyObject | Uint8Array,
    keyId = kid,
    payload: JWTPayload = claims,
  ) => new SignJWT(payload).setProtectedHeader({ alg, ...(keyId && { kid: keyId }) }).sign(key)
  const [header = '', payload = '', signature = ''] = token.split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none', ...(kid && { kid }) })).toString(
    'base64url',
  )
  const [alg = ''] = algorithms
  const foreign = alg.startsWith('HS') ? text : alg.startsWith('ES') ? ec : rsa
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody else' }))
  return [
    { how: 'alg none', forged: `${none}.${payload}.` },
    { how: 'alg none, with a signature', forged: `${none}.${payload}.${signature}` },
    { how: 'HS256', forged: await sign('HS256', text) },
    { how: 'RS256', forged: await sign('RS256', rsa) },
    { how: 'ES256', forged: await sign('ES256', ec) },
    { how: 'unknown key id', forged: await sign(alg, foreign, 'unknown') },
    { how: 'changed claims', forged: `${header}.${changed.toString('base64url')}.${signature}` },
    { how: 'no signature', forged: `${header}.${payload}.` },
    { how: 'two parts', forged: `${header}.${payload}` },
    { how: 'junk', forged: 'junk' },
  ]
}

function changeLast(value: string): string {
  // The last but one: of a base64 text's last digit some bits are unused.
  const index = value.length - 2
  const other = value[index] === 'A' ? 'B' : 'A'
  return value.slice(0, index) + other + value.slice(index + 1)
}
