import type { Source } from '../config/doorkey-config.ts'
import { toPasswordRules } from '../credentials/password-rules.ts'
import type { Violation } from '../credentials/policy.ts'
import { type Html, html } from './html.ts'
import { codeInput } from './kit/code-input.ts'
import { notice } from './kit/notice.ts'
import { newPasswordField } from './kit/password-field.ts'
import { rulesOf } from './kit/password-rules.ts'
import { submitButton } from './kit/submit-once.ts'
import { textField } from './kit/text-field.ts'
import type { Page } from './layout.ts'
import { type PageSetting, pageOf } from './page-setting.ts'
import { PROBLEM_ID, problems } from './reset-views.ts'

type Owner = Pick<Source, 'name' | 'policy' | 'directory'>

const EMAIL_PROBLEM_ID = 'email-problem'
const CODE_PROBLEM_ID = 'code-problem'

/** Asks for the address. */
export function askPage(
  setting: PageSetting,
  state: { readonly notice?: 'addressInvalid' | 'tryAgain' } = {},
): Page {
  const { words } = setting
  const isWrong = state.notice === 'addressInvalid'
  const body = html`<div class="card">
<h1>${words.forgotTitle}</h1>
<p class="lead">${words.forgotIntro}</p>
${state.notice && notice('bad', html`<p>${words[state.notice]}</p>`, ...(isWrong ? [EMAIL_PROBLEM_ID] : []))}
<form method="post">
${emailField(setting, { ...(isWrong && { problemId: EMAIL_PROBLEM_ID }) })}
${submitButton(words.forgotSubmit)}
</form>
</div>`
  return form(setting, words.forgotTitle, body)
}

/** Says that a mail with a link is on its way, if there is an account. */
export function sentPage(setting: PageSetting): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.sentTitle}</h1>
<p>${words.sent} ${words.sentLink}</p>
</div>`
  return pageOf(setting, words.sentTitle, body)
}

interface CodeState {
  /** What was typed before. Never in a URL. */
  readonly email?: string
  /** The page answers the request for a code, and stands at its address. */
  readonly isAnswerToAsk?: boolean
  readonly violations?: readonly Violation[]
  readonly notice?: 'codeInvalid' | 'busy' | 'tryAgain' | 'addressInvalid'
}

/** Takes the code and the new password. It never repeats either of them. */
export function codePage(setting: PageSetting, owner: Owner, state: CodeState): Page {
  const { words } = setting
  const { name, policy, directory } = owner
  const { violations = [], isAnswerToAsk = false, email } = state
  const emailProblem = state.notice === 'addressInvalid' && { problemId: EMAIL_PROBLEM_ID }
  const codeProblem = state.notice === 'codeInvalid' && { problemId: CODE_PROBLEM_ID }
  const { problemId } = { ...emailProblem, ...codeProblem }
  const title = isAnswerToAsk ? words.sentTitle : words.title
  // Relative, so that the pages work behind a proxy that serves them under a path.
  const action = isAnswerToAsk && html` action="${name}/code"`
  const body = html`<div class="card">
<h1>${title}</h1>
<p class="lead">${isAnswerToAsk && `${words.sent} `}${words.sentCode}</p>
${state.notice && notice('bad', html`<p>${words[state.notice]}</p>`, problemId)}
${violations.length > 0 && problems(words, violations)}
<form method="post"${action}>
${emailField(setting, { ...(email !== undefined && { value: email }), ...emailProblem })}
${codeInput({ id: 'code', label: words.code, hint: words.codeHint, ...codeProblem })}
${newPasswordField({
  id: 'password',
  label: words.password,
  hint: words.passwordHint,
  words,
  rules: rulesOf(policy, words),
  passwordRules: toPasswordRules(policy),
  ...(violations.length > 0 && { problemId: PROBLEM_ID }),
})}
${submitButton(words.submit)}
</form>
${directory.capabilities.findsUsers && html`<p class="alone"><a href="${isAnswerToAsk ? name : `../${name}`}">${words.codeAgain}</a></p>`}
</div>`
  return form(setting, title, body)
}

function emailField(
  { words }: PageSetting,
  more: { readonly value?: string; readonly problemId?: string },
): Html {
  const isTechnical = true
  const kind = { type: 'email', autocomplete: 'username', isTechnical } as const
  return textField({ id: 'email', label: words.email, ...kind, ...more })
}

/** Over plain HTTP a browser tells where a form comes from only if it may tell its origin. */
function form(setting: PageSetting, title: string, body: Html): Page {
  return { ...pageOf(setting, title, body), referrerPolicy: 'same-origin' }
}
