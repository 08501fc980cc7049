import { type Asset, type Html, html, withAssets } from '../html.ts'

/**
 * A second press while the first is under way sends nothing. The button is not disabled: that would
 * drop its name from what is sent, and its focus. A page that comes back from the history can send
 * again.
 */
const SCRIPT = `
const isSending = new Set()
const show = (form) => {
  for (const button of form.querySelectorAll('[type=submit]')) {
    button.ariaDisabled = isSending.has(form) ? 'true' : null
  }
}
addEventListener('submit', (event) => {
  if (isSending.has(event.target)) return event.preventDefault()
  isSending.add(event.target)
  show(event.target)
})
addEventListener('pageshow', () => {
  isSending.clear()
  for (const form of document.forms) show(form)
})
`

const ASSET: Asset = { script: SCRIPT }

/** The main button of a form. */
export function submitButton(label: string): Html {
  return withAssets(html`<button class="main" type="submit">${label}</button>`, ASSET)
}

/**
 * Stands first in a form that has another submit button before its main one: the Enter key presses
 * the first. Nobody sees it or gets to it.
 */
export function enterButton(): Html {
  return html`<button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>`
}
