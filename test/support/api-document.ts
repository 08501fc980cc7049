/** One route of `/v1`, read from the OpenAPI document that a running Doorkey serves. */
export interface Operation {
  readonly id: string
  readonly method: string
  /** With `{name}` where a parameter stands. */
  readonly path: string
  readonly scope: string
  /** The schema of one answer, with all named schemas inside; throws where there is none. */
  answerSchema(status: number): object
}

export interface CallOptions {
  readonly key?: string | undefined
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

export type Call = (
  operation: Operation,
  options: CallOptions,
) => Promise<{ status: number; json: Readonly<Record<string, unknown>> }>

type Json = Readonly<Record<string, unknown>>

/** Reads `/openapi.json`. */
export async function openDocument(baseUrl: string): Promise<readonly Operation[]> {
  const document: Json = Object(await (await fetch(`${baseUrl}/openapi.json`)).json())
  const components = document['components']
  return Object.entries(inside(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(Object(methods)).map(([method, operation]) => ({
      id: String(Object(operation)['operationId']),
      method: method.toUpperCase(),
      path,
      scope: /Needs the scope `(\w+)`/.exec(String(Object(operation)['description']))?.[1] ?? '',
      answerSchema(status: number) {
        const answer = inside(Object(operation), 'responses')[String(status)]
        const schema = inside(
          inside(inside(Object(answer), 'content'), 'application/json'),
          'schema',
        )
        return { ...schema, components }
      },
    })),
  )
}

/** Calls an operation; parameters that are not given are `x`. */
export async function callApi(
  baseUrl: string,
  operation: Operation,
  { key, params = {}, query = {}, body }: CallOptions,
): Promise<{ status: number; json: Json }> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? 'x'),
  )
  const search = new URLSearchParams(query).toString()
  const response = await fetch(`${baseUrl}${path}${search && `?${search}`}`, {
    method: operation.method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(operation.method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(operation.method === 'POST' && { body: JSON.stringify(body ?? {}) }),
  })
  return { status: response.status, json: Object(await response.json()) }
}

function inside(value: Json, name: string): Json {
  return Object(value[name])
}
