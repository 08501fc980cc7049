import { type Asset, type Html, html, withAssets } from '../html.ts'
import type { PageWords } from '../page-words.ts'

/** What the meter says. */
export type StrengthWords = Pick<
  PageWords,
  'strength' | 'strengthWeak' | 'strengthFair' | 'strengthGood' | 'strengthStrong'
>

/**
 * A careful guess from length and variety: a repeated, counted-on or common piece counts as one
 * character, and each character as the 2.5 bits that people's words have (NIST SP 800-63 appendix A
 * of 2006 gives 1.5 to 4), half a bit more for each further class. It knows no dictionary, so it
 * speaks of four steps and no number, and refuses nothing: the server decides.
 */
const SCRIPT = `
const classes = [/\\p{Ll}/u, /\\p{Lu}/u, /\\p{N}/u, /[^\\p{L}\\p{M}\\p{N}]/u, /[^\\0-\\x7f]/]
const common = /pass?word|passwor[td]|qwert[yz]?|asdf|letmein|welcome|admin|iloveyou|abc|123/gi
const levelOf = (password) => {
  if (!password) return 0
  const text = password.slice(0, 256).replace(common, '*').replace(/(.{1,8}?)\\1+/gsu, '$1')
  const points = Array.from(text, (one) => one.codePointAt(0))
  const counted = points.filter((point, at) => Math.abs(point - points[at - 1]) !== 1).length
  const bits = counted * (2 + classes.filter((one) => one.test(password)).length / 2)
  return bits < 30 ? 1 : bits < 45 ? 2 : bits < 60 ? 3 : 4
}
for (const meter of document.querySelectorAll('[data-strength-of]')) {
  const field = document.getElementById(meter.dataset.strengthOf)
  const text = meter.querySelector('[role=status]')
  const words = meter.dataset.words.split('|')
  const update = () => {
    const level = levelOf(field.value)
    if (meter.dataset.level === String(level)) return
    meter.dataset.level = level
    text.textContent = level ? meter.dataset.label + ' ' + words[level - 1] : ''
  }
  meter.hidden = false
  field.addEventListener('input', update)
  update()
}
`

const STYLES = `
.strength { display: flex; align-items: center; min-block-size: 1.5rem; margin-block-start: .75rem; font-size: .875rem; }
.strength-bars { display: flex; flex: 1; gap: .25rem; }
.strength-bars span {
  flex: 1; block-size: .25rem; border-radius: .125rem; background: var(--line);
  transition: background-color .2s;
}
.strength [role=status] { color: var(--muted); }
.strength [role=status]:not(:empty) { margin-inline-start: .75rem; }
[data-level="1"] .strength-bars :nth-child(-n+1) { background: var(--bad); }
[data-level="2"] .strength-bars :nth-child(-n+2) { background: var(--warn-mark); }
[data-level="3"] .strength-bars :nth-child(-n+3),
[data-level="4"] .strength-bars span { background: var(--good); }
`

const ASSET: Asset = { script: SCRIPT, styles: STYLES }

/** Four bars and a word for the password field with the id `field`; not there without scripts. */
export function strengthMeter(field: string, words: StrengthWords): Html {
  const levels = [words.strengthWeak, words.strengthFair, words.strengthGood, words.strengthStrong]
  const markup = html`<div class="strength" hidden data-strength-of="${field}" data-label="${words.strength}" data-words="${levels.join('|')}">
<span class="strength-bars" aria-hidden="true"><span></span><span></span><span></span><span></span></span>
<span role="status"></span>
</div>`
  return withAssets(markup, ASSET)
}
