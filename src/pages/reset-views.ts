import type { Brand } from '../config/doorkey-config.ts'
import { toPasswordRules } from '../credentials/password-rules.ts'
import type { PasswordPolicy, Violation } from '../credentials/policy.ts'
import { type Html, html, withAssets } from './html.ts'
import { CLEAR_FRAGMENT, TOKEN_FROM_FRAGMENT } from './kit/fragment.ts'
import { notice } from './kit/notice.ts'
import { newPasswordField } from './kit/password-field.ts'
import { rulesOf } from './kit/password-rules.ts'
import { submitButton } from './kit/submit-once.ts'
import { textField } from './kit/text-field.ts'
import type { Page } from './layout.ts'
import { fill, type PageWords } from './page-words.ts'

/** In which words and under whose name a page is shown. */
export interface PageSetting {
  readonly locale: string
  readonly words: PageWords
  readonly brand?: Pick<Brand, 'name' | 'color'>
}

interface FormState {
  /** Where known, the policy that the new password must meet. */
  readonly policy: PasswordPolicy | undefined
  readonly violations?: readonly Violation[]
  readonly notice?: 'busy' | 'failed'
}

/** The notice that `problems` makes. */
export const PROBLEM_ID = 'password-problem'

/** The form. It never repeats what was typed: the script still has the token in the address. */
export function formPage(setting: PageSetting, state: FormState): Page {
  const { words } = setting
  const { policy, violations = [] } = state
  const body = html`<div class="card">
<h1>${words.title}</h1>
<p class="lead">${words.intro}</p>
${state.notice && notice('bad', html`<p>${words[state.notice]}</p>`)}
${violations.length > 0 && problems(words, violations)}
<form method="post">
${textField({ id: 'token', label: words.token, hint: words.tokenHint, isTechnical: true })}
${newPasswordField({
  id: 'password',
  label: words.password,
  hint: words.passwordHint,
  words,
  rules: policy ? rulesOf(policy, words) : [],
  ...(policy && { passwordRules: toPasswordRules(policy) }),
  ...(violations.length > 0 && { problemId: PROBLEM_ID }),
})}
${submitButton(words.submit)}
</form>
</div>`
  return page(setting, words.title, withAssets(body, TOKEN_FROM_FRAGMENT))
}

/** The password is set. */
export function donePage(setting: PageSetting, brand: Brand, isMailed: boolean): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.doneTitle}</h1>
<p>${fill(words.done, { brand: brand.name })}${isMailed && ` ${words.doneMail}`}</p>
${brand.loginUrl !== undefined && html`<a class="button" href="${brand.loginUrl}">${words.login}</a>`}
</div>`
  return page(setting, words.doneTitle, withAssets(body, CLEAR_FRAGMENT))
}

/** One page for every reason why a link does not work. */
export function invalidPage(setting: PageSetting): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.invalidTitle}</h1>
<p>${words.invalid}</p>
</div>`
  return page(setting, words.invalidTitle, withAssets(body, CLEAR_FRAGMENT))
}

/** A page of a source, in the words and under the name of `setting`. */
export function page(setting: PageSetting, title: string, body: Html): Page {
  const { locale, words, brand } = setting
  return { locale, direction: words.direction, title, body, ...(brand && { brand }) }
}

/** Says what is wrong with a password that was typed. */
export function problems(words: PageWords, violations: readonly Violation[]): Html {
  const items = violations.map((violation) => html`<li>${inWords(words, violation)}</li>`)
  return notice('bad', html`<p>${words.refused}</p><ul>${items}</ul>`, PROBLEM_ID)
}

/** Why a password is refused, in `words`. */
export function inWords(words: PageWords, violation: Violation): string {
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
