import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/cli/command.ts'
import { readCapture } from '../../../src/cli/verify/captured-request.ts'

const receivedAt = new Date('2026-11-23T12:00:00Z')
const body = Buffer.from('{}')
const read = (headers: string) => readCapture({ headers, body, receivedAt })

describe('headers', () => {
  test('are read from lines, in their order and with their case', () => {
    const request = read('Webhook-Id: msg_1\r\nX-Empty:\nX-Time: 12:00\n\n')
    expect(request).toMatchObject({ method: 'POST', body, receivedAt })
    expect(request.rawHeaders).toEqual(['Webhook-Id', 'msg_1', 'X-Empty', '', 'X-Time', '12:00'])
    expect(request.headers).toEqual({ 'webhook-id': 'msg_1', 'x-empty': '', 'x-time': '12:00' })
  })

  test('are read as curl -v prints them, with the method and the query', () => {
    const request = read('> GET /webhooks/okta?a=1&b=%20 HTTP/1.1\n> Host: x\n>\n> A: b\n')
    expect(request.method).toBe('GET')
    expect([...request.query]).toEqual([
      ['a', '1'],
      ['b', ' '],
    ])
    expect(request.rawHeaders).toEqual(['Host', 'x', 'A', 'b'])
  })

  test('that stand twice stay two, in lines and in JSON', () => {
    for (const text of ['A: 1\na: 2', '{"A":"1","a":"2"}', '{"a":["1","2"]}']) {
      const request = read(text)
      expect(request.rawHeaders).toHaveLength(4)
      expect(request.headers).toEqual({ a: '1, 2' })
    }
  })

  test.each([
    ['nothing', '\n\n', 'got none'],
    ['a line without a colon', 'A: 1\ncanary', 'in line 2'],
    ['a line without a colon after the first', 'POST / HTTP/1.1\nA: 1\ncanary', 'in line 3'],
    ['broken JSON', '{canary', 'a JSON object'],
    ['a number in JSON', '{"a":5}', 'at a'],
  ])('refuses %s, without quoting it', (_, text, message) => {
    expect(() => read(text)).toThrow(UsageError)
    expect(() => read(text)).toThrow(message)
    expect(() => read(text)).not.toThrow(/canary/)
  })
})

test('the method that is given wins', () => {
  expect(readCapture({ headers: 'GET /\nA: b', body, method: 'POST', receivedAt }).method).toBe(
    'POST',
  )
})
