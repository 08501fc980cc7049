import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const CODE = ['src', 'webhooks', 'workers', 'emails', 'migrations', 'bin']
/** The default of a source, and the login that belongs to it. */
const NAMED_BY_DESIGN = ['src/directories/builtin.ts']

const files = CODE.flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.[jt]s$/.test(path))
    .map((path) => `${folder}/${path}`),
)
const sources = new Map(files.map((path) => [path, readFileSync(new URL(path, ROOT), 'utf8')]))

const extensionsIn = (folder: string) =>
  files.filter((path) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))

/** Files that import `path`, other than pieces of its own, which are in a folder of its name. */
function importersOf(path: string): readonly string[] {
  const ownFolder = path.replace(/\.ts$/, '/')
  return files.filter((file) => !file.startsWith(ownFolder) && importsOf(file).includes(path))
}

function importsOf(file: string): readonly string[] {
  const specifiers = (sources.get(file) ?? '').matchAll(/from '(\.[^']+)'/g)
  return [...specifiers].map(([, specifier = '']) =>
    new URL(specifier, new URL(file, ROOT)).href.slice(ROOT.href.length),
  )
}

test('a provider is one file: no code imports it', () => {
  const providers = extensionsIn('webhooks/providers/')
  expect(providers.length).toBeGreaterThanOrEqual(22)
  expect(providers.flatMap(importersOf)).toEqual([])
})

test('a directory is one file, besides pieces in a folder of its own', () => {
  const directories = extensionsIn('src/directories/').filter(
    (path) => !NAMED_BY_DESIGN.includes(path) && !/\/(directory|builtin-login)\.ts$/.test(path),
  )
  expect(directories.length).toBeGreaterThanOrEqual(20)
  expect(directories.flatMap(importersOf)).toEqual([])
})

test('the check sees an import', () => {
  expect(importersOf('src/directories/builtin.ts')).toContain('src/config/sources.ts')
  expect(importersOf('src/directories/directory.ts').length).toBeGreaterThan(5)
})
