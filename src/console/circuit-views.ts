import { type Html, html } from '../pages/html.ts'
import type { OpenCircuit } from '../queue/open-circuits.ts'
import { cell, reason, table, time } from './views.ts'

/** Nothing where nothing waits. */
export function circuitsSection(circuits: readonly OpenCircuit[]): Html {
  if (circuits.length === 0) return html``
  const rows = circuits.map(
    (circuit) => html`<tr>
${cell('Since', time(circuit.openedAt))}
${cell('Who waits', html`<code>${circuit.scope}</code>`)}
${cell('Why', reason(circuit))}
${cell('Next try', time(circuit.until))}
</tr>`,
  )
  return html`<h2>Stopped</h2>
${table(['Since', 'Who waits', 'Why', 'Next try'], rows)}`
}
