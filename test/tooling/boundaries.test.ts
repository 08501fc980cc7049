import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lint, type LintReport, ROOT } from './lint.ts'
import { ALLOWED_CROSSINGS, BOUNDARY_VIOLATIONS, RULE_VIOLATIONS, type Seed } from './seeds.ts'

const VIOLATIONS = [...BOUNDARY_VIOLATIONS, ...RULE_VIOLATIONS]
const SEEDS: readonly Seed[] = [...VIOLATIONS, ...ALLOWED_CROSSINGS]
const TOP_FOLDERS = ['src', 'webhooks', 'workers', 'emails', 'migrations', 'test']

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorkey-lint-'))
  let report: LintReport

  beforeAll(() => {
    for (const file of ['.oxlintrc.json', 'tsconfig.json']) {
      copyFileSync(join(ROOT, file), join(folder, file))
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    for (const { file, code } of SEEDS) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), code)
    }
    report = lint(folder, [...TOP_FOLDERS, 'doorkey.config.ts'])
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('fails on the seeded faults and has read every seeded file', () => {
    expect(report.exitCode).toBe(1)
    expect(report.files).toBe(new Set(SEEDS.map((seed) => seed.file)).size)
    expect(SEEDS).toHaveLength(report.files)
  })

  it.each(BOUNDARY_VIOLATIONS)('stops $file from $code', (violation) => {
    expect(report.findings).toContainEqual({
      file: violation.file,
      code: violation.rule,
      text: expect.stringContaining(violation.says),
    })
  })

  it.each(RULE_VIOLATIONS)('stops $file by $rule', (violation) => {
    expect(report.findings).toContainEqual({
      file: violation.file,
      code: violation.rule,
      text: expect.stringMatching(new RegExp(violation.says, 'i')),
    })
  })

  it.each(ALLOWED_CROSSINGS)('lets $file import', (seed) => {
    expect(report.findings.filter((finding) => finding.file === seed.file)).toEqual([])
  })

  it.each(TOP_FOLDERS)('reads the files of %s in the real tree', (top) => {
    expect(lint(ROOT, [top]).files).toBeGreaterThan(0)
  })
})
