import { readFile } from 'node:fs/promises'
import type mjml2html from 'mjml'
import { AppError } from '../src/core/app-error.ts'
import { lineCounter } from './markup.ts'
import { parseSegments, type Segment, SegmentFault } from './segments.ts'

export type CompileMjml = typeof mjml2html

/** A source file: what faults are reported against. */
export interface SourceFile {
  /** As it is named in errors, such as `templates/password-issued.mjml`. */
  readonly name: string
  /** Absolute; only of a customer's file. */
  readonly path?: string
  readonly text: string
}

/** Layout and content of one part of a mail, HTML or text. */
export interface PartSource {
  readonly layout: SourceFile
  readonly content: SourceFile
}

/** Where the layout takes the template in. */
export const CONTENT = '<!-- content -->'
const PREVIEW_PADDING = '&#847;&zwnj;&nbsp;'.repeat(60)
/** MJML checks colours, so these stand in for the brand's until the page is compiled. */
const COLOR_STAND_INS: Readonly<Record<string, string>> = {
  accent: '#0d0c01',
  accentText: '#0d0c02',
  accentLink: '#0d0c03',
  accentLinkDark: '#0d0c04',
}
export const COLORS = Object.keys(COLOR_STAND_INS)
/** Slots that are filled before compiling, since MJML lays out by them. */
export const LAYOUT_SLOTS = ['dir', 'start', 'previewPadding'] as const

/** Reads the layouts that every template shares. */
export async function readLayouts(): Promise<{ html: SourceFile; text: SourceFile }> {
  const [html, text] = await Promise.all([readLayout('layout.mjml'), readLayout('layout.txt')])
  return { html, text }
}

async function readLayout(name: string): Promise<SourceFile> {
  return { name, text: await readFile(new URL(name, import.meta.url), 'utf8') }
}

/**
 * Compiles one template for one reading direction, once; what differs between two mails stays a
 * slot. Throws `TEMPLATE_INVALID` naming file and line.
 */
export async function compileHtml(
  compile: CompileMjml,
  source: PartSource,
  direction: 'ltr' | 'rtl',
): Promise<Segment[]> {
  const literals: Readonly<Record<string, string>> = {
    ...COLOR_STAND_INS,
    dir: direction,
    start: direction === 'rtl' ? 'right' : 'left',
    previewPadding: PREVIEW_PADDING,
  }
  const mjml = join(source).replace(/\{\{(\w+)\}\}/g, (slot, name) => literals[name] ?? slot)
  const html = await compileStrictly(compile, mjml, source)
  const withSlots = Object.entries(COLOR_STAND_INS).reduce(
    (page, [name, standIn]) => page.replaceAll(standIn, `{{${name}}}`),
    // Indentation is a third of the page, and a mail over 102 KB is cut off.
    html.replace(/^[ \t]+|[ \t]+$/gm, '').replace(/\n{2,}/g, '\n'),
  )
  return parsePart(withSlots, 'html', source)
}

/** The text part, as segments. Throws `TEMPLATE_INVALID` naming file and line. */
export function compileText(source: PartSource): Segment[] {
  return parsePart(join(source), 'text', source)
}

/** `TEMPLATE_INVALID` at a place in a source file. */
export function templateFault(file: string, line: number, message: string, cause?: unknown) {
  return new AppError('TEMPLATE_INVALID', `${file}:${line}: ${message}`, { cause })
}

function join({ layout, content }: PartSource): string {
  return layout.text.replace(CONTENT, () => content.text.trimEnd())
}

async function compileStrictly(
  compile: CompileMjml,
  mjml: string,
  source: PartSource,
): Promise<string> {
  try {
    const { html } = await compile(mjml, {
      validationLevel: 'strict',
      ignoreIncludes: true,
      // The default adds a request to Google Fonts to every mail.
      fonts: {},
    })
    return html
  } catch (cause) {
    const [fault] = mjmlFaults(cause)
    if (!fault) throw templateFault(source.content.name, 1, 'expected MJML, got none', cause)
    const { file, line } = placeOf(fault.line, source)
    throw templateFault(file.name, line, `expected valid MJML, got: ${fault.message}`)
  }
}

function mjmlFaults(cause: unknown): { line: number; message: string }[] {
  if (!(cause instanceof Error && 'errors' in cause && Array.isArray(cause.errors))) return []
  return cause.errors.flatMap((error: unknown) => {
    if (typeof error !== 'object' || error === null) return []
    if (!('line' in error && 'message' in error)) return []
    return [{ line: Number(error.line), message: String(error.message) }]
  })
}

/** The file and line that a line of the joined source comes from. */
function placeOf(line: number, { layout, content }: PartSource) {
  const start = lineCounter(layout.text)(layout.text.indexOf(CONTENT))
  const lines = content.text.trimEnd().split('\n').length
  if (line < start) return { file: layout, line }
  if (line < start + lines) return { file: content, line: line - start + 1 }
  return { file: layout, line: line - lines + 1 }
}

function parsePart(joined: string, format: 'html' | 'text', source: PartSource): Segment[] {
  try {
    return parseSegments(joined, format)
  } catch (error) {
    if (!(error instanceof SegmentFault)) throw error
    throw templateFault(source.content.name, 1, error.message, error)
  }
}
