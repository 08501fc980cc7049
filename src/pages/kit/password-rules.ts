import {
  alternatives,
  CHARACTER_CLASSES,
  describeSets,
  patternOf,
  type RequiredSet,
} from '../../credentials/character-sets.ts'
import { lengthsOf, type PasswordPolicy } from '../../credentials/policy.ts'
import { type Asset, type Html, html, withAssets } from '../html.ts'
import { fill, type PageWords } from '../page-words.ts'
import { ICONS } from './icons.ts'

/** One rule that a page can check while a password is typed. */
export interface PasswordRule {
  readonly text: string
  /** The source of a regular expression with the flags `su`, which a good password matches. */
  readonly pattern: string
}

/** What the list of rules says. */
export type RuleWords = Pick<
  PageWords,
  | 'digits'
  | 'rulesTitle'
  | 'rulesOpen'
  | 'rulesMet'
  | 'ruleLength'
  | 'lowerRule'
  | 'upperRule'
  | 'digitRule'
  | 'symbolRule'
  | 'oneOfMissing'
>

/**
 * The rules of `policy` that need nothing but the password: its length in code points and its
 * classes, by the very patterns that the server uses. Words and names that must not occur are the
 * server's to judge: a list of them in a page would tell everybody whose page it is.
 */
export function rulesOf(policy: PasswordPolicy, words: RuleWords): readonly PasswordRule[] {
  const { min } = lengthsOf(policy)
  const length = { text: fill(words.ruleLength, { min }, words), pattern: `^.{${min},}$` }
  const required = policy.required ?? []
  // Classes come in the order in which people read them, however a policy was written.
  const classes = CHARACTER_CLASSES.filter((one) => required.includes(one))
  const others = required.filter((one) => typeof one !== 'string')
  return [length, ...[...classes, ...others].map((one) => requiredRule(one, words))]
}

function requiredRule(required: RequiredSet, words: RuleWords): PasswordRule {
  const text =
    typeof required === 'string'
      ? words[`${required}Rule`]
      : fill(words.oneOfMissing, { of: describeSets(alternatives(required)) })
  return { text, pattern: patternOf(required) }
}

/** A screen reader is told once the typing pauses, not at every key. */
const PAUSE_MS = 900

const SCRIPT = `
for (const list of document.querySelectorAll('[data-rules-of]')) {
  const field = document.getElementById(list.dataset.rulesOf)
  const status = list.querySelector('[role=status]')
  const rules = Array.from(list.querySelectorAll('li'), (item) => {
    return { item, pattern: new RegExp(item.dataset.pattern, 'su') }
  })
  let timer
  const say = () => {
    const open = rules.filter(({ item }) => !item.classList.contains('is-met'))
    const names = open.map(({ item }) => item.textContent.trim()).join('; ')
    status.textContent =
      open.length ? list.dataset.open.replace('{rules}', () => names) : list.dataset.met
  }
  const update = () => {
    for (const { item, pattern } of rules) item.classList.toggle('is-met', pattern.test(field.value))
    clearTimeout(timer)
    if (field.value) timer = setTimeout(say, ${PAUSE_MS})
  }
  list.classList.add('is-live')
  field.addEventListener('input', update)
  update()
}
`

const STYLES = `
.rules { margin-block-start: .875rem; font-size: .875rem; }
.rules p { margin: 0 0 .375rem; color: var(--muted); }
.rules ul {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr));
  gap: .25rem 1rem; margin: 0; padding: 0; list-style: none;
}
.rules li { display: flex; align-items: center; gap: .5rem; }
.rule-mark {
  display: grid; place-items: center; flex: none; inline-size: 1.125rem; block-size: 1.125rem;
  border: 1.5px solid var(--control); border-radius: 50%;
  transition: background-color .15s, border-color .15s;
}
.rules .icon { inline-size: .75rem; block-size: .75rem; stroke-width: 3; color: var(--card); opacity: 0; }
.rules:not(.is-live) .rule-mark { inline-size: .375rem; block-size: .375rem; margin-inline: .375rem; border: 0; background: var(--control); }
.rules:not(.is-live) .icon { display: none; }
.rules .is-met .rule-mark { border-color: var(--good); background: var(--good); }
.rules .is-met .icon { opacity: 1; }
`

const ASSET: Asset = { script: SCRIPT, styles: STYLES }

/**
 * The rules of the password field with the id `field`. Each is ticked as one types; without scripts
 * it is a list. Its id is `<field>-rules`.
 */
export function ruleList(field: string, rules: readonly PasswordRule[], words: RuleWords): Html {
  const items = rules.map(
    ({ text, pattern }) =>
      html`<li data-pattern="${pattern}"><span class="rule-mark">${ICONS.tick}</span>${text}</li>`,
  )
  const markup = html`<div class="rules" data-rules-of="${field}" data-open="${words.rulesOpen}" data-met="${words.rulesMet}">
<div id="${field}-rules">
<p>${words.rulesTitle}</p>
<ul>${items}</ul>
</div>
<p class="visually-hidden" role="status"></p>
</div>`
  return withAssets(markup, ASSET)
}
