import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { createBreachList } from '../../src/credentials/breach-list.ts'
import {
  type ChosenPassword,
  createChosenPasswordCheck,
} from '../../src/credentials/check-chosen-password.ts'
import { createStrengthMeter } from '../../src/credentials/strength-meter.ts'

const GOOD = 'plinth quarrel osmosis'
/** SHA-1 of `GOOD`, by coreutils' `sha1sum`. */
const DIGEST = '7379E6DDC80B216AB626A6457EE4C43DEB9EE564'
const [PREFIX, SUFFIX] = [DIGEST.slice(0, 5), DIGEST.slice(5)]

const strengthMeter = createStrengthMeter()
const warnings: string[] = []
const asked: string[] = []
let answer: RequestListener
let server: Server
let url: string

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} padding ${String(request.headers['add-padding'])}`)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function check(password: string, more: Partial<ChosenPassword> = {}) {
  const breachList = createBreachList({ timeoutMs: 300 })
  const warn = (line: string) => void warnings.push(line)
  const ask = createChosenPasswordCheck({ warn, strengthMeter, breachList })
  return ask({ policy: {}, password: new Secret(password), owner: {}, ...more })
}

const codes = async (violations: ReturnType<typeof check>) =>
  (await violations).map((violation) => violation.code)

describe('a chosen password', () => {
  test.each([
    ['password1234', 'too_weak'],
    ['qwertyuiopas', 'too_weak'],
    ['aaaaaaaaaaaaaaaa', 'too_weak'],
    ['abc123'.repeat(20), 'too_weak'],
    ['iloveyou2024', 'too_weak'],
    [GOOD, undefined],
    ['Straßenbahn nach Ödön 17', undefined],
    ['пароль из четырёх слов', undefined],
    [`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ${GOOD}`, undefined],
  ])('`%s` is %s', async (password, code) => {
    expect(await codes(check(password))).toEqual(code === undefined ? [] : [code])
  })

  test('may be as weak as the policy says', async () => {
    expect(await codes(check('password1234', { policy: { minStrength: 0 } }))).toEqual([])
    expect(await codes(check('tangerine4711', { policy: { minStrength: 4 } }))).toEqual([
      'too_weak',
    ])
  })

  test('that only disguises the words of its owner is weak', async () => {
    const owner = { name: 'Qbertson Zyxwolf' }
    expect(await codes(check('Qb3rts0nZyxw0lf', { owner: {} }))).toEqual([])
    expect(await codes(check('Qb3rts0nZyxw0lf', { owner }))).toEqual(['too_weak'])
  })

  test('is first told what can be seen, and costs nothing more', async () => {
    let questions = 0
    const hasUsed = async () => {
      questions += 1
      return true
    }
    const policy = { breached: { url: 'http://127.0.0.1:9' } }
    expect(await codes(check('password', { policy, hasUsed }))).toEqual(['too_short'])
    expect(await codes(check('password1234', { policy, hasUsed }))).toEqual(['too_weak'])
    expect([questions, warnings]).toEqual([0, []])
  })

  test('is refused when it was used before, in one spelling for every keyboard', async () => {
    expect(await codes(check(GOOD, { hasUsed: async () => true }))).toEqual(['reused'])
    const wide = Array.from('password1234', (one) =>
      String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0),
    ).join('')
    expect(await codes(check(wide))).toEqual(['too_weak'])
  })
})

describe('a list of stolen passwords', () => {
  const policy = () => ({ breached: { url } })

  test('is asked with five digits of the digest, and padded', async () => {
    answer = (_, response) => response.end(`0000000000000000000000000000000000A:3\r\n${SUFFIX}:12`)
    asked.length = 0
    expect(await codes(check(GOOD, { policy: policy() }))).toEqual(['breached'])
    expect(asked).toEqual([`GET /range/${PREFIX} padding true`])
  })

  test('is not asked unless the policy says so', async () => {
    asked.length = 0
    expect(await codes(check(GOOD))).toEqual([])
    expect(asked).toEqual([])
  })

  test.each([
    ['other digests', '0000000000000000000000000000000000A:3'],
    ['it as padding', `${SUFFIX}:0`],
    ['nothing', ''],
  ])('that has %s lets the password pass', async (_, text) => {
    answer = (_request, response) => response.end(text)
    warnings.length = 0
    expect(await codes(check(GOOD, { policy: policy() }))).toEqual([])
    expect(warnings).toEqual([])
  })

  test.each<[string, RequestListener]>([
    ['fails', (_, response) => response.writeHead(500).end(`${SUFFIX}:1`)],
    ['hangs', () => {}],
    ['stops halfway', (_, response) => response.writeHead(200).write(`${SUFFIX}:1`)],
    ['resets', (request) => request.socket.resetAndDestroy()],
    ['redirects', (_, response) => response.writeHead(302, { location: '/range/other' }).end()],
    ['floods', (_, response) => response.end(`${SUFFIX}:1\n${'0'.repeat(600 * 1_024)}`)],
  ])('that %s lets the password pass, and is named in the log', async (_, listener) => {
    answer = listener
    asked.length = 0
    warnings.length = 0
    expect(await codes(check(GOOD, { policy: policy() }))).toEqual([])
    expect(asked).toHaveLength(1)
    expect(warnings).toEqual(['breach list unreachable'])
  })
})
