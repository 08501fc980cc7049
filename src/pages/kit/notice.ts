import { type Html, html } from '../html.ts'
import { ICONS } from './icons.ts'

/** `bad` interrupts a screen reader, the others wait for a pause. */
export type Tone = 'bad' | 'warn' | 'good' | 'info'

/** A box that says what happened; `id` lets a field point to it. */
export function notice(tone: Tone, body: Html, id?: string): Html {
  const role = tone === 'bad' ? 'alert' : 'status'
  const icon = tone === 'good' ? ICONS.tick : ICONS.alert
  return html`<div class="notice ${tone}" role="${role}"${id !== undefined && html` id="${id}"`}>${icon}<div>${body}</div></div>`
}
