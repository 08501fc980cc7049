import { AppError } from '../core/app-error.ts'
import {
  alternatives,
  CHARACTER_CLASSES,
  type CharacterClass,
  type CharacterSet,
} from './character-sets.ts'
import { lengthsOf, type PasswordPolicy, POLICY } from './policy.ts'

/** What Apple calls the classes, https://developer.apple.com/password-rules/, read 2026-11. */
const CLASS_OF: ReadonlyMap<string, CharacterClass> = new Map([
  ['lower', 'lower'],
  ['upper', 'upper'],
  ['digit', 'digit'],
  ['special', 'symbol'],
])
/** Every printable ASCII character, or every character at all. */
const ANY = ['ascii-printable', 'unicode'] as const
type Any = (typeof ANY)[number]

/** Longer texts are no rules. */
const TEXT_LENGTH_MAX = 2_000
const RULE = /^([a-z-]+)\s*:\s*(.*)$/is
/** One character of a class in brackets; `]` stands for itself where another one closes. */
const VALUE = /^(?:([a-z-]+)|\[(\]?[^\]]*\]?)\])\s*(?:,\s*|$)/i

/**
 * The policy that a text in Apple's `passwordrules` syntax asks for, as sites and directories publish
 * it: `minlength: 20; required: lower; required: upper, digit; allowed: [-_]; max-consecutive: 2`.
 * Several `required` are all needed, of one list any will do. Without `allowed` only what is required
 * may occur, and without either all of ASCII. A shorter minimum than ours gives way to ours. Throws
 * `POLICY_UNSATISFIABLE` for a text that is not understood to its end, and names the rule.
 */
export function passwordRules(text: string): PasswordPolicy {
  if (text.length > TEXT_LENGTH_MAX) throw refused('at most 2,000 characters', 'more')
  const read = new Rules()
  for (const rule of splitRules(text)) {
    const [, name = '', value = ''] = RULE.exec(rule) ?? []
    read.add(name.toLowerCase(), value.trim(), rule)
  }
  return read.toPolicy()
}

/** Gathers rules; of two lengths the stricter one counts. */
class Rules {
  readonly #required: (readonly CharacterSet[])[] = []
  readonly #allowed: CharacterSet[] = []
  #isAny: Any | undefined
  #min: number | undefined
  #max: number | undefined
  #consecutive: number | undefined

  add(name: string, value: string, rule: string): void {
    switch (name) {
      case 'minlength':
        this.#min = Math.max(this.#min ?? 0, readWhole(value, rule))
        return
      case 'maxlength':
        this.#max = Math.min(this.#max ?? Infinity, readWhole(value, rule))
        return
      case 'max-consecutive':
        this.#consecutive = Math.min(this.#consecutive ?? Infinity, readWhole(value, rule))
        return
      case 'required':
        return this.#addSets(readSets(value, rule), true)
      case 'allowed':
        return this.#addSets(readSets(value, rule), false)
      default:
        throw refused('minlength, maxlength, max-consecutive, required or allowed', show(rule))
    }
  }

