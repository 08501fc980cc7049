import type { Source } from '../config/doorkey-config.ts'
import { type PasswordPolicy, POLICY } from '../credentials/policy.ts'

/** What a page may show before it knows whose it is. */
export interface CommonTraits {
  readonly brand?: { readonly name: string; readonly color: string }
  /** Without the words that it excludes. */
  readonly policy?: PasswordPolicy
}

/**
 * What all `sources` share, and so tells nothing about one of them: the brand where there is only
 * one, the rules for typed passwords where they are the same.
 */
export function commonTraits(sources: ReadonlyMap<string, Source>): CommonTraits {
  const all = [...sources.values()]
  const brand = same(all.map(({ brand: { name, color } }) => ({ name, color })))
  const policy = same(all.map((one) => typedRules(one.policy)))
  return { ...(brand && { brand }), ...(policy && { policy }) }
}

function typedRules({ minLength = POLICY.minLength, required = [] }: PasswordPolicy) {
  return { minLength, required: sorted(required) }
}

/** In one order, however a policy was written; sets are objects too. */
function sorted(required: NonNullable<PasswordPolicy['required']>): typeof required {
  const byText = new Map(required.map((one) => [JSON.stringify(one), one]))
  return [...byText].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one)
}

function same<T>(values: readonly T[]): T | undefined {
  const texts = values.map((value) => JSON.stringify(value))
  return new Set(texts).size === 1 ? values[0] : undefined
}
