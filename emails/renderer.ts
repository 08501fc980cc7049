import { parseAddress } from '../src/core/address.ts'
import { AppError } from '../src/core/app-error.ts'
import { Secret } from '../src/core/secret.ts'
import { accentOf } from './accent.ts'
import type { Catalogue } from './catalogue.ts'
import { cleanText, faithful, plausibleName, safeUrl } from './escape.ts'
import { type FillScope, type Shown, fillSegments, fillSlot } from './fill.ts'
import type { MailBrand } from './render-request.ts'
import type { Segment } from './segments.ts'
import type { Template, ValueOfKind, VariableKind } from './template.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Shorter spans are told in minutes. */
const HOURS_FROM_MS = 2 * HOUR_MS

/** A template compiled for both reading directions. */
export interface CompiledTemplate {
  readonly id: string
  /** Where its HTML comes from, as faults name it. */
  readonly file: string
  /** Where its text comes from. */
  readonly textFile: string
  readonly template: Template
  readonly html: Readonly<Record<'ltr' | 'rtl', readonly Segment[]>>
  readonly text: readonly Segment[]
}

/** What is rendered, after its template was looked up. */
export interface RenderInput {
  readonly brand: MailBrand
  readonly date: Date
  readonly variables: Readonly<Record<string, ValueOfKind[VariableKind]>>
}

/** A mail's parts, secrets in plain sight: for the MIME composer only. */
export interface RenderedParts {
  readonly subject: string
  /** Stands hidden at the top of the HTML. */
  readonly preheader: string
  readonly html: string
  readonly text: string
}

/** Fills a compiled template. Throws `MAIL_INVALID` and `ADDRESS_INVALID`. */
export function renderParts(
  { id, template, html, text }: Omit<CompiledTemplate, 'file' | 'textFile'>,
  catalogue: Catalogue,
  input: RenderInput,
): RenderedParts {
  const shown = new Map<string, Shown>(Object.entries(brandValues(input.brand, catalogue)))
  const facts = new Map(Object.entries(template.facts(input.variables)))
  for (const [name, kind] of Object.entries(template.variables)) {
    const value = input.variables[name]
    if (kind === 'fact') facts.set(name, value === true)
    else showVariable(shown, name, kind, value, catalogue, input.date)
  }
  for (const name of shown.keys()) if (!facts.has(name)) facts.set(name, true)
  const scope: FillScope = { templateId: id, catalogue, shown, facts }
  return {
    subject: fillSlot('text.subject', 'text', scope),
    preheader: fillSlot('text.preheader', 'text', scope),
    html: fillSegments(html[catalogue.direction], scope),
    text: `${fillSegments(text, scope)
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  }
}

function brandValues(brand: MailBrand, { tag, direction }: Catalogue): Record<string, Shown> {
  const name = cleanText(brand.name)
  if (name === '') throw new AppError('MAIL_INVALID', 'mail: expected a brand name, got none')
  const values: Record<string, Shown> = {
    brandName: { text: name, isolate: 'auto' },
    lang: { text: tag, isolate: 'none' },
    dir: { text: direction, isolate: 'none' },
  }
  for (const [slot, color] of Object.entries(accentOf(brand.color))) {
    values[slot] = { text: color, isolate: 'none' }
  }
  const { logoUrl, loginUrl, supportEmail } = brand
  if (logoUrl !== undefined) values['logoUrl'] = { text: safeUrl(logoUrl), isolate: 'ltr' }
  if (loginUrl !== undefined) values['loginUrl'] = { text: safeUrl(loginUrl), isolate: 'ltr' }
  if (supportEmail !== undefined) {
    values['supportEmail'] = { text: parseAddress(supportEmail), isolate: 'ltr' }
  }
  return values
}

function showVariable(
  shown: Map<string, Shown>,
  name: string,
  kind: Exclude<VariableKind, 'fact'>,
  value: ValueOfKind[VariableKind] | undefined,
  catalogue: Catalogue,
  now: Date,
): void {
  if (value === null && (kind === 'name' || kind === 'expiry')) return
  if (kind === 'name' && typeof value === 'string') {
    const text = plausibleName(value)
    if (text !== null) shown.set(name, { text, isolate: 'auto' })
  } else if (kind === 'address' && typeof value === 'string') {
    shown.set(name, { text: cleanText(value), isolate: 'ltr' })
  } else if (kind === 'secret' && value instanceof Secret) {
    shown.set(name, { text: faithful(value.reveal()), isolate: 'ltr' })
  } else if (kind === 'link' && value instanceof Secret) {
    shown.set(name, { text: safeUrl(value.reveal()), isolate: 'ltr' })
  } else if ((kind === 'moment' || kind === 'expiry') && value instanceof Date) {
    shown.set(name, { text: catalogue.formatDate(value), isolate: 'none' })
    if (kind === 'expiry') shown.set('expiresIn', timeLeft(value, now, catalogue))
  } else {
    throw new AppError(
      'MAIL_INVALID',
      `mail: expected ${name} to be a ${kind}, got ${typeof value}`,
    )
  }
}

/** Rounded, since the exact moment stands beside it. */
function timeLeft(expiresAt: Date, now: Date, catalogue: Catalogue): Shown {
  const leftMs = Math.max(expiresAt.getTime() - now.getTime(), MINUTE_MS)
  const isLong = leftMs >= HOURS_FROM_MS
  const count = Math.round(leftMs / (isLong ? HOUR_MS : MINUTE_MS))
  const message = catalogue.messages.get(isLong ? 'shared.hours' : 'shared.minutes')
  return { text: String(message?.format.format({ count }) ?? count), isolate: 'none' }
}
