import type { Fault } from '../config/faults.ts'
import { LIFECYCLE_EVENTS, type LifecycleType } from '../lifecycle/catalogue.ts'
import type { LifecycleEvent } from '../lifecycle/lifecycle-event.ts'

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
const TIMEOUT_SECONDS = { min: 1, max: 45, default: 15 } as const

/** A developer's own code that is told what happens. */
export interface AutomationInput<Type extends LifecycleType = LifecycleType> {
  /** a–z, 0–9 and -; its deliveries go by it, so a new name is a new automation. */
  readonly name: string
  /** What it is told of. */
  readonly on: Type | readonly Type[]
  /**
   * Runs in a thread of its own. A rejection is tried again over 28 hours, as is a try whose process
   * died, so the same `event.id` may come twice.
   */
  run(event: LifecycleEvent<Type>): Promise<unknown>
  /** 1–45; default 15. A run that takes longer is stopped, with its thread. */
  readonly timeoutSeconds?: number
}

/** An automation after validation. */
export interface Automation {
  readonly name: string
  readonly on: readonly LifecycleType[]
  readonly timeoutMs: number
  run(event: LifecycleEvent): Promise<unknown>
}

/** Gives an automation its types; it goes into `automations` of the configuration. */
export function defineAutomation<const Type extends LifecycleType>(
  input: AutomationInput<Type>,
): AutomationInput {
  return { ...input, run: (event) => input.run(narrowed(event)) }

  function narrowed(event: LifecycleEvent<LifecycleType>): LifecycleEvent<Type> {
    const { type } = event
    if (!isOf(type)) throw new Error(`${input.name}: expected ${String(input.on)}, got ${type}`)
    return { ...event, type }
  }

  function isOf(type: LifecycleType): type is Type {
    return listOf<string>(input.on).includes(type)
  }
}

/** Checks the automations and fills in their defaults; what is wrong goes to `report`. */
export function readAutomations(
  inputs: readonly AutomationInput[],
  report: (fault: Fault) => void,
): readonly Automation[] {
  const known = new Set<string>(LIFECYCLE_EVENTS.map(({ type }) => type))
  const names = new Set<string>()
  return inputs.map(({ name, on, run, timeoutSeconds = TIMEOUT_SECONDS.default }, index) => {
    const at = (key: string) => `automations[${index}].${key}`
    const types = listOf(on)
    const unknown = types.filter((type) => !known.has(type))
    if (!NAME.test(name)) {
      report({
        path: at('name'),
        expected: 'a–z, 0–9 and -, at most 63 characters',
        got: 'another',
      })
    }
    if (names.has(name)) {
      report({ path: at('name'), expected: 'a name of its own', got: `${name} twice` })
    }
    names.add(name)
    if (types.length === 0 || unknown.length > 0) {
      const expected = `some of ${[...known].join(', ')}`
      report({ path: at('on'), expected, got: unknown.join(', ') || 'none' })
    }
    if (typeof run !== 'function') report({ path: at('run'), expected: 'a function', got: 'none' })
    const { min, max } = TIMEOUT_SECONDS
    if (!(timeoutSeconds >= min && timeoutSeconds <= max)) {
      const expected = `a number from ${min} to ${max}`
      report({ path: at('timeoutSeconds'), expected, got: String(timeoutSeconds) })
    }
    return { name, on: types, timeoutMs: timeoutSeconds * 1_000, run: (event) => run(typed(event)) }
  })
}

function typed(event: LifecycleEvent): LifecycleEvent<LifecycleType> {
  const found = LIFECYCLE_EVENTS.find(({ type }) => type === event.type)
  if (!found) throw new Error(`automation: expected an event of the catalogue, got ${event.type}`)
  return { ...event, type: found.type }
}

function listOf<T extends string>(on: T | readonly T[]): readonly T[] {
  return typeof on === 'string' ? [on] : on
}
