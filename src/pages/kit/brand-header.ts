import { type Html, html, withAssets } from '../html.ts'

const STYLES = `
.brand {
  display: flex; align-items: center; gap: .75rem; margin-block: 0 1.5rem;
  font-weight: 600; font-size: 1.0625rem; overflow-wrap: anywhere;
}
.brand-mark {
  display: grid; place-items: center; flex: none; inline-size: 2.25rem; block-size: 2.25rem;
  border: 1px solid var(--accent-edge); border-radius: .625rem;
  background: var(--accent); color: var(--on-accent); font-size: 1.125rem; line-height: 1;
}
`

/**
 * Whose page it is: a mark in the brand's colour with its initial, and its name. The logo of a
 * brand is not shown, though mails show it: it lies at another server, and that server would learn
 * who opens which page, when, and could swap the picture on a page where passwords are typed.
 */
export function brandHeader(name: string): Html {
  const markup = html`<p class="brand"><span class="brand-mark" aria-hidden="true">${initial(name)}</span><bdi>${name}</bdi></p>`
  return withAssets(markup, ASSET)
}

const ASSET = { styles: STYLES } as const

/** The first letter as its readers see it, which can be several code points. */
function initial(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return first?.segment.toLocaleUpperCase() ?? ''
}
