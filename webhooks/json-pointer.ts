const POINTER = /^(\/([^~/]|~[01])*)+$/

/** Whether `text` is a JSON Pointer (RFC 6901) to something inside a document. */
export function isPointer(text: unknown): text is string {
  return typeof text === 'string' && POINTER.test(text)
}

/** What stands at `pointer`; `undefined` where there is nothing. */
export function readPointer(document: unknown, pointer: string): unknown {
  let value = document
  for (const name of namesOf(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Array.isArray(value) && !/^(0|[1-9][0-9]*)$/.test(name) ? undefined : own(value, name)
  }
  return value
}

/** The smallest document that has these values, each at its pointer; later ones win. */
export function buildDocument(values: readonly (readonly [string, unknown])[]): unknown {
  const root = new Map<string, unknown>()
  for (const [pointer, value] of values) {
    const names = namesOf(pointer)
    const last = names.pop() ?? ''
    let node = root
    for (const name of names) {
      const next = node.get(name)
      const child = next instanceof Map ? next : new Map<string, unknown>()
      node.set(name, child)
      node = child
    }
    node.set(last, value)
  }
  return plain(root)
}

/** Numbers as names become a list's places where they count from 0. */
function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value
  const entries = [...value].map(([name, child]) => [String(name), plain(child)] as const)
  const isList = entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, child]) => child) : Object.fromEntries(entries)
}

function namesOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Own properties only: `/constructor` must not be found in every document. */
function own(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value
}
