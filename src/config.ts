import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readAutomations } from './automations/automation.ts'
import type { ConfigInput, DoorkeyConfig, Source } from './config/doorkey-config.ts'
import { type Environment, withEnvironment } from './config/environment.ts'
import { configError, type Fault } from './config/faults.ts'
import { SETTINGS, type Setting, type Settings } from './config/settings.ts'
import { isWhole, readSource } from './config/sources.ts'
import { templateFolder } from './config/template-folder.ts'
import { AppError } from './core/app-error.ts'
import { clickableUrl } from './core/clickable-url.ts'
import { Secret } from './core/secret.ts'
import { regionOf } from './feedback/sns-urls.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The process's own variables. The only reader of `process.env`. */
export function processEnvironment(): Environment {
  return process.env
}

/** Gives libraries that read `process.env` by themselves (the AWS SDK) what embedded mode made. */
export function provideToProcess(variables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, variables)
}

/** Reads the settings; every fault goes to `report`. */
export function readSettings(environment: Environment, report: (fault: Fault) => void): Settings {
  const known = new Set<string>(Object.values(SETTINGS).map((setting) => setting.name))
  for (const name of Object.keys(environment)) {
    if (name.startsWith('DOORKEY_') && !known.has(name)) {
      report({ path: name, expected: 'a variable that Doorkey knows', got: 'an unknown one' })
    }
  }
  const read = <T>(setting: Setting<T>): T | undefined => {
    const text = environment[setting.name] || setting.fallback
    if (text === undefined) return undefined
    const isKnownToAll = setting.isSecret && text === setting.example
    const value = isKnownToAll ? undefined : setting.parse(text)
    if (value === undefined) {
      report({ path: setting.name, expected: setting.expected, got: 'something else' })
    }
    return value
  }
  return {
    databaseUrl: read<Secret>(SETTINGS.databaseUrl),
    redisUrl: read<Secret>(SETTINGS.redisUrl),
    host: read<string>(SETTINGS.host) ?? '127.0.0.1',
    port: read<number>(SETTINGS.port) ?? 3_000,
    publicUrl: read<string>(SETTINGS.publicUrl),
    configFile: read<string>(SETTINGS.configFile) ?? 'doorkey.config.ts',
    keys: read<Secret>(SETTINGS.keys),
    adminKey: read<Secret>(SETTINGS.adminKey),
    apiKey: read<Secret>(SETTINGS.apiKey),
    logLevel: read<string>(SETTINGS.logLevel) ?? 'info',
    trustProxy: read<string>(SETTINGS.trustProxy),
    embedded: read<boolean>(SETTINGS.embedded) ?? false,
  }
}

/** Loads and checks the configuration file; every fault goes to `report`. */
export async function readConfig(
  file: string,
  environment: Environment,
  report: (fault: Fault) => void,
): Promise<DoorkeyConfig | undefined> {
  const path = resolve(file)
  if (!existsSync(path)) {
    report({ path: 'DOORKEY_CONFIG', expected: `a file ${file}`, got: 'none there' })
    return undefined
  }
  const { result: input, missing } = await withEnvironment(environment, () => importConfig(path))
  for (const name of missing) {
    report({ path: name, expected: `a value, since ${file} asks for it`, got: 'none' })
  }
  return checkConfig(input, new Set(missing), dirname(path), report)
}

async function importConfig(path: string): Promise<ConfigInput> {
  const module: { default?: ConfigInput } = await import(pathToFileURL(path).href)
  if (module.default === undefined) {
    throw new AppError(
      'CONFIG_INVALID',
      'config: expected `export default defineConfig(…)`, got none',
    )
  }
  return module.default
}

function checkConfig(
  input: ConfigInput,
  missing: ReadonlySet<string>,
  directory: string,
  report: (fault: Fault) => void,
): DoorkeyConfig {
  const publicUrl = input.publicUrl instanceof Secret ? plain(input.publicUrl) : input.publicUrl
  if (!missing.has('PUBLIC_URL') && !isPublicUrl(publicUrl)) {
    report({ path: 'publicUrl', expected: SETTINGS.publicUrl.expected, got: 'something else' })
  }
  const sources = new Map<string, Source>()
  // A secret that is missing is reported by its variable's name, not once more as an empty one.
  const reportOnce = (fault: Fault): void => {
    if (missing.size === 0 || fault.got !== 'an empty one') report(fault)
  }
  const shared = templateFolder('emails', input.emails, directory, report)
  const surroundings = { directory, templateFolder: shared }
  for (const [name, source] of Object.entries(input.sources ?? {})) {
    sources.set(name, readSource(name, source, reportOnce, surroundings))
  }
  if (sources.size === 0) report({ path: 'sources', expected: 'at least one source', got: 'none' })
  if (typeof input.transport?.send !== 'function') {
    report({ path: 'transport', expected: 'a transport', got: 'none' })
  }
  const afterMinutes = input.unknown?.afterMinutes ?? 15
  checkRange('unknown.afterMinutes', afterMinutes, 5, 1_440, report)
  const shredAfterHours = input.shredAfterHours ?? 24
  checkRange('shredAfterHours', shredAfterHours, 1, 168, report)
  return {
    publicUrl: publicUrl.replace(/\/+$/, ''),
    sources,
    transport: input.transport,
    unknown: { afterMs: afterMinutes * MINUTE_MS, then: input.unknown?.then ?? 'resend' },
    feedback: readFeedback(input.feedback ?? {}, report),
    users: { showPassword: input.users?.showPassword === true },
    shredAfterMs: shredAfterHours * HOUR_MS,
    automations: readAutomations(input.automations ?? [], report),
  }
}

function readFeedback(
  { topics = [], confirm }: NonNullable<ConfigInput['feedback']>,
  report: (fault: Fault) => void,
): DoorkeyConfig['feedback'] {
  for (const [index, topic] of topics.entries()) {
    if (regionOf(topic) !== undefined) continue
    const expected = 'the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:ses'
    report({ path: `feedback.topics.${index}`, expected, got: 'something else' })
  }
  return { topics, confirm: confirm === true }
}

function checkRange(
  path: string,
  value: number,
  min: number,
  max: number,
  report: (fault: Fault) => void,
): void {
  if (isWhole(value, min, max)) return
  report({ path, expected: `a whole number from ${min} to ${max}`, got: String(value) })
}

/** Paths are appended to it. */
function isPublicUrl(value: string): boolean {
  const url = clickableUrl(value)
  return url !== undefined && url.search === '' && url.hash === ''
}

/** Reads settings and configuration, or throws one `CONFIG_INVALID` that lists every fault. */
export async function loadConfig(environment: Environment): Promise<{
  readonly settings: Settings
  readonly config: DoorkeyConfig
}> {
  const faults: Fault[] = []
  const report = (fault: Fault): void => void faults.push(fault)
  const settings = readSettings(environment, report)
  for (const name of ['databaseUrl', 'keys'] as const) {
    if (
      settings[name] === undefined &&
      !faults.some((fault) => fault.path === SETTINGS[name].name)
    ) {
      report({ path: SETTINGS[name].name, expected: SETTINGS[name].expected, got: 'none' })
    }
  }
  const config = await readConfig(settings.configFile, environment, report)
  if (faults.length > 0 || config === undefined) throw configError(faults)
  return { settings, config }
}

// The public URL is no secret; it comes through `env()` like everything else in the file.
function plain(value: Secret): string {
  return value.reveal()
}
