import { type Html, html, withAssets } from '../html.ts'
import { ICONS } from './icons.ts'

/** How far one step is. */
export type StepState = 'done' | 'current' | 'open' | 'failed'

export interface Step {
  readonly label: string
  readonly state: StepState
  /** When it happened, or why it did not. */
  readonly detail?: string | Html
}

const STYLES = `
.steps { margin: 0 0 1.5rem; padding: 0; list-style: none; }
.steps li { position: relative; display: flex; gap: .875rem; padding-block-end: 1.25rem; }
.steps li:last-child { padding-block-end: 0; }
.steps li:not(:last-child)::before {
  content: ""; position: absolute; inset-block: 1.75rem .25rem; inset-inline-start: .6875rem;
  border-inline-start: 2px solid var(--line);
}
.step-mark {
  display: grid; place-items: center; flex: none; inline-size: 1.5rem; block-size: 1.5rem;
  border: 2px solid var(--control); border-radius: 50%; color: var(--card);
}
.step-mark .icon { inline-size: 1rem; block-size: 1rem; stroke-width: 2.5; }
.steps .done .step-mark { border-color: var(--good); background: var(--good); }
.steps .failed .step-mark { border-color: var(--bad); background: var(--bad); }
.steps .current .step-mark { border-color: var(--accent-text); }
.steps .current .step-mark::after {
  content: ""; inline-size: .625rem; block-size: .625rem; border-radius: 50%;
  background: var(--accent-text);
}
.steps .current .step-label { font-weight: 600; }
.steps .open .step-label, .step-detail { color: var(--muted); }
.step-detail { display: block; font-size: .875rem; overflow-wrap: anywhere; }
`

const ASSET = { styles: STYLES } as const

/** What happens one after the other, and where it stands; `words` say each state to who cannot see. */
export function stateList(
  steps: readonly Step[],
  words: Readonly<Record<StepState, string>>,
): Html {
  const items = steps.map(
    ({
      label,
      state,
      detail,
    }) => html`<li class="${state}"${state === 'current' && html` aria-current="step"`}>
<span class="step-mark">${MARKS[state]}</span>
<div><span class="step-label">${label}</span><span class="visually-hidden"> (${words[state]})</span>${detail !== undefined && html`<span class="step-detail">${detail}</span>`}</div>
</li>`,
  )
  return withAssets(html`<ol class="steps">${items}</ol>`, ASSET)
}

const MARKS: Readonly<Record<StepState, Html | undefined>> = {
  done: ICONS.tick,
  failed: ICONS.cross,
  current: undefined,
  open: undefined,
}
