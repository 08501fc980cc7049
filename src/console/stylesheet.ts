/** What only the console needs: tables that become cards on a narrow screen, counts, states. */
export const CONSOLE_STYLESHEET = `
header {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 1.5rem;
  margin-block-end: 1.75rem;
}
header h1 { margin: 0; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; font-size: .875rem; }
.counts {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .75rem;
  margin: 0; padding: 0; list-style: none; }
.counts li {
  padding: .875rem 1.125rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem;
}
.counts b {
  display: block; margin-block-end: .25rem; font-size: 1.5rem; line-height: 1.2; font-weight: 650;
  font-variant-numeric: tabular-nums;
}
.table {
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem; overflow: hidden;
  box-shadow: var(--shadow);
}
table { inline-size: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .8125rem 1.125rem; text-align: start; vertical-align: top; }
th { padding-block: .6875rem; color: var(--muted); font-weight: 500; font-size: .8125rem; white-space: nowrap; }
tbody tr { border-block-start: 1px solid var(--line); }
td { overflow-wrap: break-word; }
td > div > div + div { margin-block-start: .75rem; }
.reason { margin-block-start: .25rem; color: var(--muted); overflow-wrap: anywhere; }
.reason em { display: block; font-style: normal; color: var(--text); }
.id, time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.state {
  display: inline-block; padding: .0625rem .5625rem; border-radius: 1rem; background: var(--page);
  color: var(--muted); font-weight: 600; font-size: .78125rem; white-space: nowrap;
}
.state.good { color: var(--good); background: var(--good-soft); }
.state.warn { color: var(--warn); background: var(--warn-soft); }
.state.bad { color: var(--bad); background: var(--bad-soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .625rem 2rem; margin: 0; font-size: .9375rem; }
dt { color: var(--muted); }
dd { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
@media (min-width: 46.01rem) {
  .table { overflow-x: auto; }
  td bdi { white-space: nowrap; }
  td:last-child { min-inline-size: 16rem; }
}
@media (max-width: 46rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-block-end: .75rem; }
  dd:last-child { margin: 0; }
  thead { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { padding: .75rem 0; }
  td { display: flex; gap: .75rem; padding: .25rem 1rem; }
  .reason code { font-size: .75rem; }
  td::before { content: attr(data-label); flex: 0 0 4.5rem; color: var(--muted); }
  td:not(:has(*)) { display: none; }
  td > div { min-inline-size: 0; }
  .id, time { white-space: normal; }
}
`
