import { type Asset, type Html, html, withAssets } from '../html.ts'
import type { PageWords } from '../page-words.ts'
import { type CopyWords, copyButton } from './copy-button.ts'
import { ICONS } from './icons.ts'
import { type PasswordRule, ruleList, type RuleWords } from './password-rules.ts'
import { strengthMeter, type StrengthWords } from './strength-meter.ts'

type FieldWords = Pick<PageWords, 'show' | 'hide'>

interface FieldOptions {
  /** Also the name under which the form sends it. */
  readonly id: string
  readonly label: string
  readonly hint?: string
  /** The id of the notice that says what is wrong with it. */
  readonly problemId?: string
  readonly hasFocus?: boolean
  /** Where the form has other ways; the server asks for it where it is needed. */
  readonly isOptional?: boolean
}

export interface PasswordFieldOptions extends FieldOptions {
  readonly words: FieldWords
}

export interface NewPasswordFieldOptions extends FieldOptions {
  readonly words: FieldWords & RuleWords & StrengthWords & CopyWords
  /** What can be checked while one types; empty where the page cannot know whose rules count. */
  readonly rules: readonly PasswordRule[]
  /** The policy in Apple's `passwordrules` notation, for password managers. */
  readonly passwordRules?: string
  /**
   * For operators: a button that posts the form with `generate=1`. The server generates, never the
   * page, and answers with the form and `generated`. The form starts with an `enterButton()`.
   */
  readonly generate?: { readonly label: string; readonly generated?: string }
}

/** The form sends a hidden password, so that no browser remembers it among its texts. */
const SCRIPT = `
for (const button of document.querySelectorAll('[data-reveals]')) {
  const field = document.getElementById(button.dataset.reveals)
  const show = (isShown) => {
    field.type = isShown ? 'text' : 'password'
    button.ariaLabel = button.title = isShown ? button.dataset.hide : button.dataset.show
    button.classList.toggle('is-shown', isShown)
  }
  button.hidden = false
  show(field.type === 'text')
  button.addEventListener('click', () => show(field.type === 'password'))
  field.form.addEventListener('submit', () => show(false))
}
`

const STYLES = `
.password-box { display: flex; align-items: center; }
.password-box input.secret {
  flex: 1; inline-size: auto; min-inline-size: 0; border: 0; background: none; box-shadow: none;
}
.password-box input.secret:focus-visible { outline: none; }
.password-box button {
  display: grid; place-items: center; flex: none; inline-size: 2.5rem; min-block-size: 2.5rem;
  margin-inline-end: .1875rem; padding: 0; color: var(--muted); background: none; border: 0;
}
.password-box button:hover { color: var(--text); }
.password-box .is-shown .hidden-face, .password-box button:not(.is-shown) .shown-face { display: none; }
.field-actions { display: flex; flex-wrap: wrap; gap: .625rem; margin-block-start: .625rem; }
`

const ASSET: Asset = { script: SCRIPT, styles: STYLES }

/** A password that exists already, such as an operator key. */
export function passwordField(options: PasswordFieldOptions): Html {
  const { id, hint } = options
  const box = inputBox(options, html`type="password" autocomplete="current-password"`)
  return field(
    options,
    html`${box}${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}`,
  )
}

/** A password that is being chosen: with its rules, its strength and, for operators, Generate. */
export function newPasswordField(options: NewPasswordFieldOptions): Html {
  const { id, hint, words, rules, passwordRules, generate } = options
  const generated = generate?.generated
  const attributes = html`type="${generated === undefined ? 'password' : 'text'}" autocomplete="new-password"${passwordRules !== undefined && html` passwordrules="${passwordRules}"`}${generated !== undefined && html` value="${generated}"`}`
  const box = inputBox(options, attributes, rules.length > 0 ? `${id}-rules` : undefined)
  return field(
    options,
    html`${box}
${generate && html`<div class="field-actions"><button class="quiet" type="submit" name="generate" value="1" formnovalidate>${generate.label}</button>${generated !== undefined && copyButton(id, words)}</div>`}
${strengthMeter(id, words)}
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${rules.length > 0 && ruleList(id, rules, words)}`,
  )
}

function field({ id, label }: FieldOptions, body: Html): Html {
  return withAssets(
    html`<div class="field"><label for="${id}">${label}</label>${body}</div>`,
    ASSET,
  )
}

function inputBox(options: PasswordFieldOptions, attributes: Html, rulesId?: string): Html {
  const { id, words, hint, problemId, hasFocus } = options
  const described = [problemId, hint !== undefined && `${id}-hint`, rulesId].filter(
    (one) => typeof one === 'string',
  )
  return html`<div class="input password-box">
<input class="secret" id="${id}" name="${id}" ${attributes}${options.isOptional !== true && html` required`} autocapitalize="off" spellcheck="false"${hasFocus === true && html` autofocus`}${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${problemId !== undefined && html` aria-invalid="true"`}>
<button type="button" hidden aria-controls="${id}" data-reveals="${id}" data-show="${words.show}" data-hide="${words.hide}"><span class="hidden-face">${ICONS.eye}</span><span class="shown-face">${ICONS.eyeOff}</span></button>
</div>`
}
