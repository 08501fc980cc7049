import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { directoryPage, guidedDirectories } from '../../src/cli/directory-pages.ts'
import { generatedFiles } from '../../src/cli/generated-files.ts'
import { guidedProviders } from '../../src/cli/guided-providers.ts'
import { ROOT } from '../tooling/lint.ts'

const GUIDED = await guidedProviders()
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

test('every provider has a page, and every page a provider', () => {
  const ids = readdirSync(join(ROOT, 'webhooks/providers')).map((name) => name.slice(0, -3))
  expect(GUIDED.length).toBeGreaterThanOrEqual(2)
  expect(GUIDED.map(({ id }) => id)).toEqual(ids.toSorted())
  const pages = readdirSync(join(ROOT, 'docs/providers')).map((name) => name.slice(0, -3))
  expect(pages.toSorted()).toEqual(ids.toSorted())
})

test('what is generated is what lies there', async () => {
  const files = await generatedFiles()
  expect(files.length).toBeGreaterThan(GUIDED.length)
  for (const { path, render } of files) {
    expect([path, await render()]).toEqual([path, readFileSync(join(ROOT, path), 'utf8')])
  }
})

describe.each(GUIDED)('$id', ({ id, guide, provider, variables }) => {
  const page = readFileSync(join(ROOT, `docs/providers/${id}.md`), 'utf8')

  test('its guide’s config makes it, as it is written', () => {
    expect(provider.id).toBe(id)
    expect(provider.faults).toEqual([])
    for (const name of variables) expect(page).toContain(`\`${name}\``)
  })

  test('its page tells how to set it up, its events, its samples and its limits', () => {
    expect(page).not.toContain('<url>')
    for (const { type } of guide.events) expect(page).toContain(`| \`${type}\` |`)
    for (const limit of guide.limits) expect(page).toContain(limit)
    const samples = page.split('\n').filter((line) => line.startsWith('POST /webhooks/acme'))
    expect(provider.sampleTypes.length).toBeGreaterThan(0)
    expect(samples).toHaveLength(provider.sampleTypes.length)
    expect(page.split('```').length % 2).toBe(1)
  })

  test('the README has a row of it with as many cells as the head', () => {
    const row = README.split('\n').find((line) => line.includes(`(docs/providers/${id}.md)`))
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(8)
  })
})

const DIRECTORIES = await guidedDirectories()

test('the page of each directory says what follows from its capabilities', () => {
  expect(DIRECTORIES.length).toBeGreaterThanOrEqual(15)
  for (const guided of DIRECTORIES) {
    const { id, guide, capabilities } = guided
    const page = directoryPage(guided)
    const isLasting = !capabilities.mustChange && !capabilities.expiry
    expect([id, page.includes('\nallowLastingPassword: true,\n')]).toEqual([id, isLasting])
    expect([id, page.includes('no password expires')]).toEqual([id, isLasting])
    const isListed = capabilities.listsUsers === true
    expect([id, page.includes('lost events are not reconciled')]).toEqual([id, !isListed])
    for (const limit of guide.limits) expect(page).toContain(limit)
  }
})
