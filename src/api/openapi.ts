import type { TSchema } from 'typebox'
import { ERROR_CODES, type ErrorCode } from '../core/error-codes.ts'
import { SCOPES } from '../operators/scopes.ts'
import type { ApiAnswer, DescribedRoute } from './api-route.ts'
import { ErrorSchema } from './error-schema.ts'

/** What may be answered to any request. */
const COMMON_ERRORS: readonly ErrorCode[] = [
  'UNAUTHORIZED',
  'FORBIDDEN',
  'REQUEST_INVALID',
  'RATE_LIMITED',
  'CLIENT_THROTTLED',
  'DATABASE_UNREACHABLE',
]
const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same request under the same key again changes nothing and gives the same answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

/** JSON. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type JsonObject = { readonly [name: string]: Json }

/** The OpenAPI 3.1 document of these routes. `url` is where Doorkey is reached from outside. */
export function openApiDocument(
  routes: readonly DescribedRoute[],
  { url, version }: { readonly url: string; readonly version: string },
): JsonObject {
  const paths = new Map<string, Record<string, Json>>()
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    const methods = paths.get(path) ?? {}
    methods[route.method.toLowerCase()] = operation(route)
    paths.set(path, methods)
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Doorkey', version, description: DESCRIPTION },
    servers: [{ url }],
    security: [{ operatorKey: [] }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
  }
  const schemas: Record<string, Json> = {}
  const whole = withNamedSchemas(document, schemas)
  const security = { operatorKey: { type: 'http', scheme: 'bearer', description: SCOPE_TEXT } }
  return { ...asObject(whole), components: { schemas, securitySchemes: security } }
}

const DESCRIPTION = `Lists are newest first, \`limit\` rows at a time, and \`nextCursor\` asks for the next ones.
Times are RFC 3339 in UTC. Each key may ask 1,200 times a minute.`

const SCOPE_TEXT = [
  'An operator key, `dk_…`. Its scopes:',
  ...Object.entries(SCOPES).map(([scope, meaning]) => `- \`${scope}\`: ${meaning}`),
].join('\n')

function operation(route: DescribedRoute): Json {
  const description = [route.description, `Needs the scope \`${route.scope}\`.`].filter(Boolean)
  return {
    operationId: route.id,
    tags: [tagOf(route)],
    summary: route.summary,
    description: description.join('\n\n'),
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...(route.isIdempotent ? [IDEMPOTENCY] : []),
    ],
    ...(route.body && { requestBody: { required: true, content: jsonContent(route.body) } }),
    responses: { ...answersOf(route), ...errorsOf(route) },
  }
}

/** `/v1/events/:id` belongs to `events`. */
function tagOf({ path }: DescribedRoute): string {
  return path.split('/')[2] ?? 'v1'
}

function parameters(place: 'path' | 'query', schema: TSchema | undefined): readonly Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = asFields(schema)
  return Object.entries(asObject(properties)).map(([name, property]) => {
    const { description, ...rest } = asObject(property)
    return {
      name,
      in: place,
      required: place === 'path' || (Array.isArray(required) && required.includes(name)),
      ...(description !== undefined && { description }),
      schema: rest,
    }
  })
}

function answersOf({ answers }: DescribedRoute): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema }]: [string, ApiAnswer]) => [
      status,
      { description, content: jsonContent(schema) },
    ]),
  )
}

/** Errors of one status share an answer, which lists their codes. */
function errorsOf({ errors = [], answers }: DescribedRoute): Record<string, Json> {
  const byStatus = new Map<number, string[]>()
  for (const code of [...COMMON_ERRORS, ...errors]) {
    const { status, publicCode } = ERROR_CODES[code]
    if (Object.hasOwn(answers, status)) continue
    const codes = byStatus.get(status) ?? []
    if (!codes.includes(publicCode)) codes.push(publicCode)
    byStatus.set(status, codes)
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: jsonContent(ErrorSchema),
      },
    ]),
  )
}

function jsonContent(schema: TSchema): Json {
  return { 'application/json': { schema: asFields(schema) } }
}

/** A schema with a title becomes a named one, once, so that generated clients have a type for it. */
function withNamedSchemas(value: Json, schemas: Record<string, Json>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withNamedSchemas(item, schemas))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    withNamedSchemas(inner, schemas),
  ])
  const whole = Object.fromEntries(entries)
  const { title } = whole
  if (typeof title !== 'string' || !('type' in whole || 'anyOf' in whole)) return whole
  schemas[title] = whole
  return { $ref: `#/components/schemas/${title}` }
}

/** A TypeBox schema is JSON Schema once what is not JSON has gone. */
function asFields(schema: TSchema): JsonObject {
  const json: Json = JSON.parse(JSON.stringify(schema))
  return asObject(json)
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
