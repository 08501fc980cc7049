import {
  copyFileSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesToLint, lint, type LintReport, ROOT } from './lint.ts'
import { ALLOWED_CROSSINGS, BOUNDARY_VIOLATIONS, RULE_VIOLATIONS, type Seed } from './seeds.ts'

const VIOLATIONS = [...BOUNDARY_VIOLATIONS, ...RULE_VIOLATIONS]
const SEEDS: readonly Seed[] = [...VIOLATIONS, ...ALLOWED_CROSSINGS]
const SWITCH_OFF = /(oxlint|eslint|biome)-(disable|ignore)/
const PROPERTIES_RULE = 'eslint/no-restricted-properties'
const TOP_FOLDERS = ['src', 'webhooks', 'workers', 'emails', 'migrations', 'test']

const Config = Type.Object({
  overrides: Type.Array(
    Type.Object({
      files: Type.Array(Type.String()),
      rules: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})

const mayReveal = (rules: Readonly<Record<string, unknown>>): boolean =>
  PROPERTIES_RULE in rules && !JSON.stringify(rules[PROPERTIES_RULE]).includes('"reveal"')

const readText = (file: string): string =>
  lstatSync(file).isFile() ? readFileSync(file, 'utf8') : ''

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

  it('lets secrets be revealed only in files that are there and do so', () => {
    const config = Value.Parse(
      Config,
      JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')),
    )
    const allowed = config.overrides
      .filter(({ files, rules }) => !files.includes('test/**') && mayReveal(rules))
      .flatMap(({ files }) => files)
    expect(allowed.length).toBeGreaterThan(0)
    for (const glob of allowed) {
      const texts = globSync(glob, { cwd: ROOT }).map((file) => readText(join(ROOT, file)))
      expect({ glob, reveals: texts.some((text) => text.includes('reveal()')) }).toEqual({
        glob,
        reveals: true,
      })
    }
  })

  it('is switched off by no comment', () => {
    const files = globSync(`{${TOP_FOLDERS.join(',')},bench,bin}/**/*.{ts,js}`, { cwd: ROOT })
    const offenders = files.filter((file) => SWITCH_OFF.test(readText(join(ROOT, file))))
    expect(files.length).toBeGreaterThan(TOP_FOLDERS.length)
    expect(offenders).toEqual([])
  })

  it.each(TOP_FOLDERS)('reads the files of %s in the real tree', (top) => {
    expect(filesToLint().filter((file) => file.startsWith(`${top}/`))).not.toEqual([])
  })
})
