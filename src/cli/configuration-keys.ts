import { readFileSync } from 'node:fs'

/** One key of a configuration object, as its type says. */
interface Key {
  readonly name: string
  readonly type: string
  readonly isOptional: boolean
  readonly about: string
}

const OBJECTS = [
  { title: 'The configuration', type: 'ConfigInput', file: '../config/doorkey-config.ts' },
  { title: 'A source', type: 'SourceInput', file: '../config/doorkey-config.ts' },
  { title: 'Its `brand`', type: 'Brand', file: '../config/doorkey-config.ts' },
  { title: 'Its `policy`', type: 'PasswordPolicy', file: '../credentials/policy.ts' },
] as const

/** Tables of what `doorkey.config.ts` may hold, read from the types that an editor shows. */
export function configurationKeys(): string {
  return OBJECTS.map(({ title, type, file }) => {
    const keys = keysOf(type, readFileSync(new URL(file, import.meta.url), 'utf8'))
    const rows = keys.map(({ name, type: kind, isOptional, about }) => {
      const cells = [`\`${name}\``, `\`${kind}\``, isOptional ? '' : 'yes', about]
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
    })
    return `### ${title}\n\n| key | type | required | what it is |\n| --- | --- | --- | --- |\n${rows.join('\n')}`
  }).join('\n\n')
}

/** The documented keys of an interface; those of objects within it as `outer.inner`. */
export function keysOf(interfaceName: string, source: string): readonly Key[] {
  const start = source.indexOf(`export interface ${interfaceName} {\n`)
  const body = source.slice(start, source.indexOf('\n}\n', start)).split('\n').slice(1)
  const keys: Key[] = []
  let about = ''
  let isComment = false
  let outer = ''
  for (const line of body) {
    const text = line.trim()
    if (text.startsWith('/**')) [isComment, about] = [true, '']
    if (isComment) {
      about = `${about} ${text.replace(/\s*\*\/$/, '').replace(/^\/?\*+\s?/, '')}`.trim()
      isComment = !text.endsWith('*/')
      continue
    }
    const [, name, mark, type] = /^readonly (\w+)(\??): (.+)$/.exec(text) ?? []
    if (text === '}') outer = ''
    else if (name !== undefined && type === '{') outer = `${name}.`
    else if (name !== undefined && type !== undefined) {
      if (about === '') throw new Error(`configuration-keys: expected a text for ${name}, got none`)
      keys.push({ name: outer + name, type, isOptional: mark === '?', about })
    }
    about = ''
  }
  if (keys.length === 0) throw new Error(`configuration-keys: expected keys in ${interfaceName}`)
  return keys
}
