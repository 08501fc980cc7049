import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MetricDefinition, METRICS } from '../../src/ops/metric-definitions.ts'
import { createMetrics } from '../../src/ops/metrics.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'
import { ROOT } from '../tooling/lint.ts'

const definitions: readonly MetricDefinition[] = Object.values(METRICS)
const names = new Set(definitions.map(({ name }) => name))

describe('metrics', () => {
  it('are registered, defined and documented alike, none missing on either side', async () => {
    const text = await createMetrics().text()
    const registered = [...text.matchAll(/^# TYPE (doorkey_\w+) (\w+)$/gm)]
    expect(new Set(registered.map(([, name]) => name))).toEqual(names)
    const page = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8')
    const documented = [...page.matchAll(/^\| `(doorkey_\w+)` \| (\w+) \|/gm)]
    expect(new Set(documented.map(([, name]) => name))).toEqual(names)
    const kinds = (rows: readonly RegExpExecArray[]) =>
      Object.fromEntries(rows.map(([, name, kind]) => [name, kind]))
    expect(kinds(registered)).toEqual(kinds(documented))
  })

  it('are named by the conventions of Prometheus', () => {
    expect(names.size).toBeGreaterThan(10)
    const odd = definitions.filter(
      ({ kind, name, unit }) =>
        name.endsWith('_total') !== (kind === 'counter') ||
        name.endsWith('_seconds') !== (unit === 'seconds'),
    )
    expect(odd).toEqual([])
  })
})

describe('after a journey', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem({ queue: 'postgres' })
  })
  afterAll(() => system.close())

  it('no label holds an address or an id, and each call has its time', async () => {
    const ada = newcomer()
    system.ses.faults.next({ kind: 'error', code: 'Throttling', status: 400, message: ada.email })
    await system.post('demo', ada)
    await system.settled({ hurries: true })
    const text = await (await fetch(`${system.app.url}/metrics`)).text()
    for (const [call, target] of [
      ['set-password', 'demo'],
      ['render', 'password-issued'],
      ['send', 'ses'],
    ]) {
      const count = `_count{call="${call}",target="${target}",outcome="ok"} 1`
      expect(text).toContain(`doorkey_call_duration_seconds${count}`)
    }
    expect(text).toMatch(/doorkey_failures_total\{job="send-email",code="TRANSPORT_\w+"\} 1/)
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => ({
      name,
      value,
    }))
    expect(labels.length).toBeGreaterThan(100)
    const bad = labels.filter(
      ({ value = '' }) => /@|%40|[a-z]{3,4}_[0-9a-f]{8}-/.test(value) || value.includes(ada.userId),
    )
    expect(bad).toEqual([])
  })
})
