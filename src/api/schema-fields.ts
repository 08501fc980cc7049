import type { TSchema } from 'typebox'

/** One field of a body, as a person reads it. */
export interface Field {
  /** Dotted, with `[]` for the members of a list: `error.refusals[].code`. */
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly description: string | undefined
}

/** What of JSON Schema our schemas use. */
interface Node {
  readonly type?: string
  readonly const?: string
  readonly enum?: readonly string[]
  readonly format?: string
  readonly anyOf?: readonly Node[]
  readonly items?: Node
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly description?: string
}

/** The fields of a schema, those of objects inside it after their own. */
export function fieldsOf(schema: TSchema): readonly Field[] {
  const node: Node = JSON.parse(JSON.stringify(schema))
  return inside(node, '')
}

function inside(node: Node, prefix: string): readonly Field[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, property]) => {
    const isRequired = node.required?.includes(name) ?? false
    const { description } = property
    const own = { name: `${prefix}${name}`, type: typeOf(property), isRequired, description }
    return [own, ...nested(property, own.name)]
  })
}

function nested(node: Node, name: string): readonly Field[] {
  if (node.anyOf) return node.anyOf.flatMap((choice) => nested(choice, name))
  if (node.items) return inside(node.items, `${name}[].`)
  return inside(node, `${name}.`)
}

function typeOf(node: Node): string {
  if (node.anyOf) return node.anyOf.map(typeOf).join(' or ')
  if (node.enum) return node.enum.map((word) => JSON.stringify(word)).join(', ')
  if (node.const !== undefined) return JSON.stringify(node.const)
  if (node.items) return `list of ${typeOf(node.items)}`
  return node.format ?? node.type ?? 'any'
}
