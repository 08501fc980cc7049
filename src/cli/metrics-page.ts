import { type MetricDefinition, METRICS } from '../ops/metric-definitions.ts'

/** `docs/metrics.md`: every metric, its type, unit, labels and meaning. */
export function metricsPage(): string {
  const definitions: readonly MetricDefinition[] = Object.values(METRICS)
  const rows = definitions.map(({ name, kind, unit, labels, help }) => {
    const names = labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${kind} | ${unit} | ${names} | ${help} |`
  })
  return `# Metrics

Generated from \`src/ops/metric-definitions.ts\` by \`npm run generate\`.

\`GET /metrics\` answers in Prometheus' text format. Counters and histograms are each process's own; add
them up. Gauges of queues, due rows, circuits, quota and suppressions are read from the database and
the queue for each scrape, so every process shows the same: take the \`max\`. Labels hold names and
codes, never an address or an id.

| name | type | unit | labels | meaning |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Beside these there are those of the process, as \`prom-client\` names them: \`process_cpu_seconds_total\`,
\`process_resident_memory_bytes\`, \`nodejs_eventloop_lag_seconds\` and others.
`
}
