import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { APP_PARTS } from '../../src/app.ts'
import { SETTINGS } from '../../src/config/settings.ts'
import { QUEUE_NAMES } from '../../src/jobs.ts'
import { readComposeFile } from './compose-file.ts'
import { ROOT } from './lint.ts'

const { document, text, services } = readComposeFile()
const named = Object.entries(services)
const own = named.filter(([, service]) => service.image === 'doorkey')

describe('docker-compose.yml', () => {
  it('is valid by the Compose JSON schema, and by `docker compose config` where that exists', () => {
    const schema = readFileSync(join(ROOT, 'test/tooling/fixtures/compose-spec.json'), 'utf8')
    // The schema names its draft by an address that is not the draft's own, so it is not looked up.
    const ajv = new Ajv({ strict: false, validateSchema: false })
    const isCompose = ajv.compile(JSON.parse(schema))
    isCompose(document)
    expect(isCompose.errors).toBeNull()
    expect(isCompose({ services: { broken: { image: 1 } } })).toBe(false)

    const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0
    if (hasCompose) dockerComposeConfig()
    process.stdout.write(
      hasCompose
        ? 'compose: checked by `docker compose config` and the Compose JSON schema\n'
        : 'compose: checked by the Compose JSON schema (no `docker compose` here)\n',
    )
  })

  it('names only services that exist in depends_on, and waits for healthy ones that say so', () => {
    const waits = named.flatMap(([, { depends_on: on = {} }]) => Object.entries(on))
    expect(waits.length).toBeGreaterThan(0)
    for (const [name, { condition }] of waits) {
      expect(services).toHaveProperty(name)
      const isOneShot = services[name]?.command?.[0] === 'migrate'
      expect(condition).toBe(isOneShot ? 'service_completed_successfully' : 'service_healthy')
    }
  })

  it('publishes ports on this machine only', () => {
    const ports = named.flatMap(([, service]) => service.ports ?? [])
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
  })

  it('runs each worker by itself, one receiver and one upkeep', () => {
    const commands = own.map(([, service]) => service.command)
    expect(commands.filter((command) => command?.includes('--workers'))).toEqual(
      QUEUE_NAMES.map((queue) => ['start', '--only', 'workers', '--workers', queue]),
    )
    expect(commands).toContainEqual(['start', '--only', 'receiver,console'])
    expect(commands).toContainEqual(['start', '--only', 'upkeep'])
    expect(commands).toContainEqual(['migrate'])
    const parts = commands.flatMap((command) => command?.[2]?.split(',') ?? [])
    expect([...new Set(parts)].toSorted()).toEqual([...APP_PARTS].toSorted())
  })

  it('sets every variable that is needed, none that is unknown, and no secret in the clear', () => {
    const config = readFileSync(join(ROOT, 'doorkey.config.ts'), 'utf8')
    const asked = [...config.matchAll(/\benv\('(\w+)'\)/g)].map(([, name]) => String(name))
    const known = new Set([...Object.values(SETTINGS).map((setting) => setting.name), ...asked])
    expect(asked.length).toBeGreaterThan(0)
    expect(own.length).toBeGreaterThan(0)
    for (const [, { environment = {} }] of own) {
      const names = Object.keys(environment)
      expect(names.filter((name) => !known.has(name) && !name.startsWith('AWS_'))).toEqual([])
      expect(names).toEqual(expect.arrayContaining(asked))
      expect(environment['DATABASE_URL']).toContain('${POSTGRES_PASSWORD:?')
      for (const name of names.filter((one) => /KEYS?$|_SECRET$/.test(one) && known.has(one))) {
        expect(environment[name]).toMatch(new RegExp(`^\\$\\{${name}:\\?`))
      }
    }
  })
})

/** Lets Compose itself read the file, with some value for each required variable. */
function dockerComposeConfig(): void {
  const folder = mkdtempSync(join(tmpdir(), 'doorkey-compose-'))
  const variables = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => `${name}=value`)
  writeFileSync(join(folder, '.env'), variables.join('\n'))
  const command = ['compose', '--env-file', join(folder, '.env'), 'config', '--quiet']
  const run = spawnSync('docker', command, { cwd: ROOT, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  if (run.status !== 0) throw new Error(`docker compose config: ${run.stderr}`)
}
