import {
  alternatives,
  CHARACTER_CLASSES,
  describeSets,
  type RequiredSet,
} from './character-sets.ts'
import { type PasswordPolicy, POLICY } from './policy.ts'

/** A rule, and a policy in which it does not bind. */
interface Rule {
  readonly name: string
  readonly without: (policy: PasswordPolicy) => PasswordPolicy
}

/**
 * The fewest rules of an unsatisfiable `policy` that cannot hold together, by name: each stays out if
 * there is a conflict without it.
 */
export function conflictIn(
  policy: PasswordPolicy,
  isSatisfiable: (policy: PasswordPolicy) => boolean,
): string {
  let left = policy
  const names: string[] = []
  for (const { name, without } of rulesOf(policy)) {
    const fewer = without(left)
    if (isSatisfiable(fewer)) names.push(name)
    else left = fewer
  }
  if (policy.format === 'words') names.push("`format` 'words'")
  return names.join(', ')
}

function rulesOf(policy: PasswordPolicy): readonly Rule[] {
  const required = policy.required ?? (policy.allowed ? [] : (['lower', 'upper', 'digit'] as const))
  const { allowed, separator, maxConsecutive, minLength, maxLength } = policy
  const bounds: readonly (readonly [string, unknown, Partial<PasswordPolicy>])[] = [
    ['allowed', allowed, { allowed: CHARACTER_CLASSES }],
    ['separator', separator, { separator: POLICY.separator }],
    ['maxConsecutive', maxConsecutive, { maxConsecutive: POLICY.maxLengthMax }],
    ['minLength', minLength, { minLength: POLICY.minLengthMin }],
    ['maxLength', maxLength, { maxLength: POLICY.maxLengthMax }],
  ]
  return [
    ...required.map((one: RequiredSet) => ({
      name: `\`required\` ${typeof one === 'string' ? one : describeSets(alternatives(one))}`,
      without: (left: PasswordPolicy) => ({
        ...left,
        required: (left.required ?? required).filter((other) => other !== one),
      }),
    })),
    ...bounds
      .filter(([, value]) => value !== undefined)
      .map(([name, , relaxed]) => ({
        name: `\`${name}\``,
        without: (left: PasswordPolicy) => ({ ...left, ...relaxed }),
      })),
    ...(policy.excludedWords ?? []).map((word) => ({
      name: `\`excludedWords\` ${JSON.stringify(word)}`,
      without: (left: PasswordPolicy) => ({
        ...left,
        excludedWords: (left.excludedWords ?? []).filter((other) => other !== word),
      }),
    })),
  ]
}
