import { mustBeChanged } from '../accounts/judge-ask.ts'
import type { Source } from '../config/doorkey-config.ts'
import { maskAddress } from '../core/mask-address.ts'
import { toPasswordRules } from '../credentials/password-rules.ts'
import type { DirectoryUser } from '../directories/directory.ts'
import { type Html, html, withAssets } from '../pages/html.ts'
import { notice } from '../pages/kit/notice.ts'
import { newPasswordField } from '../pages/kit/password-field.ts'
import { rulesOf } from '../pages/kit/password-rules.ts'
import { secretBox } from '../pages/kit/secret-box.ts'
import { enterButton, submitButton } from '../pages/kit/submit-once.ts'
import { textField } from '../pages/kit/text-field.ts'
import type { Page } from '../pages/layout.ts'
import { inWords } from '../pages/reset-views.ts'
import { words } from '../pages/words/en.ts'
import type { FormFault, UserForm } from './user-form.ts'
import { USER_FORM_STYLES } from './user-form-styles.ts'
import { header, page } from './views.ts'

const HOUR_MS = 3_600_000

/** What a form for a user is shown with. */
export interface UserFormState {
  readonly source: Source
  /** All of them, to choose from. */
  readonly sources: readonly string[]
  /** Sent along, so that a form that is sent twice is followed once. */
  readonly key: string
  readonly maySeePasswords: boolean
  /** Whose password is to be replaced; `undefined` for a user who is to be made. */
  readonly user?: DirectoryUser
  /** What was filled in before, without the password. */
  readonly form?: UserForm
  readonly faults?: readonly FormFault[]
  /** To be looked at in the field for a typed password. */
  readonly generated?: string
}

/** The form that makes a user, or replaces a password. */
export function userFormPage(state: UserFormState): Page {
  const { source, user, faults = [], key } = state
  const title = user ? 'Reset a password' : 'New user'
  const { capabilities } = source.directory
  const isAble = user !== undefined || capabilities.createsUsers
  const form = html`<form method="post">
${enterButton()}
<input type="hidden" name="source" value="${source.name}"><input type="hidden" name="key" value="${key}">
${user ? whoIsMeant(state, user) : personFields(state)}
${setupFields(state)}
${passwordBoxes(state)}
${!user && validityFields(state)}
${submitButton(user ? 'Reset password' : 'Create user')}
</form>`
  const body = html`${header(title, false)}
<div class="card narrow">
${!user && sourceChoice(state)}
${faults.length > 0 && problems(faults)}
${isAble ? form : notice('warn', html`<p>The directory of this source does not let Doorkey create users. Create them at the identity provider.</p>`)}
</div>`
  return page(title, withAssets(body, { styles: USER_FORM_STYLES }), { isWide: true })
}

/** The password that was generated; shown once. */
export function shownPasswordPage(eventId: string, isSet: boolean, password: string): Page {
  const body = html`${header('Password', false)}
<div class="card narrow">
<p>${isSet ? 'It is set.' : 'The directory has not answered yet; it will be set as soon as it does.'} It is not shown again, and that you saw it is kept in the audit log.</p>
${secretBox({ id: 'password', label: 'Password', secret: password, words })}
<a class="button" href="/console/events/${eventId}">What becomes of the mail</a>
</div>`
  return page('Password', withAssets(body, { styles: USER_FORM_STYLES }), { isWide: true })
}

function sourceChoice({ source, sources }: UserFormState): Html {
  if (sources.length === 1) return html``
  const options = sources.map(
    (name) =>
      html`<option value="${name}"${name === source.name && html` selected`}>${name}</option>`,
  )
  return html`<form method="get" class="choice"><label for="source">Source</label>
<div><select id="source" name="source">${options}</select><button class="quiet" type="submit">Use this source</button></div></form>`
}

function whoIsMeant({ source }: UserFormState, user: DirectoryUser): Html {
  const email =
    user.email === undefined ? 'none, so nothing can be mailed' : maskAddress(user.email)
  return html`<dl class="facts"><dt>User</dt><dd><bdi>${maskAddress(user.id)}</bdi></dd><dt>Email</dt><dd><bdi>${email}</bdi></dd><dt>Source</dt><dd>${source.name}</dd></dl>`
}

function personFields({ form, faults = [], source }: UserFormState): Html {
  const field = (id: 'email' | 'name' | 'locale') => ({
    id,
    ...(form?.[id] !== undefined && { value: form[id] }),
    ...problemOf(faults, id),
  })
  return html`${textField({ ...field('email'), label: 'Email', type: 'email' })}
${textField({ ...field('name'), label: 'Name', isOptional: true })}
${textField({ ...field('locale'), label: 'Language', hint: `Such as de-AT. Without one: ${source.locale}.`, isOptional: true })}`
}