  #addSets(sets: readonly (CharacterSet | Any)[], isRequired: boolean): void {
    const any = sets.filter(isAny)
    // Any character will do, so that nothing is required.
    if (any.includes('unicode')) this.#isAny = 'unicode'
    else if (any.length > 0) this.#isAny ??= 'ascii-printable'
    const some = sets.filter((set): set is CharacterSet => !isAny(set))
    if (!isRequired) this.#allowed.push(...some)
    else if (any.length === 0) this.#required.push(some)
  }

  toPolicy(): PasswordPolicy {
    const lists = new Map(this.#required.map((sets) => [JSON.stringify(sets), sets]))
    const required = Array.from(lists.values(), (sets) =>
      sets.length === 1 ? (sets[0] ?? sets) : sets,
    )
    const isOpen = required.length === 0 && this.#allowed.length === 0
    const isAscii = this.#isAny === 'ascii-printable' || (isOpen && this.#isAny === undefined)
    const allowed = isAscii ? CHARACTER_CLASSES : uniqueSets(this.#allowed)
    return {
      ...(this.#min !== undefined && { minLength: Math.max(this.#min, POLICY.minLengthMin) }),
      ...(this.#max !== undefined && { maxLength: Math.min(this.#max, POLICY.maxLengthMax) }),
      ...(this.#consecutive !== undefined && { maxConsecutive: this.#consecutive }),
      required,
      ...(this.#isAny !== 'unicode' && { allowed }),
    }
  }
}

/**
 * `policy` in Apple's syntax, for the attribute `passwordrules` of a password field: what password
 * managers suggest is then accepted. Excluded words, strength and history have no words there.
 */
export function toPasswordRules(policy: PasswordPolicy): string {
  const { min, max } = lengthsOf(policy)
  const { maxConsecutive, required = [], allowed } = policy
  const rules = [
    `minlength: ${min}`,
    `maxlength: ${max}`,
    ...(maxConsecutive === undefined ? [] : [`max-consecutive: ${maxConsecutive}`]),
    ...required.map((one) => `required: ${alternatives(one).map(writeSet).join(', ')}`),
  ]
  if (allowed === undefined) rules.push('allowed: unicode')
  else if (CHARACTER_CLASSES.every((one) => allowed.includes(one))) {
    rules.push('allowed: ascii-printable')
  } else if (allowed.length > 0) rules.push(`allowed: ${allowed.map(writeSet).join(', ')}`)
  return `${rules.join('; ')};`
}

/** At each semicolon that is in no brackets. */
function splitRules(text: string): readonly string[] {
  const rules = text.match(/(?:\[\]?[^\]]*\]+|[^;[])+|\[[^;]*/g) ?? []
  return rules.map((rule) => rule.trim()).filter((rule) => rule !== '')
}

function readSets(value: string, rule: string): readonly (CharacterSet | Any)[] {
  const sets: (CharacterSet | Any)[] = []
  let rest = value
  while (rest !== '' || sets.length === 0) {
    const [whole = '', name, characters] = VALUE.exec(rest) ?? []
    const set = name === undefined ? readCustom(characters) : readNamed(name.toLowerCase())
    if (whole === '' || set === undefined) {
      throw refused('classes that are known, or [characters]', show(rule))
    }
    sets.push(set)
    rest = rest.slice(whole.length)
  }
  return sets
}

function readNamed(name: string): CharacterSet | Any | undefined {
  return CLASS_OF.get(name) ?? ANY.find((any) => any === name)
}

/** A `-` inside would read as a range, which the syntax does not have; elsewhere it is dropped. */
function readCustom(characters: string | undefined): CharacterSet | undefined {
  if (characters === undefined || !/^[ -~]+$/.test(characters)) return undefined
  if (characters.lastIndexOf('-') > 0) return undefined
  return { characters: [...new Set(characters)].join('') }
}

function readWhole(value: string, rule: string): number {
  if (/^\d{1,4}$/.test(value) && Number(value) > 0) return Number(value)
  throw refused('a whole number from 1', show(rule))
}

/** `-` first and `]` last, where they stand for themselves. */
function writeSet(set: CharacterSet): string {
  if (typeof set === 'string') return set === 'symbol' ? 'special' : set
  const characters = [...new Set(set.characters)]
  const others = characters.filter((character) => character !== '-' && character !== ']')
  const first = characters.includes('-') ? '-' : ''
  const last = characters.includes(']') ? ']' : ''
  return `[${first}${others.join('')}${last}]`
}

function uniqueSets(sets: readonly CharacterSet[]): readonly CharacterSet[] {
  const classes = CHARACTER_CLASSES.filter((one) => sets.includes(one))
  return [...classes, ...sets.filter((set) => typeof set !== 'string')]
}

function isAny(set: CharacterSet | Any): set is Any {
  return set === 'ascii-printable' || set === 'unicode'
}

/** A rule as it was written, as far as an error should repeat it. */
function show(rule: string): string {
  return JSON.stringify(rule.slice(0, 64))
}

function refused(expected: string, got: string): AppError {
  return new AppError('POLICY_UNSATISFIABLE', `passwordrules: expected ${expected}, got ${got}`)
}
