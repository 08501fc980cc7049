import { longHex } from '../src/core/contrast.ts'
import { type CssRule, cssRules, declarationsOf, matches, type StyledElement } from './css-rules.ts'

/** A text of a page with the colours that its reader sees. */
export interface StyledText {
  readonly text: string
  /** `#rrggbb`, or as it is written where it is no colour that we can read. */
  readonly color: string
  readonly background: string
}

interface Open extends StyledElement {
  readonly color: string
  readonly background: string
  readonly isHidden: boolean
}

export type Scheme = 'light' | 'dark'

/** What a client shows where the page says nothing. */
const CANVAS = {
  light: { color: '#000000', background: '#ffffff' },
  dark: { color: '#ffffff', background: '#121212' },
} as const
const VOID = new Set(['br', 'img', 'meta', 'hr', 'input', 'link', 'col', 'wbr'])
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>|([^<]+)/gi
/** Characters that nobody sees, as MJML and the layout write them. */
const SPACES = /&(?:nbsp|zwnj|#847|#8202);/g

/** Every text of a compiled mail with its colours in one scheme, in order. */
export function styledTexts(html: string, scheme: Scheme): StyledText[] {
  const page = html.replace(/<!--[\s\S]*?-->/g, '')
  const styles = [...page.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1])
  const rules = cssRules(styles.join('\n'), scheme)
  const root: Open = {
    name: 'html',
    classes: [],
    parent: undefined,
    ...CANVAS[scheme],
    isHidden: false,
  }
  const open = [root]
  const texts: StyledText[] = []
  for (const match of page.slice(page.indexOf('<body')).matchAll(TOKEN)) {
    const [, closing, written, attributes = '', text = ''] = match
    const parent = open.at(-1) ?? root
    const name = (written ?? '').toLowerCase()
    if (name === '') {
      const said = text.replace(SPACES, ' ').trim()
      const { color, background, isHidden } = parent
      if (said !== '' && !isHidden) texts.push({ text: said, color, background })
    } else if (closing === '/') {
      const at = open.findLastIndex((element) => element.name === name)
      if (at > 0) open.length = at
    } else if (!VOID.has(name)) {
      open.push(openElement(name, attributes, parent, rules))
    }
  }
  return texts
}

function openElement(
  name: string,
  attributes: string,
  parent: Open,
  rules: readonly CssRule[],
): Open {
  const read = (attribute: string) => {
    return new RegExp(`\\s${attribute}="([^"]*)"`, 'i').exec(attributes)?.[1] ?? ''
  }
  const element = { name, classes: read('class').split(/\s+/).filter(Boolean), parent }
  const inline = declarationsOf(read('style'))
  const own = rules.filter((rule) => matches(rule.selector, element))
  const value = (property: string): string | undefined => {
    // A stylesheet's `!important` goes before the element's own style, and that before the rest.
    const of = (isImportant: boolean) =>
      own
        .flatMap((rule) => rule.declarations.map((one) => ({ ...one, weight: rule.weight })))
        .filter((one) => one.property === property && one.isImportant === isImportant)
        .toSorted((a, b) => a.weight - b.weight)
        .at(-1)?.value
    const written = (isImportant: boolean) =>
      inline.findLast((one) => one.property === property && one.isImportant === isImportant)?.value
    return written(true) ?? of(true) ?? written(false) ?? of(false)
  }
  const painted = value('background') ?? (read('bgcolor') || undefined)
  return {
    ...element,
    color: colorOf(value('color'), parent.color),
    background: colorOf(painted, parent.background),
    isHidden: parent.isHidden || value('display') === 'none',
  }
}

function colorOf(written: string | undefined, inherited: string): string {
  if (written === undefined || /^(?:inherit|initial|unset|transparent|none)$/.test(written)) {
    return inherited
  }
  const [hex = ''] = /#[0-9a-f]+\b/i.exec(written) ?? []
  return longHex(hex) ?? NAMED[written.toLowerCase()] ?? written
}

const NAMED: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' }
