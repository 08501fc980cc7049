import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './lint.ts'

const PAGES = globSync('{*.md,{src,webhooks,workers,emails,migrations,test}/**/*.md}', {
  cwd: ROOT,
})
const TOP_FOLDERS = ['src', 'webhooks', 'workers', 'emails', 'migrations', 'test']
/** One screen. */
const FOLDER_PAGE_LINES_MAX = 60

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

describe('the pages', () => {
  it.each(PAGES)('%s links only to what is there', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to]) => String(to))
    const missing = targets.filter((to) => !existsSync(join(ROOT, dirname(page), to)))
    expect(missing).toEqual([])
  })

  it.each(PAGES)('%s names only files that are there', (page) => {
    const named = [
      ...read(page).matchAll(/`((?:src|webhooks|workers|emails|migrations|test|docs)\/[\w./-]+)`/g),
    ]
    const missing = named.map(([, to]) => String(to)).filter((to) => !existsSync(join(ROOT, to)))
    expect(missing).toEqual([])
  })

  it.each(TOP_FOLDERS)('%s has one, of one screen', (folder) => {
    expect(read(`${folder}/README.md`).split('\n').length).toBeLessThanOrEqual(
      FOLDER_PAGE_LINES_MAX,
    )
  })

  it('say of eleven promises which test shows them', () => {
    const rows = [...read('ARCHITECTURE.md').matchAll(/^\| (P\d+) \| .+ \| (.+) \|$/gm)]
    expect(rows.map(([, promise]) => promise)).toEqual(
      Array.from({ length: 11 }, (_, index) => `P${index + 1}`),
    )
    for (const [, , shownBy] of rows)
      expect(shownBy).toMatch(/^(`test\/[\w/-]+\.test\.ts`(, )?)+$|^not yet$/)
  })

  it('call only scripts and commands that are there', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const text = PAGES.map(read).join('\n')
    const called = [
      ...text.matchAll(/\bnpm (?:run )?(start|test|demo|check|bench|generate|doorkey)\b/g),
    ]
    expect(called.length).toBeGreaterThan(0)
    for (const [, name] of called) expect(scripts).toHaveProperty(String(name))
  })
})
