import { inspect } from 'node:util'

const MASK = '[secret]'

/**
 * A value that prints `[secret]` in logs, JSON, templates and errors. `reveal()` is called only by
 * the outbound HTTP client, the sealer, the hasher, the renderer and the page that answers a reveal.
 */
export class Secret<T extends string | Buffer = string> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  reveal(): T {
    return this.#value
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}
