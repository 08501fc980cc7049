import { clickableUrl } from '../core/clickable-url.ts'
import { toAppError } from '../core/app-error.ts'
import { parseAddress, parseMailbox } from '../core/address.ts'
import { createPasswordGenerator } from '../credentials/generator.ts'
import { builtinDirectory } from '../directories/builtin.ts'
import type { DirectoryFactory } from '../directories/directory.ts'
import type { Source, SourceInput } from './doorkey-config.ts'
import type { Fault } from './faults.ts'
import { templateFolder } from './template-folder.ts'

const HOUR_MS = 3_600_000
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
const COLOR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i
const DEFAULT_COLOR = '#1a56db'

const DELIVERS: readonly unknown[] = [
  'password',
  'reveal-link',
  'setup-link',
] satisfies Source['deliver'][]
const ON_RESETS: readonly unknown[] = ['link', 'code', 'password'] satisfies Source['onReset'][]

const TEMPORARY =
  'a directory that forces a change or expires passwords, or allowLastingPassword: true'

/** What the configuration says for all its sources. */
export interface SourceSurroundings {
  /** Where its file is; relative paths count from there. Default: the working directory. */
  readonly directory?: string
  /** Absolute. */
  readonly templateFolder?: string | undefined
}

/** Checks one source and fills in its defaults; what is wrong goes to `report`. */
export function readSource(
  name: string,
  input: SourceInput,
  report: (fault: Fault) => void,
  surroundings: SourceSurroundings = {},
): Source {
  const at = (path: string) => `sources.${name}.${path}`
  const check: Check = (path, isRight, expected, got) => {
    if (!isRight) report({ path: at(path), expected, got })
  }
  check('', NAME.test(name), 'a name of a–z, 0–9 and -, at most 63 characters', 'another')
  const { brand, policy = {}, expiresAfterHours = 72, mustChange = true } = input
  const { allowLastingPassword = false, issueTo = 'invited', locale = 'en' } = input
  const { deliver = 'password', onReset = 'link', directory = builtinDirectory() } = input
  const { reconcile = false, endSessions = true } = input

  for (const { faults } of [input.provider ?? {}, directory]) {
    for (const fault of faults ?? []) report({ ...fault, path: at(fault.path) })
  }
  check('provider', typeof input.provider?.verify === 'function', 'a provider', 'none')
  check('issueTo', isIssueTo(issueTo), "'invited', 'everyone' or a function", show(issueTo))
  const isHours = isWhole(expiresAfterHours, 1, 720)
  check('expiresAfterHours', isHours, 'a whole number from 1 to 720', show(expiresAfterHours))
  check('from', isMailbox(input.from), 'Name <address> or an address', 'something else')
  check('locale', isLanguageTag(locale), 'a language tag such as en or de-AT', show(locale))
  checkPolicy(policy, directory, (expected, got) => report({ path: at('policy'), expected, got }))
  checkBrand(brand, (path, expected, got) => report({ path: at(`brand.${path}`), expected, got }))
  const isTemporary = forcesChangeOrExpires(directory, mustChange) || allowLastingPassword
  checkDelivery({ deliver, onReset, isTemporary, directory }, check)
  checkAbilities(input, directory, check)
  return {
    name,
    provider: input.provider,
    directory,
    issueTo,
    deliver,
    onReset,
    endSessions,
    policy,
    expiresAfterMs: expiresAfterHours * HOUR_MS,
    mustChange,
    allowLastingPassword,
    reconcile,
    brand: { ...brand, color: brand?.color ?? DEFAULT_COLOR },
    from: input.from,
    locale,
    templateFolders: foldersOf(at('emails'), input, surroundings, report),
  }
}

function foldersOf(
  path: string,
  { emails }: SourceInput,
  { directory = '', templateFolder: shared }: SourceSurroundings,
  report: (fault: Fault) => void,
): readonly string[] {
  const own = templateFolder(path, emails, directory, report)
  return [...new Set([own, shared])].filter((folder) => folder !== undefined)
}

type Check = (path: string, isRight: boolean, expected: string, got: string) => void

function checkDelivery(
  {
    deliver,
    onReset,
    isTemporary,
    directory,
  }: Pick<Source, 'deliver' | 'onReset' | 'directory'> & { readonly isTemporary: boolean },
  check: Check,
): void {
  check('deliver', DELIVERS.includes(deliver), quoted(DELIVERS), show(deliver))
  check('onReset', ON_RESETS.includes(onReset), quoted(ON_RESETS), show(onReset))
  const got = `${directory.id}, which does not`
  check('deliver', isTemporary || deliver === 'setup-link', TEMPORARY, got)
  check('onReset', isTemporary || onReset !== 'password', TEMPORARY, got)
}

/** What was asked for in so many words the directory must be able to do. */
function checkAbilities(
  { reconcile, endSessions }: Pick<SourceInput, 'reconcile' | 'endSessions'>,
  { id, capabilities }: DirectoryFactory,
  check: Check,
): void {
  const canReconcile = reconcile !== true || capabilities.listsUsers === true
  check('reconcile', canReconcile, 'a directory that lists users', id)
  const canEnd = endSessions !== true || capabilities.endsSessions === true
  check('endSessions', canEnd, 'a directory that ends sessions', id)
}

function forcesChangeOrExpires({ capabilities }: DirectoryFactory, mustChange: boolean): boolean {
  return capabilities.expiry || (mustChange && capabilities.mustChange)
}

function checkBrand(
  brand: SourceInput['brand'] | undefined,
  report: (path: string, expected: string, got: string) => void,
): void {
  if (typeof brand?.name !== 'string' || brand.name.trim() === '') {
    report('name', 'the name that users know', 'none')
  }
  if (brand?.color !== undefined && !COLOR.test(brand.color)) {
    report('color', '#rgb or #rrggbb', show(brand.color))
  }
  if (brand?.logoUrl !== undefined && clickableUrl(brand.logoUrl)?.protocol !== 'https:') {
    report('logoUrl', 'an https:// URL', show(brand.logoUrl))
  }
  if (brand?.loginUrl !== undefined && !clickableUrl(brand.loginUrl)) {
    report('loginUrl', 'an https:// URL', show(brand.loginUrl))
  }
  if (brand?.supportEmail !== undefined && !isAddress(brand.supportEmail)) {
    report('supportEmail', 'an email address', 'something else')
  }
}

function checkPolicy(
  policy: Source['policy'],
  directory: DirectoryFactory,
  report: (expected: string, got: string) => void,
): void {
  try {
    createPasswordGenerator(policy)
  } catch (error) {
    report('a policy that passwords can satisfy', toAppError(error).message)
  }
  const needsMemory = policy.history !== undefined || policy.expiresAfterDays !== undefined
  if (needsMemory && directory.capabilities.enforcesPolicy !== true) {
    report('the built-in directory, for history and expiresAfterDays', directory.id)
  }
}

function isIssueTo(value: unknown): boolean {
  return value === 'invited' || value === 'everyone' || typeof value === 'function'
}

function isMailbox(value: unknown): boolean {
  return typeof value === 'string' && passes(() => parseMailbox(value))
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && passes(() => parseAddress(value))
}

function isLanguageTag(value: unknown): boolean {
  return typeof value === 'string' && passes(() => new Intl.Locale(value))
}

function passes(check: () => unknown): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}

/** True for a whole number from `min` to `max`. */
export function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

function quoted(values: readonly unknown[]): string {
  return values.map(show).join(', ')
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}
