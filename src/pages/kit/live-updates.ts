import { type Asset, type Html, html, withAssets } from '../html.ts'

/**
 * Loads the page again by itself, but not while nobody sees it, while something in it is selected or
 * has the focus, or once it was paused, which this tab remembers. A `<meta>` refresh would do it
 * without scripts, and nobody could stop it (WCAG 2.2.1).
 */
const SCRIPT = `
const button = document.querySelector('[data-live-seconds]')
const KEY = 'doorkey-updates-paused'
const isPaused = () => sessionStorage.getItem(KEY) === '1'
const show = () => {
  button.textContent = isPaused() ? button.dataset.resume : button.dataset.pause
}
const isInUse = () => {
  const at = document.activeElement
  return document.hidden || !getSelection().isCollapsed || (at !== document.body && at !== button)
}
button.hidden = false
button.addEventListener('click', () => {
  sessionStorage.setItem(KEY, isPaused() ? '0' : '1')
  show()
})
show()
setInterval(() => {
  if (!isPaused() && !isInUse()) location.reload()
}, button.dataset.liveSeconds * 1000)
`

const ASSET: Asset = { script: SCRIPT }

/** Keeps a page that was asked for by GET up to date; without scripts it is a link to load it again. */
export function liveUpdates({
  seconds,
  words,
}: {
  readonly seconds: number
  readonly words: { readonly refresh: string; readonly pause: string; readonly resume: string }
}): Html {
  const markup = html`<a href="">${words.refresh}</a>
<button class="quiet" type="button" hidden data-live-seconds="${seconds}" data-pause="${words.pause}" data-resume="${words.resume}">${words.pause}</button>`
  return withAssets(markup, ASSET)
}
