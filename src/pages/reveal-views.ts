import { timeFormat } from '../core/time-format.ts'
import { REVEAL_GRACE_MS, type RevealOutcome } from '../credentials/reveal.ts'
import { html, withAssets } from './html.ts'
import { CLEAR_FRAGMENT, TOKEN_ON_PRESS } from './kit/fragment.ts'
import { notice } from './kit/notice.ts'
import { secretBox } from './kit/secret-box.ts'
import { submitButton } from './kit/submit-once.ts'
import { textField } from './kit/text-field.ts'
import type { Page } from './layout.ts'
import { type PageSetting, pageOf } from './page-setting.ts'
import { fill } from './page-words.ts'

type Shown = Extract<RevealOutcome, { readonly outcome: 'shown' }>

/** What everybody sees who opens a link, or any id. */
export function closedPage(setting: PageSetting, hasFailed = false): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.revealTitle}</h1>
<p class="lead">${words.revealIntro}</p>
${hasFailed && notice('bad', html`<p>${words.revealFailed}</p>`)}
<form method="post">
${textField({ id: 'token', label: words.token, hint: words.tokenHint, isTechnical: true })}
${submitButton(words.revealSubmit)}
</form>
</div>`
  return pageOf(setting, words.revealTitle, withAssets(body, TOKEN_ON_PRESS))
}

/** The password, and what is so about it. */
export function shownPage(setting: PageSetting, shown: Shown): Page {
  const { words, locale } = setting
  const { account, password, mustChange, expiresAt, running } = shown
  const { name, loginUrl } = running.source.brand
  const body = html`<div class="card">
<h1>${words.revealDoneTitle}</h1>
<p class="lead">${fill(words.revealDone, { brand: name })} <bdi>${account}</bdi></p>
${secretBox({ id: 'password', label: words.revealDoneTitle, secret: password.reveal(), words })}
${mustChange && html`<p>${words.revealMustChange}</p>`}
${expiresAt && html`<p>${fill(words.revealExpiry, { time: timeFormat(locale).format(expiresAt) })}</p>`}
<p>${fill(words.revealOnce, { minutes: REVEAL_GRACE_MS / 60_000 }, words)}</p>
${loginUrl !== undefined && html`<a class="button" href="${loginUrl}">${words.login}</a>`}
</div>`
  return pageOf(setting, words.revealDoneTitle, withAssets(body, CLEAR_FRAGMENT))
}
