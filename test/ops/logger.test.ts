import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { AppError } from '../../src/core/app-error.ts'
import { Secret } from '../../src/core/secret.ts'
import { createLogger } from '../../src/ops/logger.ts'

function startLog(level = 'info') {
  const lines: string[] = []
  const log = createLogger({ level, destination: { write: (line) => void lines.push(line) } })
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line)) }
}

describe('fields', () => {
  test('with telling names are masked at any depth, in any spelling', () => {
    const names = ['password', 'Password', 'token', 'secret', 'Authorization', 'set-cookie', 'body']
    const more = ['api_key', 'apiKey', 'privateKey', 'email', 'to_address', 'rawHeaders', 'query']
    const { log, lines, parsed } = startLog()
    for (const name of [...names, ...more]) {
      log.info({ [name]: 'canary', a: { b: [{ [name]: { deep: 'canary' } }] } }, 'line')
    }
    expect(lines).toHaveLength(14)
    for (const line of lines) expect(line).not.toContain('canary')
    expect(parsed()[0]).toMatchObject({ password: '[redacted]' })
  })

  test('of child loggers are masked by name', () => {
    const { log, lines } = startLog()
    log.child({ password: 'canary', token: 'canary', requestId: 'r_1' }).info({ a: 1 }, 'line')
    expect(lines[0]).not.toContain('canary')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'r_1', a: 1 })
  })

  test('code keeps error codes and reasons, and masks what a user could type', () => {
    const { log, parsed } = startLog()
    const codes = ['SIGNATURE_MISMATCH', 'origin_unknown', '123456', 'AB12CD', 123_456, 'canary']
    for (const code of codes) log.info({ code }, 'line')
    expect(parsed().map(({ code }) => code)).toEqual([
      'SIGNATURE_MISMATCH',
      'origin_unknown',
      '[redacted]',
      '[redacted]',
      '[redacted]',
      '[redacted]',
    ])
  })

  test('print secrets, bytes and dates as themselves should', () => {
    const { log, parsed } = startLog()
    const at = new Date('2026-11-23T12:00:00Z')
    log.info({ one: new Secret('canary'), bytes: Buffer.from('canary'), at }, 'line')
    expect(parsed()).toMatchObject([
      { one: '[secret]', bytes: '[bytes]', at: '2026-11-23T12:00:00.000Z' },
    ])
  })

  test('of any shape are logged without a fault', () => {
    const { log, lines } = startLog()
    fc.assert(fc.property(fc.object(), (fields) => log.info(fields, 'line')))
    expect(lines.length).toBeGreaterThanOrEqual(100)
    for (const line of lines) expect(JSON.parse(line).msg).toBe('line')
  })

  test('that contain themselves end', () => {
    const { log, parsed } = startLog()
    const ring: Record<string, unknown> = { name: 'ring' }
    ring['self'] = ring
    log.info({ ring }, 'line')
    expect(parsed()).toHaveLength(1)
  })
})

describe('errors', () => {
  test('of ours keep code, message and call sites; foreign causes lose their message', () => {
    const { log, lines, parsed } = startLog()
    const cause = Object.assign(new Error('invalid input: canary\nat canary\n    at canary'), {
      code: '22P02',
      detail: 'Key (email)=(canary) already exists',
      $response: { body: 'canary' },
    })
    log.error(
      { err: new AppError('STORE_UNAVAILABLE', 'inbox: expected a commit, got none', { cause }) },
      'not stored',
    )
    expect(parsed()).toMatchObject([
      {
        msg: 'not stored',
        err: {
          type: 'AppError',
          code: 'STORE_UNAVAILABLE',
          message: 'inbox: expected a commit, got none',
          cause: { type: 'Error', code: '22P02' },
        },
      },
    ])
    expect(parsed()[0].err.stack[0]).toContain('logger.test.ts')
    expect(lines[0]).not.toContain('canary')
  })

  test('lend the line no message of theirs, however they are passed', () => {
    const { log, lines, parsed } = startLog()
    log.error(new Error('canary'))
    log.error({ err: new Error('canary') })
    log.error(new Error('canary'), 'said by us')
    log.error({ nested: { failures: [new Error('canary')] } }, 'said by us')
    log.child({ err: new Error('canary') }).error('said by us')
    expect(lines.join('')).not.toContain('canary')
    expect(parsed().map(({ msg }) => msg)).toEqual([
      'error',
      'error',
      'said by us',
      'said by us',
      'said by us',
    ])
  })

  test('keep only codes of known forms', () => {
    const { log, parsed } = startLog()
    for (const code of ['ECONNREFUSED', '40P01', 'ERR_SOCKET', 'canary code', 7]) {
      log.error({ err: Object.assign(new Error('x'), { code }) }, 'line')
    }
    expect(parsed().map(({ err }) => err.code)).toEqual([
      'ECONNREFUSED',
      '40P01',
      'ERR_SOCKET',
      undefined,
      undefined,
    ])
  })
})

test('a line is JSON with level and time, and the level is obeyed', () => {
  const { log, parsed } = startLog('warn')
  log.info('not shown')
  log.warn('shown %s', 'once')
  expect(parsed()).toEqual([{ level: 'warn', time: expect.any(String), msg: 'shown once' }])
})
