import type { AppError } from '../src/core/app-error.ts'
import type { Catalogue } from './catalogue.ts'
import {
  COLORS,
  LAYOUT_SLOTS,
  type PartSource,
  type SourceFile,
  templateFault,
} from './compile-template.ts'
import { checkMarkup } from './check-markup.ts'
import { blocksOf, parseSegments, type Segment, SegmentFault, slotsOf } from './segments.ts'
import type { Template, VariableKind } from './template.ts'

/** What a slot may hold, and the fact that must be true for it to hold anything. */
interface Known {
  readonly kind: VariableKind | 'text' | 'color' | 'layout'
  readonly guard?: string
}

/** Slots of every mail, beside the template's own variables. */
const SHARED: Readonly<Record<string, Known>> = {
  brandName: { kind: 'text' },
  lang: { kind: 'layout' },
  logoUrl: { kind: 'link', guard: 'logoUrl' },
  loginUrl: { kind: 'link', guard: 'loginUrl' },
  supportEmail: { kind: 'address', guard: 'supportEmail' },
}
/** Formatted inside other messages, with a count of their own. */
const COUNT = 'count'
const GUARDED_KINDS: readonly VariableKind[] = ['name', 'expiry']

interface Scope {
  readonly id: string
  readonly known: ReadonlyMap<string, Known>
  readonly facts: ReadonlySet<string>
  readonly english: Catalogue
}

/**
 * Checks one template's sources against its variables: well-formed, every variable used in both
 * parts, nothing unknown, nothing said whose fact may be false. Throws `TEMPLATE_INVALID` naming file
 * and line.
 */
export function checkTemplate(
  id: string,
  template: Template,
  parts: { readonly html: PartSource; readonly text: PartSource },
  english: Catalogue,
): void {
  const scope = scopeOf(id, template, english)
  for (const file of [parts.html.layout, parts.html.content]) checkMarkup(file)
  for (const part of [parts.html, parts.text]) {
    const used = [part.layout, part.content].flatMap((file) => namesUsed(file, scope))
    for (const [name, kind] of Object.entries(template.variables)) {
      if (!used.includes(name)) {
        throw templateFault(part.content.name, 1, `expected the variable ${name}, got no use of it`)
      }
      if (kind === 'secret' || kind === 'link') expectAlways(name, part.content)
    }
  }
}

/** What a mail is sent for must not hang on a fact. */
function expectAlways(name: string, content: SourceFile): void {
  const isAlways = parseFile(content).some((one) => one.kind === 'slot' && one.name === name)
  if (isAlways) return
  const message = `expected {{${name}}} outside every block, got it inside`
  throw templateFault(content.name, lineOfSlot(content, name), message)
}

/** Checks that compiling lost nothing, and that each value stands where its kind may stand. */
export function checkCompiled(
  id: string,
  template: Template,
  source: PartSource,
  compiled: readonly Segment[],
  english: Catalogue,
): void {
  const { known } = scopeOf(id, template, english)
  const slots = [...slotsOf(compiled)]
  for (const file of [source.layout, source.content]) {
    for (const { name, line } of slotsOf(parseSegments(file.text, 'html'))) {
      // A page without a button has no button's colour.
      const { kind = 'text' } = known.get(name) ?? {}
      const isKept =
        kind === 'color' || isLayoutSlot(name) || slots.some((slot) => slot.name === name)
      if (isKept) continue
      throw templateFault(
        file.name,
        line,
        `expected {{${name}}} in the HTML, got it dropped by MJML`,
      )
    }
  }
  for (const { name, context } of slots) {
    const kind = known.get(name)?.kind ?? 'text'
    const isColor = kind === 'color'
    const isRight = context === 'css' ? isColor : context === 'url' ? kind === 'link' : !isColor
    const isHidden = context === 'html' || (kind !== 'secret' && kind !== 'link')
    if (isRight && (isHidden || context === 'url')) continue
    const line = lineOfSlot(source.content, name)
    throw templateFault(source.content.name, line, `expected no {{${name}}} in ${context}, got one`)
  }
}

function scopeOf(id: string, template: Template, english: Catalogue): Scope {
  const known = new Map<string, Known>(Object.entries(SHARED))
  const facts = new Set(['logoUrl', 'loginUrl', 'supportEmail'])
  for (const name of COLORS) known.set(name, { kind: 'color' })
  for (const name of LAYOUT_SLOTS) known.set(name, { kind: 'layout' })
  for (const [name, kind] of Object.entries(template.variables)) {
    const guard = GUARDED_KINDS.includes(kind) ? { guard: name } : {}
    if (kind === 'fact' || guard.guard) facts.add(name)
    if (kind !== 'fact') known.set(name, { kind, ...guard })
    if (kind === 'expiry') known.set('expiresIn', { kind, ...guard })
  }
  for (const name of Object.keys(template.facts(template.sample))) facts.add(name)
  return { id, known, facts, english }
}

/** Every variable and fact that a file uses, directly or through its messages. */
function namesUsed(file: SourceFile, scope: Scope): string[] {
  const segments = parseFile(file)
  const used: string[] = []
  for (const { fact, line } of blocksOf(segments)) {
    if (!scope.facts.has(fact)) {
      throw templateFault(file.name, line, `expected a known fact, got ${fact}`)
    }
    used.push(fact)
  }
  for (const slot of slotsOf(segments)) {
    for (const use of resolve(file, slot, scope)) {
      const { guard } = scope.known.get(use) ?? {}
      if (guard !== undefined && !slot.guards.includes(guard)) {
        const message = `expected {{${slot.name}}} inside <!-- when ${guard} -->, got it outside`
        throw templateFault(file.name, slot.line, message)
      }
      used.push(use)
    }
  }
  return used
}

function parseFile(file: SourceFile): Segment[] {
  try {
    return parseSegments(file.text, 'html')
  } catch (error) {
    if (error instanceof SegmentFault) throw templateFault(file.name, error.line, error.message)
    throw error
  }
}

/** The names behind a slot: itself, or the arguments of its message. */
function resolve(file: SourceFile, slot: { name: string; line: number }, scope: Scope): string[] {
  const { name, line } = slot
  if (scope.known.has(name)) return [name]
  const [group, key] = name.split('.')
  const messageKey = `${group === 'text' ? scope.id : group}.${key}`
  const message = scope.english.messages.get(messageKey)
  if (!message || (group !== 'text' && group !== 'shared')) {
    throw templateFault(file.name, line, `expected a declared variable or message, got {{${name}}}`)
  }
  return message.arguments.map((argument) => {
    const kind = scope.known.get(argument.name)?.kind
    const isRight =
      argument.use === 'chosen'
        ? scope.facts.has(argument.name)
        : kind !== undefined && kind !== 'secret' && kind !== 'link'
    if (isRight || argument.name === COUNT) return argument.name
    throw unusable(file, line, messageKey, argument.name)
  })
}

function unusable(file: SourceFile, line: number, key: string, argument: string): AppError {
  const message = `expected ${key} to use names, dates, addresses and facts, got {${argument}}`
  return templateFault(file.name, line, message)
}

function isLayoutSlot(name: string): boolean {
  return LAYOUT_SLOTS.some((slot) => slot === name)
}

function lineOfSlot(file: SourceFile, name: string): number {
  for (const slot of slotsOf(parseFile(file))) if (slot.name === name) return slot.line
  return 1
}
