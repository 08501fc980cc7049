import { AppError } from '../core/app-error.ts'
import { alternatives, CHARACTER_CLASSES, type CharacterSet } from './character-sets.ts'
import { readable } from './alphabets.ts'
import { lengthsOf, type PasswordPolicy, POLICY } from './policy.ts'

/** Counting takes twice as long for each. */
const REQUIRED_MAX = 6
const PRINTABLE_ASCII = /^[ -~]+$/

/** Throws `POLICY_UNSATISFIABLE` for a rule that is out of bounds by itself, and names it. */
export function checkBounds(policy: PasswordPolicy): void {
  checkLengths(policy)
  checkSets(policy)
  const { format, words, separator, minStrength, maxConsecutive, breached } = policy
  const { history, expiresAfterDays } = policy
  if (format !== undefined && format !== 'characters' && format !== 'words') {
    throw outOfBounds("`format` 'characters' or 'words'", 'another')
  }
  expectWhole('words', words, POLICY.wordsMin, POLICY.wordsMax)
  if (separator !== undefined && !isSeparator(separator)) {
    throw outOfBounds('`separator` of one symbol that mails carry', JSON.stringify(separator))
  }
  expectWhole('maxConsecutive', maxConsecutive, 1, POLICY.maxLengthMax)
  expectWhole('minStrength', minStrength, 0, 4)
  expectWhole('history.last', history?.last, 1, POLICY.historyMax)
  expectWhole('history.days', history?.days, 1, POLICY.daysMax)
  expectWhole('expiresAfterDays', expiresAfterDays, 1, POLICY.daysMax)
  if (breached?.url !== undefined && !isHttp(breached.url)) {
    throw outOfBounds('`breached.url` of http or https', 'another')
  }
}

function checkLengths(policy: PasswordPolicy): void {
  const { length, minLength, maxLength } = policy
  const { min, max } = lengthsOf(policy)
  expectWhole('minLength', minLength, POLICY.minLengthMin, POLICY.lengthMax)
  expectWhole('maxLength', maxLength, POLICY.minLengthMin, POLICY.maxLengthMax)
  if (min > max) throw outOfBounds(`\`minLength\` of at most \`maxLength\` ${max}`, String(min))
  expectWhole('length', length, POLICY.lengthMin, POLICY.lengthMax)
  if (length !== undefined && length < min) {
    throw outOfBounds(`\`length\` of at least \`minLength\` ${min}`, String(length))
  }
  if (length !== undefined && length > max) {
    throw outOfBounds(`\`length\` of at most \`maxLength\` ${max}`, String(length))
  }
}

function checkSets({ required = [], allowed = [] }: PasswordPolicy): void {
  if (required.length > REQUIRED_MAX) {
    throw outOfBounds(`at most ${REQUIRED_MAX} in \`required\``, String(required.length))
  }
  const isSet = (set: CharacterSet): boolean =>
    typeof set === 'string' ? CHARACTER_CLASSES.includes(set) : PRINTABLE_ASCII.test(set.characters)
  if (![...required.flatMap(alternatives), ...allowed].every(isSet)) {
    throw outOfBounds(
      `\`required\` and \`allowed\` of ${CHARACTER_CLASSES.join(', ')} or printable ASCII characters`,
      'others',
    )
  }
}

function expectWhole(name: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return
  throw outOfBounds(`\`${name}\` from ${min} to ${max}`, String(value))
}

function isSeparator(text: string): boolean {
  return PRINTABLE_ASCII.test(text) && /^[^A-Za-z0-9]$/.test(readable(text))
}

function isHttp(url: string): boolean {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  return protocol === 'https:' || protocol === 'http:'
}

function outOfBounds(expected: string, got: string): AppError {
  return new AppError('POLICY_UNSATISFIABLE', `password policy: expected ${expected}, got ${got}`)
}
