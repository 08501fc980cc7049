/** An element with what selectors of mails ask for. */
export interface StyledElement {
  readonly name: string
  readonly classes: readonly string[]
  readonly parent: StyledElement | undefined
}

export interface CssDeclaration {
  /** `background-color` counts as `background`, of which it is the colour. */
  readonly property: string
  readonly value: string
  readonly isImportant: boolean
}

/** One selector's rule. Of two rules, that of the greater weight wins: specificity, then order. */
export interface CssRule {
  readonly selector: readonly SelectorStep[]
  readonly declarations: readonly CssDeclaration[]
  readonly weight: number
}

/** A part of a selector, such as `div.card`; `isChild` where `>` stands before it. */
interface SelectorStep {
  readonly name: string | undefined
  readonly classes: readonly string[]
  readonly isChild: boolean
}

const MEDIA = /@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/g
const STEP = /^([a-z][a-z0-9]*)?((?:\.[\w-]+)*)$/i
/** More rules than any mail has. */
const ORDER = 10_000

/**
 * The rules of a stylesheet that hold in one colour scheme at any width. Selectors other than tags,
 * classes and their nesting are left out: those of a mail's layout for one client alone.
 */
export function cssRules(css: string, scheme: 'light' | 'dark'): CssRule[] {
  const inForce = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(MEDIA, (_, query, body) => {
    return /prefers-color-scheme:\s*(\w+)/.exec(query)?.[1] === scheme ? String(body) : ''
  })
  const rules: CssRule[] = []
  for (const [, selectors = '', body = ''] of inForce.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const written of selectors.split(',')) {
      const selector = parseSelector(written.trim())
      if (!selector) continue
      const specificity = selector.reduce((sum, { name, classes }) => {
        return sum + classes.length * 100 + (name === undefined ? 0 : 1)
      }, 0)
      const weight = specificity * ORDER + rules.length
      rules.push({ selector, declarations: declarationsOf(body), weight })
    }
  }
  return rules
}

/** The declarations of a rule or of a `style` attribute. */
export function declarationsOf(text: string): CssDeclaration[] {
  return text.split(';').flatMap((declaration) => {
    const [, property, value = ''] = /^\s*([\w-]+)\s*:\s*(.+?)\s*$/s.exec(declaration) ?? []
    if (property === undefined) return []
    return [
      {
        property: property.toLowerCase().replace(/^background-color$/, 'background'),
        value: value.replace(/\s*!important$/i, ''),
        isImportant: /!important$/i.test(value),
      },
    ]
  })
}

/** Whether a selector picks an element. */
export function matches(selector: readonly SelectorStep[], element: StyledElement): boolean {
  const last = selector.at(-1)
  if (!last || !fits(last, element)) return false
  const rest = selector.slice(0, -1)
  if (rest.length === 0) return true
  for (let above = element.parent; above; above = above.parent) {
    if (matches(rest, above)) return true
    if (last.isChild) return false
  }
  return false
}

function fits({ name, classes }: SelectorStep, element: StyledElement): boolean {
  const isNamed = name === undefined || name === element.name
  return isNamed && classes.every((one) => element.classes.includes(one))
}

function parseSelector(written: string): SelectorStep[] | undefined {
  const steps: SelectorStep[] = []
  let isChild = false
  for (const word of written.replaceAll('>', ' > ').split(/\s+/)) {
    if (word === '>') {
      isChild = true
      continue
    }
    const [step, name, classes = ''] = STEP.exec(word) ?? []
    if (!step) return undefined
    steps.push({ name: name?.toLowerCase(), classes: classes.split('.').filter(Boolean), isChild })
    isChild = false
  }
  return steps
}
