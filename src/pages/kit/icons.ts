import { type Html, html } from '../html.ts'

/** Drawn in the colour of the text around; never the only bearer of a meaning. */
export const ICONS = {
  eye: icon(
    html`<path d="M1.75 10S4.75 4.25 10 4.25 18.25 10 18.25 10 15.25 15.75 10 15.75 1.75 10 1.75 10Z"/><circle cx="10" cy="10" r="2.5"/>`,
  ),
  eyeOff: icon(
    html`<path d="M8.4 4.4A8 8 0 0 1 10 4.25C15.25 4.25 18.25 10 18.25 10a14 14 0 0 1-2 2.7M5.3 5.6A13 13 0 0 0 1.75 10S4.75 15.75 10 15.75a8 8 0 0 0 4.6-1.4M8.2 8.3a2.5 2.5 0 0 0 3.5 3.5M3 3l14 14"/>`,
  ),
  tick: icon(html`<path d="m4.5 10.5 3.5 3.5 7.5-8"/>`),
  cross: icon(html`<path d="m5.5 5.5 9 9m0-9-9 9"/>`),
  copy: icon(
    html`<rect x="7" y="7" width="10" height="10" rx="2"/><path d="M4 13a1 1 0 0 1-1-1V5a2 2 0 0 1 2-2h7a1 1 0 0 1 1 1"/>`,
  ),
  alert: icon(html`<circle cx="10" cy="10" r="7.25"/><path d="M10 6.25v4.25M10 13.6v.1"/>`),
} as const

function icon(shapes: Html): Html {
  return html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shapes}</svg>`
}
