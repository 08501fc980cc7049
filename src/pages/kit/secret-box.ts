import { type Html, html, withAssets } from '../html.ts'
import { type CopyWords, copyButton } from './copy-button.ts'

const STYLES = `
.secret-box {
  display: grid; gap: 1rem; justify-items: start; margin-block: 0 1.5rem; padding: 1.25rem;
  border: 1px solid var(--line); border-radius: .75rem; background: var(--page);
}
.secret-box h2 { margin: 0; color: var(--muted); font-size: .875rem; font-weight: 500; }
.secret-text {
  direction: ltr; max-inline-size: 100%; font: 500 1.25rem/1.6 var(--mono);
  overflow-wrap: anywhere; white-space: pre-wrap; user-select: all;
}
`

const ASSET = { styles: STYLES } as const

/**
 * A secret that is shown once: one click selects all of it, one press copies it. The caller is a
 * page that answers a reveal; nothing else has the text.
 */
export function secretBox({
  id,
  label,
  secret,
  words,
}: {
  readonly id: string
  readonly label: string
  readonly secret: string
  readonly words: CopyWords
}): Html {
  // Translators of browsers would change it, and send it to their server first.
  const markup = html`<section class="secret-box" aria-labelledby="${id}-label" translate="no">
<h2 id="${id}-label">${label}</h2>
<code class="secret-text" id="${id}" dir="ltr">${secret}</code>
${copyButton(id, words)}
</section>`
  return withAssets(markup, ASSET)
}