function setupFields(state: UserFormState): Html {
  const { form, source, user } = state
  const isLastingOnly =
    mustBeChanged(settingOf(source)) && !source.directory.capabilities.mustChange
  const noMail = user !== undefined && user.email === undefined
  const setup = form?.setup ?? (isLastingOnly ? 'link' : 'generate')
  const radio = (value: UserForm['setup'], label: string, whyNot: string | false) =>
    html`<label class="option"><input type="radio" name="setup" id="setup-${value}" value="${value}"${setup === value && html` checked`}${whyNot !== false && html` disabled`}><span>${label}${whyNot !== false && html`<span class="hint">${whyNot}</span>`}</span></label>`
  const lasts =
    isLastingOnly &&
    'This directory neither ends a password nor asks for a change, and this source allows none that last.'
  const unsent = noMail && 'The user has no email address.'
  return html`<fieldset><legend>Password</legend>
${radio('typed', 'Type a password', lasts)}
<div class="typed">${typedField(state)}</div>
${radio('generate', 'Generate one and send it to the user', lasts || unsent)}
${!user && radio('link', 'No password: send a link to choose one', false)}
${!user && radio('none', 'No password', false)}
</fieldset>`
}

function typedField({ faults = [], source, maySeePasswords, generated }: UserFormState): Html {
  return newPasswordField({
    id: 'password',
    label: 'Password',
    words,
    rules: rulesOf(source.policy, words),
    passwordRules: toPasswordRules(source.policy),
    isOptional: true,
    ...(maySeePasswords && {
      generate: { label: 'Generate', ...(generated !== undefined && { generated }) },
    }),
    ...problemOf(faults, 'password'),
  })
}

function passwordBoxes({ form, faults = [], source, maySeePasswords, user }: UserFormState): Html {
  const { capabilities } = source.directory
  const mustAsk = mustBeChanged(settingOf(source))
  const hours = Math.round(source.expiresAfterMs / HOUR_MS)
  const isFirst = form === undefined
  const noMail = user !== undefined && user.email === undefined
  const why = !capabilities.mustChange
    ? 'This directory cannot ask for it.'
    : mustAsk
      ? 'This directory does not end passwords by itself, and this source allows none that last.'
      : undefined
  const isChecked = capabilities.mustChange && (mustAsk || isFirst || form.mustChange !== undefined)
  return html`<fieldset class="boxes"><legend>When a password is set</legend>
${box('send', 'Send the password to the user’s email', {
  isChecked: form?.send !== undefined,
  why: noMail ? 'The user has no email address.' : undefined,
  note: 'One that is generated is always sent.',
  fault: faultAt(faults, 'sendPassword'),
})}
${box('mustChange', 'Ask the user to change the password on login', {
  isChecked,
  why,
  fault: faultAt(faults, 'mustChange'),
})}
${capabilities.mustChange && mustAsk && html`<input type="hidden" name="mustChange" value="on">`}
${maySeePasswords && box('show', 'Show me a generated password once', { isChecked: form?.show !== undefined, note: 'That you saw one, here or in the field above, is kept in the audit log.', fault: faultAt(faults, 'showPassword') })}
${capabilities.expiry && html`<p class="hint">The password works for ${hours} hours${source.allowLastingPassword && ', unless no change is asked for: then it lasts'}.</p>`}
</fieldset>`
}

function box(
  name: string,
  label: string,
  {
    isChecked,
    why,
    note,
    fault,
  }: {
    readonly isChecked: boolean
    readonly why?: string | undefined
    readonly note?: string
    readonly fault: FormFault | undefined
  },
): Html {
  const hint = why ?? note
  return html`<label class="option"><input type="checkbox" name="${name}"${isChecked && html` checked`}${why !== undefined && html` disabled`}${fault && html` aria-invalid="true" aria-describedby="${problemId(fault.field)}"`}><span>${label}${hint !== undefined && html`<span class="hint">${hint}</span>`}</span></label>`
}

function validityFields({ form, faults = [], source }: UserFormState): Html {
  if (source.directory.capabilities.validity !== true) {
    return html`<p class="hint">The directory of this source keeps no period in which an account is valid.</p>`
  }
  const fault = faultAt(faults, 'validFrom')
  const time = (name: 'validFrom' | 'validUntil', label: string) =>
    html`<div class="field"><label for="${name}">${label}</label><input type="datetime-local" id="${name}" name="${name}"${form?.[name] !== undefined && html` value="${form[name]}"`}${fault && html` aria-invalid="true" aria-describedby="${problemId(fault.field)}"`}></div>`
  const isOpen = fault !== undefined || form?.validFrom || form?.validUntil
  return html`<details${isOpen && html` open`}><summary>Valid period</summary>
${time('validFrom', 'Valid from (UTC)')}
${time('validUntil', 'Valid until (UTC)')}
</details>`
}

function settingOf(source: Source) {
  return { source, capabilities: source.directory.capabilities }
}

function faultAt(faults: readonly FormFault[], field: string): FormFault | undefined {
  return faults.find((fault) => fault.field === field)
}

function problemOf(faults: readonly FormFault[], field: string) {
  const fault = faultAt(faults, field)
  return fault ? { problemId: problemId(field) } : {}
}

const problemId = (field: string): string => `${field}-problem`

/** One list above the form; each field that is wrong points to its line. */
function problems(faults: readonly FormFault[]): Html {
  const items = faults.map(({ field, message, violations }) => {
    const reasons = violations?.map((violation) => html`<li>${inWords(words, violation)}</li>`)
    return html`<li id="${problemId(field)}">${reasons ? words.refused : message}${reasons && html`<ul>${reasons}</ul>`}</li>`
  })
  return notice('bad', html`<p>Nothing was changed:</p><ul>${items}</ul>`)
}
