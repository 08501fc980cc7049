import type { Catalogue, Message } from './catalogue.ts'
import { escapeHtml } from './escape.ts'
import type { Segment, SlotContext } from './segments.ts'

/** A value ready to be shown; `isolate` keeps its reading order beside other scripts. */
export interface Shown {
  readonly text: string
  /** `ltr` for secrets, links and addresses, `auto` for names, `none` for formatted values. */
  readonly isolate: 'ltr' | 'auto' | 'none'
}

/** Everything that the slots of one mail may name. */
export interface FillScope {
  readonly templateId: string
  readonly catalogue: Catalogue
  readonly shown: ReadonlyMap<string, Shown>
  readonly facts: ReadonlyMap<string, boolean>
}

/** Fills every slot by its context and keeps the blocks whose facts hold. */
export function fillSegments(segments: readonly Segment[], scope: FillScope): string {
  let filled = ''
  for (const segment of segments) {
    if (segment.kind === 'literal') filled += segment.text
    else if (segment.kind === 'slot') filled += fillSlot(segment.name, segment.context, scope)
    else if ((scope.facts.get(segment.fact) ?? false) === segment.when) {
      filled += fillSegments(segment.segments, scope)
    }
  }
  return filled
}

/** One slot's text: a value, or a message with its values. */
export function fillSlot(name: string, context: SlotContext, scope: FillScope): string {
  const shown = scope.shown.get(name)
  if (shown) return write(shown, context)
  const [group, key] = name.split('.')
  const messageKey = `${group === 'text' ? scope.templateId : group}.${key}`
  const message = scope.catalogue.messages.get(messageKey)
  return message ? fillMessage(message, context, scope) : ''
}

/**
 * Values go into a message as objects, never as text, so what a translator wrote and what a user
 * wrote stay apart until each is escaped.
 */
function fillMessage(message: Message, context: SlotContext, scope: FillScope): string {
  const values: Record<string, string | Shown> = {}
  for (const { name, use } of message.arguments) {
    const shown = scope.shown.get(name)
    if (use === 'chosen') values[name] = String(scope.facts.get(name) ?? false)
    else if (shown) values[name] = shown
  }
  return message.format
    .formatToParts<Shown>(values)
    .map(({ value }) => {
      return typeof value === 'string' ? escapeFor(value, context) : write(value, context)
    })
    .join('')
}

/** Gmail, Outlook and Yahoo drop `<bdi>` with all its attributes, and keep `dir` (caniemail.com). */
function write(shown: Shown, context: SlotContext): string {
  const text = escapeFor(shown.text, context)
  if (context !== 'html' || shown.isolate === 'none') return text
  return `<span dir="${shown.isolate}">${text}</span>`
}

function escapeFor(text: string, context: SlotContext): string {
  return context === 'text' ? text : escapeHtml(text)
}
