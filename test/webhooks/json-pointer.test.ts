import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildDocument, isPointer, readPointer } from '../../webhooks/json-pointer.ts'

// The document and answers of RFC 6901, section 5, without those that are no JSON names of ours.
const DOCUMENT = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'g|h': 4,
  'i\\j': 5,
  ' ': 7,
  'm~n': 8,
}

test.each([
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/ ', 7],
  ['/m~0n', 8],
])('reads %j as the RFC does', (pointer, value) => {
  expect(isPointer(pointer)).toBe(true)
  expect(readPointer(DOCUMENT, pointer)).toEqual(value)
})

test.each(['/foo/00', '/foo/-', '/foo/length', '/foo/0/0', '/toString', '/__proto__/x'])(
  'finds nothing at %j',
  (pointer) => {
    expect(readPointer(DOCUMENT, pointer)).toBeUndefined()
  },
)

test.each(['', 'foo', 'foo/bar', '/~', '/~2', '$.foo'])('%j is no pointer', (text) => {
  expect(isPointer(text)).toBe(false)
})

test('what is built at a pointer is found there', () => {
  const names = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(names, fc.string(), (path, value) => {
      const escaped = path.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'))
      const pointer = `/${escaped.join('/')}`
      expect(isPointer(pointer)).toBe(true)
      expect(readPointer(buildDocument([[pointer, value]]), pointer)).toBe(value)
    }),
  )
})
