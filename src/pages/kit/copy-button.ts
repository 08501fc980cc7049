import { type Asset, type Html, html, withAssets } from '../html.ts'
import type { PageWords } from '../page-words.ts'
import { ICONS } from './icons.ts'

/** What a copy button says. */
export type CopyWords = Pick<PageWords, 'copy' | 'copied' | 'copyByHand'>

/** How long the button confirms. */
const CONFIRM_MS = 2_500

/** Without access to the clipboard the text is left selected, and the status says what to press. */
const SCRIPT = `
for (const button of document.querySelectorAll('[data-copy]')) {
  const target = document.getElementById(button.dataset.copy)
  const status = button.parentElement.querySelector('[role=status]')
  const select = () => {
    if (target.select) return target.select()
    getSelection().selectAllChildren(target)
  }
  let timer
  const confirm = (text, isDone) => {
    status.textContent = text
    button.classList.toggle('is-done', isDone)
    clearTimeout(timer)
    timer = setTimeout(() => confirm('', false), ${CONFIRM_MS})
  }
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(target.value ?? target.textContent)
      confirm(button.dataset.copied, true)
    } catch {
      select()
      status.classList.remove('visually-hidden')
      status.textContent = button.dataset.byHand
    }
  })
}
`

const STYLES = `
.copy { display: inline-flex; align-items: center; gap: .625rem; }
.copy .faces { display: grid; justify-items: center; }
.copy .faces > * { grid-area: 1 / 1; display: inline-flex; align-items: center; gap: .375rem; }
.copy button .copied, .copy button.is-done .idle { visibility: hidden; }
.copy button.is-done .copied { visibility: visible; color: var(--good); }
`

/** Both faces lie on one another, so that the button keeps its size. */
const ASSET: Asset = { script: SCRIPT, styles: STYLES }

/** Copies the text or value of the element with the id `target`; not there without scripts. */
export function copyButton(target: string, words: CopyWords): Html {
  const markup = html`<span class="copy"><button class="quiet" type="button" hidden data-copy="${target}" data-copied="${words.copied}" data-by-hand="${words.copyByHand}"><span class="faces"><span class="idle">${ICONS.copy}${words.copy}</span><span class="copied">${ICONS.tick}${words.copied}</span></span></button><span class="visually-hidden hint" role="status"></span></span>`
  return withAssets(markup, ASSET)
}
