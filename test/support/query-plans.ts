import type pg from 'pg'

/** A statement as it went to Postgres. */
export interface Recorded {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A scan in a plan. */
export interface PlanNode {
  readonly type: string
  readonly table: string
}

/** A pool that keeps every statement with its parameters, from clients and from itself. */
export function recordQueries(pool: pg.Pool): {
  readonly recorded: readonly Recorded[]
  readonly recordingPool: pg.Pool
} {
  const recorded: Recorded[] = []
  const keep = (args: readonly unknown[]): void => {
    const [first, parameters] = args
    const sql = typeof first === 'string' ? first : Reflect.get(Object(first), 'text')
    const values: unknown = parameters ?? Reflect.get(Object(first), 'values')
    if (typeof sql === 'string' && /^\s*(select|insert|update|delete|with)\b/i.test(sql)) {
      recorded.push({ sql, parameters: Array.isArray(values) ? values : [] })
    }
  }
  const spy = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function') return member
        return (...args: unknown[]) => {
          if (name === 'query') keep(args)
          const result: unknown = Reflect.apply(member, object, args)
          if (name !== 'connect' || !(result instanceof Promise)) return result
          return result.then((client: object) => spy(client))
        }
      },
    })
  return { recorded, recordingPool: spy(pool) }
}

/** Every scan in the plan of `query`, as Postgres would run it now. */
export async function plannedNodes(pool: pg.Pool, query: Recorded): Promise<readonly PlanNode[]> {
  const explained = await pool.query(`EXPLAIN (FORMAT JSON) ${query.sql}`, [...query.parameters])
  const nodes: PlanNode[] = []
  collect(explained.rows[0]?.['QUERY PLAN'], nodes)
  return nodes
}

function collect(value: unknown, nodes: PlanNode[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, nodes)
  else if (typeof value === 'object' && value !== null) {
    const fields = new Map<string, unknown>(Object.entries(value))
    const [type, table] = [fields.get('Node Type'), fields.get('Relation Name')]
    if (typeof type === 'string')
      nodes.push({ type, table: typeof table === 'string' ? table : '' })
    for (const child of fields.values()) collect(child, nodes)
  }
}
