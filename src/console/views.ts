import { ERROR_CODES } from '../core/error-codes.ts'
import { maskAddress } from '../core/mask-address.ts'
import { type Html, html, withAssets } from '../pages/html.ts'
import { liveUpdates } from '../pages/kit/live-updates.ts'
import { notice } from '../pages/kit/notice.ts'
import { passwordField } from '../pages/kit/password-field.ts'
import { submitButton } from '../pages/kit/submit-once.ts'
import type { Page } from '../pages/layout.ts'
import type { EventStory, Overview, StateCount } from '../ledger/ledger-view.ts'
import { CONSOLE_STYLESHEET } from './stylesheet.ts'
import { timelineOf } from '../ledger/timeline.ts'

const UPDATES = {
  seconds: 10,
  words: { refresh: 'Refresh', pause: 'Pause updates', resume: 'Resume updates' },
} as const
const ASSET = { styles: CONSOLE_STYLESHEET } as const
const OPEN_EVENT_STATES: readonly string[] = ['received', 'working']
const OPEN_MESSAGE_STATES: readonly string[] = ['planned', 'rendered', 'sending', 'unknown']

/** The form that asks for an operator key. `next` is the page that was asked for. */
export function signInPage(state: { next: string; problem?: string }): Page {
  const { next, problem } = state
  const body = html`<div class="card">
<h1>Sign in to the console</h1>
<p class="lead">What came in, what was sent, and why something was not; users and their passwords.</p>
${problem !== undefined && notice('bad', html`<p>${problem}</p>`, 'problem')}
<form method="post" action="/console/sign-in">
<input type="hidden" name="next" value="${next}">
${passwordField({
  id: 'key',
  label: 'Operator key',
  hint: 'A key of your own, or the value of DOORKEY_ADMIN_KEY.',
  words: { show: 'Show key', hide: 'Hide key' },
  hasFocus: true,
  ...(problem !== undefined && { problemId: 'problem' }),
})}
${submitButton('Sign in')}
</form>
</div>`
  return page('Sign in', body, {})
}

/** A page with one sentence. */
export function noticePage(title: string, text: string): Page {
  const body = html`<div class="card">
<h1>${title}</h1>
<p>${text}</p>
<p><a href="/console">Console</a></p>
</div>`
  return page(title, body, {})
}

/** What waits, counts by state and the latest events. */
export function overviewPage(overview: Overview, stopped: Html): Page {
  const rows = overview.latest.map(
    (event) => html`<tr>
${cell('Received', html`<a class="id" href="/console/events/${event.id}">${time(event.received_at)}</a>`)}
${cell('Event', html`${event.type} <span class="muted">${event.source}</span>`)}
${cell('Address', html`<bdi>${event.email === null ? '—' : maskAddress(event.email)}</bdi>`)}
${cell('State', html`${badge(event.state)} ${reason(event)}`)}
${cell('Mail', html`${event.messages.map((message) => html`<div>${message.template} ${badge(message.state)} ${reason(message)}</div>`)}`)}
</tr>`,
  )
  const body = html`${header('Overview', true)}
${stopped}
<h2>Events</h2>
${counts(overview.events)}
<h2>Mails</h2>
${counts(overview.messages)}
<h2>Latest events</h2>
${rows.length === 0 ? html`<p class="muted">Nothing has come in yet.</p>` : table(['Received', 'Event', 'Address', 'State', 'Mail'], rows)}`
  return page('Overview', body, { isWide: true })
}

