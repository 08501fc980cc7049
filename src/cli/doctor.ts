import { existsSync } from 'node:fs'
import { processEnvironment, readConfig, readSettings } from '../config.ts'
import type { DoorkeyConfig } from '../config/doorkey-config.ts'
import type { Fault } from '../config/faults.ts'
import type { Settings } from '../config/settings.ts'
import { systemClock } from '../core/clock.ts'
import { ERROR_CODES } from '../core/error-codes.ts'
import { Secret } from '../core/secret.ts'
import { createPasswordHasher } from '../credentials/password-hasher.ts'
import { openDatabase } from '../database/database.ts'
import { embeddedSecrets } from '../embedded/secrets.ts'
import type { ProviderGuide } from '../events/provider.ts'
import { type Command, parseCommandLine, UsageError } from './command.ts'
import { checkCircuits } from './doctor/check-circuits.ts'
import { checkMail } from './doctor/check-mail.ts'
import { checkSource } from './doctor/check-source.ts'
import type { Finding } from './doctor/finding.ts'

const PROVIDERS = new URL('../../webhooks/providers/', import.meta.url)

export const doctorCommand: Command = {
  usage: `usage: doorkey doctor [options]

Checks sources without changing anything: their configuration, their signing secrets, the
credentials of their directories, and whether anybody would be issued a password; and for all
of them the templates, what the mail service allows, whether it takes each sender, requires TLS
and tracks nobody, whether bounces come back, and what the running processes have stopped. Ends with 0 when nothing failed (warnings do
not count), with 1 when something did. docs/doctor.md says more.

  --source NAME    only this one, without the mails; default all
  --json           one JSON object a line
  --config FILE    default doorkey.config.ts, or DOORKEY_CONFIG

  doorkey doctor --source acme`,

  async run(args) {
    const { values } = parseCommandLine({
      args: [...args],
      options: {
        source: { type: 'string' },
        json: { type: 'boolean', default: false },
        config: { type: 'string' },
      },
    })
    const findings = await diagnose(values.source, values.config)
    for (const finding of findings) {
      console.log(values.json ? JSON.stringify(finding) : lines(finding))
    }
    return findings.some(({ status }) => status === 'failed') ? 1 : 0
  },
}

async function diagnose(
  only: string | undefined,
  configFile: string | undefined,
): Promise<readonly Finding[]> {
  const faults: Fault[] = []
  const report = (fault: Fault): void => void faults.push(fault)
  const environment = { ...embeddedSecrets(), ...processEnvironment() }
  const settings = readSettings(environment, report)
  // Embedded mode makes its own.
  const url = settings.embedded ? { PUBLIC_URL: `http://127.0.0.1:${settings.port}` } : {}
  const file = configFile ?? settings.configFile
  const config = await readConfig(file, { ...url, ...environment }, report)
  const names = [...(config?.sources.keys() ?? [])]
  if (only !== undefined && config && !names.includes(only)) {
    throw new UsageError(`--source: expected one of ${names.join(', ')}, got ${only}`)
  }
  const wanted = only === undefined ? names : [only]
  const findings = faults.flatMap((fault) => faultFinding(fault, wanted, only === undefined))
  if (!config) return findings
  const ofSources = await diagnoseSources(config, settings, wanted, findings)
  const ofMail = only === undefined ? await checkMail(config) : []
  const ofCircuits = only === undefined ? await diagnoseCircuits(settings) : []
  return [...findings, ...ofSources, ...ofMail, ...ofCircuits]
}

async function diagnoseCircuits({ databaseUrl: url }: Settings): Promise<readonly Finding[]> {
  if (!url) return []
  const { kysely, close } = openDatabase({ url, connectionsMax: 1, onError: () => {} })
  try {
    return await checkCircuits(kysely, systemClock.now())
  } finally {
    await close()
  }
}

/** A fault of another source is no concern of the ones that were asked for. */
function faultFinding(
  { path, expected, got }: Fault,
  wanted: readonly string[],
  isAll: boolean,
): readonly Finding[] {
  const source = /^sources\.([^.]+)\./.exec(path)?.[1]
  if (source !== undefined && !isAll && !wanted.includes(source)) return []
  const finding = {
    check: 'configuration',
    status: 'failed',
    detail: `${path}: expected ${expected}, got ${got}`,
    remedy: ERROR_CODES.CONFIG_INVALID.remedy,
  } as const
  return [source === undefined ? finding : { source, ...finding }]
}

async function diagnoseSources(
  config: DoorkeyConfig,
  { databaseUrl }: Settings,
  names: readonly string[],
  faults: readonly Finding[],
): Promise<readonly Finding[]> {
  const opened = openDatabase({
    url: databaseUrl ?? new Secret(''),
    connectionsMax: 1,
    onError: () => {},
  })
  const tools = {
    database: opened.kysely,
    hasher: createPasswordHasher(1),
    clock: systemClock,
  }
  try {
    const findings: Finding[] = []
    for (const name of names) {
      const source = config.sources.get(name)
      // What is configured wrongly would only fail once more.
      if (!source || faults.some((fault) => fault.source === name)) continue
      if (faults.length === 0) {
        const detail = `${source.provider.id} to ${source.directory.id}`
        findings.push({ source: name, check: 'configuration', status: 'ok', detail })
      }
      const hasDatabase = databaseUrl !== undefined || source.directory.id !== 'builtin'
      const guide = await guideOf(source.provider.id)
      findings.push(...(await checkSource(source, hasDatabase ? tools : undefined, guide)))
    }
    return findings
  } finally {
    await opened.close()
  }
}

/** The guide of a provider of ours. */
async function guideOf(id: string): Promise<ProviderGuide | undefined> {
  const file = new URL(`${id}.ts`, PROVIDERS)
  if (!existsSync(file)) return undefined
  const module: { guide?: ProviderGuide } = await import(file.href)
  return module.guide
}

function lines({ source = '(all)', check, status, detail, remedy }: Finding): string {
  const line = `${status.padEnd(8)} ${source.padEnd(16)} ${check.padEnd(14)} ${detail}`
  return remedy === undefined ? line : `${line}\n${' '.repeat(9)}remedy: ${remedy}`
}
