import { lineCounter } from './markup.ts'

/** How the place of a slot is read: which escaping it needs and what it may hold. */
export type SlotContext = 'html' | 'attribute' | 'url' | 'css' | 'text'

/** A compiled template: literals, slots for values, and blocks that a fact decides. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'slot'
      readonly name: string
      readonly context: SlotContext
      readonly line: number
    }
  | {
      readonly kind: 'block'
      readonly fact: string
      readonly when: boolean
      readonly line: number
      readonly segments: readonly Segment[]
    }

/** A marker that has no partner; `line` is counted from 1. */
export class SegmentFault extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

const MARK =
  /\{\{([^{}]*)\}\}|(?:^[ \t]*)?<!--\s*(?:(when|unless)\s+(\w+)|(end))\s*-->(?:[ \t]*\n)?/gm

/**
 * Splits `source` at `{{slot}}`, `<!-- when fact -->`, `<!-- unless fact -->` and `<!-- end -->`.
 * Throws `SegmentFault` for a block without its other half.
 */
export function parseSegments(source: string, format: 'html' | 'text'): Segment[] {
  const lineAt = lineCounter(source)
  const root: Segment[] = []
  const blocks: { fact: string; when: boolean; line: number; segments: Segment[] }[] = []
  const current = (): Segment[] => blocks.at(-1)?.segments ?? root
  let end = 0
  for (const match of source.matchAll(MARK)) {
    const literal = source.slice(end, match.index)
    if (literal !== '') current().push({ kind: 'literal', text: literal })
    end = match.index + match[0].length
    const line = lineAt(match.index + match[0].search(/\S/))
    const [, name, word, fact] = match
    if (name !== undefined) {
      const context = format === 'text' ? 'text' : contextAt(source, match.index)
      current().push({ kind: 'slot', name: name.trim(), context, line })
    } else if (fact !== undefined) {
      blocks.push({ fact, when: word === 'when', line, segments: [] })
    } else {
      const block = blocks.pop()
      if (!block) throw new SegmentFault(line, 'expected an open block, got <!-- end -->')
      current().push({ kind: 'block', ...block })
    }
  }
  const open = blocks.at(-1)
  if (open) throw new SegmentFault(open.line, 'expected <!-- end -->, got the end of the file')
  root.push({ kind: 'literal', text: source.slice(end) })
  return root
}

/** Every slot with the facts that its blocks require, outermost first. */
export function* slotsOf(
  segments: readonly Segment[],
  guards: readonly string[] = [],
): Generator<{ name: string; context: SlotContext; line: number; guards: readonly string[] }> {
  for (const segment of segments) {
    if (segment.kind === 'slot') yield { ...segment, guards }
    if (segment.kind === 'block') {
      yield* slotsOf(segment.segments, segment.when ? [...guards, segment.fact] : guards)
    }
  }
}

/** Every block, outer ones first. */
export function* blocksOf(
  segments: readonly Segment[],
): Generator<{ readonly fact: string; readonly line: number }> {
  for (const segment of segments) {
    if (segment.kind !== 'block') continue
    yield segment
    yield* blocksOf(segment.segments)
  }
}

function contextAt(html: string, offset: number): SlotContext {
  const before = html.slice(0, offset)
  const tag = before.slice(before.lastIndexOf('<'))
  if (/^<style\b/.test(tag) || /\s(?:style|bgcolor)="[^"]*$/.test(tag)) return 'css'
  // A title holds no tags, so it is filled as an attribute is.
  if (tag.includes('>')) return /^<title\b/.test(tag) ? 'attribute' : 'html'
  return /\s(?:href|src)="[^"]*$/.test(tag) ? 'url' : 'attribute'
}
