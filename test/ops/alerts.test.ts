import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../../src/ops/metrics.ts'
import { createTestDatabase } from '../support/database.ts'
import { ROOT } from '../tooling/lint.ts'

const Alert = Type.Object({
  alert: Type.String({ pattern: '^Doorkey[A-Z]' }),
  expr: Type.String({ minLength: 1 }),
  for: Type.String({ pattern: '^\\d+m$' }),
  labels: Type.Object({ severity: Type.Enum(['warning', 'critical']) }),
  annotations: Type.Object({ summary: Type.String({ minLength: 1 }), runbook_url: Type.String() }),
})
const File = Type.Object({
  groups: Type.Array(Type.Object({ name: Type.String(), rules: Type.Array(Alert) })),
})

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const rules = Value.Parse(File, parse(text('deploy/prometheus/alerts.yaml'))).groups.flatMap(
  (group) => group.rules,
)
const runbook = text('docs/runbook.md')

describe('alerts', () => {
  it('have a section of the runbook each, and each section its alert', () => {
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
    expect(sections.length).toBeGreaterThan(5)
    expect(rules.map(({ alert }) => alert)).toEqual(sections)
    const urls = sections.map((name) => `docs/runbook.md#${name?.toLowerCase()}`)
    expect(rules.map(({ annotations }) => annotations.runbook_url)).toEqual(urls)
    for (const part of ['It means', 'Users see', 'Look', 'Fix', 'Over when']) {
      expect(runbook.split(`- **${part}:** `)).toHaveLength(sections.length + 1)
    }
  })

  it('are looked into by SQL that runs on the present schema', async () => {
    const statements = [...runbook.matchAll(/`(SELECT [^`]+;)`/g)].map(([, sql = '']) => sql)
    expect(statements.length).toBeGreaterThan(5)
    const { pool, close } = await createTestDatabase()
    try {
      for (const statement of statements) await pool.query(statement)
    } finally {
      await close()
    }
  })
})

describe('alerts and dashboard', () => {
  const Dashboard = Type.Object({
    panels: Type.Array(Type.Object({ targets: Type.Array(Type.Object({ expr: Type.String() })) })),
  })
  const { panels } = Value.Parse(Dashboard, JSON.parse(text('deploy/grafana/doorkey.json')))
  const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))

  it('ask only for metrics that are registered, and each query for one', async () => {
    const known = await createMetrics().text()
    const queries = [
      ...shown,
      ...rules.map(({ expr }) => expr).filter((expr) => !/^up\b/.test(expr)),
    ]
    expect(queries.length).toBeGreaterThan(15)
    const absent = queries.filter((query) => {
      const names = query.match(/\bdoorkey_\w+/g) ?? []
      const isKnown = (name: string) =>
        known.includes(`# TYPE ${name.replace(/_(bucket|sum|count)$/, '')} `)
      return names.length === 0 || !names.every(isKnown)
    })
    expect(absent).toEqual([])
  })
})
