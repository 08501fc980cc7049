import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const PAGE = readFileSync(new URL('../../docs/compared-with-authgear.md', import.meta.url), 'utf8')

test('every row of the comparison names tests that are there, or says that there is none', () => {
  const rows = PAGE.split('\n').filter((line) => /^\| (?!Authgear \||---)/.test(line))
  expect(rows.length).toBeGreaterThan(60)
  const faults = rows.filter((row) => {
    const shownBy = row.split(' | ').at(-1) ?? ''
    const files = [...shownBy.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, file = '']) => file)
    if (files.length === 0) return !shownBy.startsWith('—')
    return files.some((file) => !existsSync(new URL(`../${file}`, import.meta.url)))
  })
  expect(faults).toEqual([])
})