/** One event: its facts and everything that happened. */
export function storyPage(story: EventStory): Page {
  const { event } = story
  const facts: readonly (readonly [string, string | Html])[] = [
    ['Id', event.id],
    ['Source', `${event.source} (${event.provider}: ${event.provider_type})`],
    ['User', `${maskAddress(event.user_id ?? '—')}, ${event.origin}`],
    ['Address', event.email === null ? '—' : maskAddress(event.email)],
    ['Happened', time(event.occurred_at)],
    ['State', html`${badge(event.state)} ${reason(event)}`],
    ['Tries', `${event.attempts} failed, taken ${event.run} times`],
    ...story.credentials.map(({ kind, state, expires_at: end }) => {
      return ['Credential', html`${kind} ${badge(state)} until ${time(end)}`] as const
    }),
    ...story.messages.map((message) => {
      const { template, state, locale, locale_rule: rule, to_address: to } = message
      const text = html`${template} ${badge(state)} to <bdi>${maskAddress(to)}</bdi>, ${locale} (${rule}) ${reason(message)}`
      return ['Mail', text] as const
    }),
  ]
  const rows = timelineOf(story).map(
    (entry) => html`<tr>
${cell('Time', time(entry.at, 23))}
${cell('What', html`${entry.what}`)}
${cell('Outcome', html`${entry.state !== undefined && badge(entry.state)} ${reason(entry)}`)}
</tr>`,
  )
  const isLive =
    OPEN_EVENT_STATES.includes(event.state) ||
    story.messages.some(({ state }) => OPEN_MESSAGE_STATES.includes(state))
  const body = html`${header(event.type, isLive)}
${event.user_id !== null && html`<p><a href="/console/events/${event.id}/password">Reset this user’s password</a></p>`}
<div class="card"><dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>
<h2>What happened</h2>
${table(['Time', 'What', 'Outcome'], rows)}`
  return page('Event', body, { isWide: true })
}

/** A page of the console; `isWide` for tables. */
export function page(title: string, body: Html, more: Pick<Page, 'isWide' | 'hasFrames'>): Page {
  return {
    locale: 'en',
    direction: 'ltr',
    brand: { name: 'Doorkey' },
    // Without an origin in the request nothing could tell our form from another site's.
    referrerPolicy: 'same-origin',
    title,
    body: withAssets(body, ASSET),
    ...more,
  }
}

/** What stands above every page of who is signed in. */
export function header(title: string, isLive: boolean): Html {
  return html`<header>
<h1>${title}</h1>
<nav><a href="/console">Overview</a><a href="/console/users/new">New user</a><a href="/console/suppressions">Suppressed</a><a href="/console/templates">Templates</a>${isLive && liveUpdates(UPDATES)}
<form method="post" action="/console/sign-out"><button class="quiet" type="submit">Sign out</button></form></nav>
</header>`
}

function counts(states: readonly StateCount[]): Html {
  if (states.length === 0) return html`<p class="muted">None.</p>`
  const items = states.map(({ state, count }) => html`<li><b>${count}</b>${badge(state)}</li>`)
  return html`<ul class="counts">${items}</ul>`
}

/** Cards on a narrow screen. */
export function table(headings: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="table"><table>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

/** `label` stands before the value on a narrow screen. */
export function cell(label: string, value: Html): Html {
  const isEmpty = String(value).trim() === ''
  return html`<td data-label="${label}">${!isEmpty && html`<div>${value}</div>`}</td>`
}

/** `precision` 23 shows milliseconds, 19 seconds. */
export function time(at: Date, precision: 19 | 23 = 19): Html {
  const iso = at.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, precision)} UTC</time>`
}

const TONES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['done', 'delivered', 'accepted', 'used', 'set', 'ok'].map((state) => [state, 'good']),
  ),
  ...Object.fromEntries(['failed', 'bounced', 'complained'].map((state) => [state, 'bad'])),
  ...Object.fromEntries(
    ['unknown', 'held', 'no_address', 'suppressed', 'expired'].map((state) => [state, 'warn']),
  ),
}

function badge(state: string): Html {
  return html`<span class="state ${TONES[state]}">${state.replace('_', ' ')}</span>`
}

/** Code, cause and what to do about it. */
export function reason(row: {
  readonly code?: string | null
  readonly cause?: string | null
}): Html {
  const { code, cause } = row
  if (code === null || code === undefined) return html``
  const remedy = Object.entries(ERROR_CODES).find(([name]) => name === code)?.[1].remedy
  return html`<div class="reason"><code>${code}</code> ${cause}${remedy !== undefined && html` <em>${remedy}</em>`}</div>`
}
