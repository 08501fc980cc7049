import { expect, test } from 'vitest'
import { mismatchHint } from '../../../webhooks/signatures/mismatch-hints.ts'

const fits = (wanted: string) => (body: Buffer) => body.toString() === wanted

test('names a body that lost its blanks or got others', () => {
  const loose = Buffer.from('{ "a": 1 }')
  expect(mismatchHint(loose, fits('{"a":1}'))).toContain('without blanks')
  expect(mismatchHint(loose, fits('{\n  "a": 1\n}'))).toContain('indented by two')
  expect(mismatchHint(loose, fits('{"a":2}'))).toBe('')
  expect(mismatchHint(Buffer.from('not JSON'), () => true)).toBe('')
})

test.each([
  ['deeply nested', `${'['.repeat(4_000)}1${',1'.repeat(27_000)}${']'.repeat(4_000)}`],
  ['nested as deep as a small one may be', `${'['.repeat(2_000)}1${']'.repeat(2_000)}`],
  ['long', JSON.stringify(Array.from({ length: 20_000 }, () => 1))],
])('writes no %s body anew, since whoever sent it has proved nothing', (_, body) => {
  let tried = 0
  const hint = mismatchHint(Buffer.from(body), () => {
    tried += 1
    return false
  })
  expect([hint, tried]).toEqual(['', 0])
})

test('makes at most some hundred kilobytes of what it does write anew', () => {
  const depth = 16
  const items = (16 * 1_024 - 2 * depth) / 2 - 1
  const body = Buffer.from(`${'['.repeat(depth)}1${',1'.repeat(items)}${']'.repeat(depth)}`)
  const sizes: number[] = []
  mismatchHint(body, (candidate) => {
    sizes.push(candidate.length)
    return false
  })
  expect(sizes.length).toBeGreaterThan(0)
  expect(Math.max(...sizes)).toBeLessThan(400 * 1_024)
})
