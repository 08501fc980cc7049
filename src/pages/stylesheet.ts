/** The look of every page: system fonts, light and dark, 360 px and up, either direction. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --text: #1c2330; --muted: #596275; --line: #d8dce4;
  --accent: #1a56db; --on-accent: #fff; --bad: #b3261e; --bad-soft: #fdeceb;
  --good: #0b6b3a; --good-soft: #e6f5ec; --warn: #7a4b00; --warn-soft: #fdf1dc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151c; --card: #1a202b; --text: #e8ebf1; --muted: #a2abbd; --line: #343c4b;
    --bad: #ffb4ab; --bad-soft: #3b1d1b; --good: #8fdcb0; --good-soft: #14301f;
    --warn: #f4c77c; --warn-soft: #33260f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main { width: 100%; max-width: 27rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main.wide { max-width: 76rem; }
@media (min-width: 40rem) { main:not(.wide) { padding-block-start: 10vh; } }
.brand { margin: 1.5rem 0 1.25rem; font-weight: 650; font-size: 1.125rem; }
.brand::before {
  content: ""; display: inline-block; inline-size: .75rem; block-size: .75rem;
  margin-inline-end: .5rem; border-radius: .25rem; background: var(--accent);
}
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: .875rem;
  padding: 1.5rem 1.25rem;
}
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
h2 { margin: 2rem 0 .75rem; font-size: 1.0625rem; }
p { margin: 0 0 1rem; }
.card > :last-child, form > :last-child { margin-block-end: 0; }
.muted { color: var(--muted); }
label { display: block; margin-block-end: .375rem; font-weight: 600; }
.field { margin-block-end: 1.25rem; }
.hint { margin: .375rem 0 0; color: var(--muted); font-size: .875rem; }
input[type=text], input[type=password] {
  width: 100%; min-height: 2.875rem; padding: .5rem .75rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--muted); border-radius: .5rem;
}
input[aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
.secret { direction: ltr; }
[dir=rtl] .secret { text-align: right; }
button, .button {
  display: inline-block; width: 100%; min-height: 2.875rem; padding: .625rem 1.25rem; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid transparent;
  border-radius: .5rem;
}
button:disabled { opacity: .6; cursor: progress; }
button.quiet {
  width: auto; min-height: 2.25rem; padding: .25rem .75rem; font-weight: 500; font-size: .875rem;
  color: var(--text); background: transparent; border-color: var(--line);
}
.field button.quiet { margin-block-start: .5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (prefers-color-scheme: dark) { :focus-visible { outline-color: #fff; } }
.notice { padding: .75rem 1rem; border-radius: .5rem; margin-block-end: 1.25rem; }
.notice.bad { color: var(--bad); background: var(--bad-soft); }
.notice ul { margin: .25rem 0 0; padding-inline-start: 1.25rem; }
.notice p { margin: 0; }
[hidden] { display: none !important; }
`

/** What only the console needs: tables that become cards on a narrow screen, counts, states. */
export const CONSOLE_STYLESHEET = `
header {
  display: flex; align-items: center; justify-content: space-between; gap: 1rem;
  margin-block-end: 1.25rem;
}
header h1 { margin: 0; }
nav { display: flex; align-items: center; gap: 1rem; font-size: .875rem; }
a { color: inherit; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; padding: 0; list-style: none; }
.counts li {
  padding: .5rem .875rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .625rem;
}
.counts b { display: block; font-size: 1.25rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.table { background: var(--card); border: 1px solid var(--line); border-radius: .875rem; overflow: hidden; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .625rem .875rem; text-align: start; vertical-align: top; }
th { color: var(--muted); font-weight: 500; white-space: nowrap; }
tbody tr { border-block-start: 1px solid var(--line); }
td { overflow-wrap: break-word; }
.reason { color: var(--muted); overflow-wrap: anywhere; }
.id, time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-weight: 600; font-size: .8125rem; background: var(--page); white-space: nowrap; }
.state.good { color: var(--good); background: var(--good-soft); }
.state.warn { color: var(--warn); background: var(--warn-soft); }
.state.bad { color: var(--bad); background: var(--bad-soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (min-width: 46.01rem) {
  .table { overflow-x: auto; }
  td bdi { white-space: nowrap; }
}
@media (max-width: 46rem) {
  thead { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { padding: .625rem 0; }
  td { display: flex; gap: .75rem; padding: .1875rem .875rem; }
  td::before { content: attr(data-label); flex: 0 0 5.5rem; color: var(--muted); }
  td:not(:has(*)) { display: none; }
  td > div { min-width: 0; }
  .id, time { white-space: normal; }
}
`
