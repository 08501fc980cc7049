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
import { type PageSetting, pageOf } from './page-setting.ts'
import { fill, type PageWords } from './page-words.ts'

/** Where a password is chosen by a link: a new one, or the first. */
export type ResetPage = 'reset' | 'setup'

interface FormState {
  /** Where known, the policy that the new password must meet. */
  readonly policy: PasswordPolicy | undefined
  readonly violations?: readonly Violation[]
  readonly notice?: 'busy' | 'failed'
}

/** The notice that `problems` makes. */
export const PROBLEM_ID = 'password-problem'

/** The form. It never repeats what was typed: the script still has the token in the address. */
export function formPage(setting: PageSetting, page: ResetPage, state: FormState): Page {
  const { words } = setting
  const { title, intro } = headOf(page, words)
  const { policy, violations = [] } = state
  const body = html`<div class="card">
<h1>${title}</h1>
<p class="lead">${intro}</p>
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
  return pageOf(setting, title, withAssets(body, TOKEN_FROM_FRAGMENT))
}

/** The password is set. */
export function donePage(
  setting: PageSetting,
  page: ResetPage,
  brand: Brand,
  isMailed: boolean,
): Page {
  const { words } = setting
  const { doneTitle, done, noMail } = headOf(page, words)
  const body = html`<div class="card">
<h1>${doneTitle}</h1>
<p>${fill(done, { brand: brand.name })} ${isMailed ? words.doneMail : noMail}</p>
${brand.loginUrl !== undefined && html`<a class="button" href="${brand.loginUrl}">${words.login}</a>`}
</div>`
  return pageOf(setting, doneTitle, withAssets(body, CLEAR_FRAGMENT))
}

/** A reset link does not work: another one is asked for where one logs in. */
export function invalidPage(setting: PageSetting): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.invalidTitle}</h1>
<p>${words.invalid}</p>
</div>`
  return pageOf(setting, words.invalidTitle, withAssets(body, CLEAR_FRAGMENT))
}

/** What the pages say of their own; of the first password nobody is told by a mail. */
function headOf(page: ResetPage, words: PageWords) {
  const { title, intro, doneTitle, done } = words
  if (page === 'reset') return { title, intro, doneTitle, done, noMail: undefined }
  return {
    title: words.setupTitle,
    intro: words.setupIntro,
    doneTitle: words.setupDoneTitle,
    done: words.setupDone,
    noMail: words.setupNoMail,
  }
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
      return fill(words.tooShort, { min: violation.min }, words)
    case 'too_long':
      return fill(words.tooLong, { max: violation.max }, words)
    case 'class_missing':
      return words[`${violation.class}Missing`]
    case 'one_of_missing':
      return fill(words.oneOfMissing, { of: violation.of })
    case 'character_not_allowed':
      return fill(words.notAllowed, { of: violation.of })
    case 'too_many_alike':
      return fill(words.tooManyAlike, { max: violation.max }, words)
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
