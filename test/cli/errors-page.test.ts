import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../src/core/error-codes.ts'
import { ROOT } from '../tooling/lint.ts'

const ROW =
  /^\| `(?<code>\w+)` \| (?<status>\d+) \| `(?<publicCode>\w+)` \| (?<retry>\w+) \| (?<remedy>.+) \|$/gm

describe('docs/errors.md', () => {
  let rows: readonly Record<string, string>[]

  beforeAll(async () => {
    const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8')
    rows = [...page.matchAll(ROW)].map((match) => ({ ...match.groups }))
  })

  it('lists every code with what the table in the code says, and nothing else', () => {
    const expected = Object.entries(ERROR_CODES).map(([code, facts]) => ({
      code,
      ...facts,
      status: String(facts.status),
    }))
    expect(expected.length).toBeGreaterThan(0)
    expect(rows).toEqual(expected)
  })

  it('gives each code a remedy that is a sentence', () => {
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row['remedy']).toMatch(/^[A-Z`].*\.$/)
  })
})
