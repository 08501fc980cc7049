import type { Brand } from '../config/doorkey-config.ts'
import type { Violation } from '../credentials/policy.ts'
import { type Html, html } from './html.ts'
import type { Page } from './layout.ts'
import { fill, type PageWords } from './page-words.ts'
import { CLEAR_FRAGMENT_SCRIPT, RESET_SCRIPT } from './scripts.ts'

/** In which words and under whose name a page is shown. */
export interface PageSetting {
  readonly locale: string
  readonly words: PageWords
  readonly brand?: Pick<Brand, 'name' | 'color'>
}

interface FormState {
  /** Where known, the length that the hint names. */
  readonly minLength: number | undefined
  readonly violations?: readonly Violation[]
  readonly notice?: 'busy' | 'failed'
}

/** The form. It never repeats what was typed: the script still has the token in the address. */
export function formPage(setting: PageSetting, state: FormState): Page {
  const { words } = setting
  const violations = state.violations ?? []
  const hint =
    state.minLength === undefined
      ? words.passwordHint
      : fill(words.lengthHint, { min: state.minLength })
  const described = violations.length > 0 ? 'password-problem password-hint' : 'password-hint'
  const body = html`<div class="card">
<h1>${words.title}</h1>
<p class="muted">${words.intro}</p>
${state.notice && html`<div class="notice bad" role="alert"><p>${words[state.notice]}</p></div>`}
${violations.length > 0 && problems(words, violations)}
<form method="post">
<div class="field" id="token-field">
<label for="token">${words.token}</label>
<input class="secret" id="token" name="token" type="text" required autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="token-hint">
<p class="hint" id="token-hint">${words.tokenHint}</p>
</div>
<div class="field">
<label for="password">${words.password}</label>
<input class="secret" id="password" name="password" type="password" required autocomplete="new-password" autocapitalize="off" spellcheck="false" aria-describedby="${described}"${violations.length > 0 && html` aria-invalid="true"`}>
<button class="quiet" id="toggle" type="button" hidden aria-controls="password" data-show="${words.show}" data-hide="${words.hide}">${words.show}</button>
<p class="hint" id="password-hint">${hint}</p>
</div>
<button id="submit" type="submit">${words.submit}</button>
</form>
</div>`
  return page(setting, words.title, body, RESET_SCRIPT)
}

/** The password is set. */
export function donePage(setting: PageSetting, brand: Brand, isMailed: boolean): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.doneTitle}</h1>
<p>${fill(words.done, { brand: brand.name })}${isMailed && ` ${words.doneMail}`}</p>
${brand.loginUrl !== undefined && html`<a class="button" href="${brand.loginUrl}">${words.login}</a>`}
</div>`
  return page(setting, words.doneTitle, body, CLEAR_FRAGMENT_SCRIPT)
}

/** One page for every reason why a link does not work. */
export function invalidPage(setting: PageSetting): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.invalidTitle}</h1>
<p>${words.invalid}</p>
</div>`
  return page(setting, words.invalidTitle, body, CLEAR_FRAGMENT_SCRIPT)
}

function page(setting: PageSetting, title: string, body: Html, script: string): Page {
  const { locale, words, brand } = setting
  return { locale, direction: words.direction, title, body, script, ...(brand && { brand }) }
}

function problems(words: PageWords, violations: readonly Violation[]): Html {
  const items = violations.map((violation) => html`<li>${inWords(words, violation)}</li>`)
  return html`<div class="notice bad" role="alert" id="password-problem">
<p>${words.refused}</p>
<ul>${items}</ul>
</div>`
}

function inWords(words: PageWords, violation: Violation): string {
  switch (violation.code) {
    case 'too_short':
      return fill(words.tooShort, { min: violation.min })
    case 'too_long':
      return fill(words.tooLong, { max: violation.max })
    case 'class_missing':
      return words[`${violation.class}Missing`]
    case 'one_of_missing':
      return fill(words.oneOfMissing, { of: violation.of })
    case 'character_not_allowed':
      return fill(words.notAllowed, { of: violation.of })
    case 'too_many_alike':
      return fill(words.tooManyAlike, { max: violation.max })
    case 'too_weak':
      return words.tooWeak
    case 'reused':
      return words.reused
    case 'breached':
      return words.breached
    case 'word_excluded':
      return fill(words.wordExcluded, { word: violation.word })
    case 'own_name':
      return words.ownName
    case 'directory_refused':
      return words.directoryRefused
  }
}
