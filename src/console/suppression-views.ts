import { maskAddress } from '../core/mask-address.ts'
import type { Suppression } from '../messages/suppression-list.ts'
import { type Html, html, withAssets } from '../pages/html.ts'
import { notice } from '../pages/kit/notice.ts'
import { submitButton } from '../pages/kit/submit-once.ts'
import { textField } from '../pages/kit/text-field.ts'
import type { Page } from '../pages/layout.ts'
import { cell, header, page, table, time } from './views.ts'

/** Bounces by which SES says that it did not even try. */
const SES_LISTED = /: (?:OnAccountSuppressionList|Suppressed)$/

const STYLES = `
.look-up { max-inline-size: 36rem; margin-block-end: 1.75rem; }
.look-up .field { margin-block-end: 1rem; }
td form { margin: 0; }
td button.quiet { min-block-size: 2rem; padding-block: .25rem; }
`

/** What the page says first, after something was done or looked up. */
export type SuppressionNews =
  | { readonly tone: 'good' | 'info'; readonly text: string }
  | { readonly tone: 'bad'; readonly text: string }

export interface SuppressionState {
  readonly latest: readonly Suppression[]
  readonly max: number
  readonly news?: SuppressionNews
  /** What was looked up and is suppressed. */
  readonly found?: Suppression
  /** Stands for an address in a form, where it is not shown. */
  readonly seal: (address: string) => string
}

/** The addresses that must not be mailed, with what lets them be mailed again. */
export function suppressionsPage(state: SuppressionState): Page {
  const { latest, max, news, found, seal } = state
  const body = html`${header('Suppressed addresses', false)}
${news && notice(news.tone, html`<p>${news.text}</p>`)}
${found && listOf([found], seal)}
<div class="card look-up">
<form method="post" action="/console/suppressions">
${textField({ id: 'email', label: 'Email', type: 'email', hint: 'It stands in no address line and in no log.' })}
${submitButton('Look it up')}
</form>
</div>
<h2>Latest</h2>
<p class="muted">Permanent bounces for 90 days, complaints for a year, and what operators suppress until they lift it. Amazon SES keeps a list of its own besides.</p>
${latest.length === 0 ? html`<p class="muted">None.</p>` : listOf(latest, seal)}
${latest.length === max && html`<p class="muted">There may be more: these are the newest ${max}.</p>`}`
  return page('Suppressed addresses', withAssets(body, { styles: STYLES }), { isWide: true })
}

/** Where an address that was looked up may be mailed: a form that suppresses it. */
export function mailablePage(email: string, sealed: string): Page {
  const body = html`${header('Suppressed addresses', false)}
${notice('info', html`<p><bdi dir="ltr">${maskAddress(email)}</bdi> may be mailed.</p>`)}
<div class="card look-up">
<form method="post" action="/console/suppressions/add">
<input type="hidden" name="address" value="${sealed}">
<p>Suppress it, and nothing is mailed to it until an operator lifts that.</p>
${submitButton('Suppress this address')}
</form>
</div>
<p><a href="/console/suppressions">Suppressed addresses</a></p>`
  return page('Suppressed addresses', withAssets(body, { styles: STYLES }), { isWide: true })
}

function listOf(rows: readonly Suppression[], seal: SuppressionState['seal']): Html {
  const lines = rows.map(
    ({ address, reason, created_at: since, expires_at: until }) => html`<tr>
${cell('Address', html`<bdi dir="ltr">${maskAddress(address)}</bdi>`)}
${cell('Why', html`${reason}${SES_LISTED.test(reason) && html`<div class="reason">Amazon SES has it on its own list: remove it there too, or the next mail bounces again.</div>`}`)}
${cell('Since', time(since))}
${cell('Until', until === null ? html`lifted` : time(until))}
${cell('Action', html`<form method="post" action="/console/suppressions/lift"><input type="hidden" name="address" value="${seal(address)}"><button class="quiet" type="submit">Lift<span class="visually-hidden"> for ${maskAddress(address)}</span></button></form>`)}
</tr>`,
  )
  return table(['Address', 'Why', 'Since', 'Until', 'Action'], lines)
}
