import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { ROOT } from './lint.ts'

const Names = Type.Record(Type.String(), Type.String())

const Lockfile = Type.Object({
  packages: Type.Record(
    Type.String(),
    Type.Object({
      hasInstallScript: Type.Optional(Type.Boolean()),
      optionalDependencies: Type.Optional(Names),
      version: Type.Optional(Type.String()),
    }),
  ),
})

const Manifest = Type.Object({ allowScripts: Type.Record(Type.String(), Type.Boolean()) })

const lockText = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
const { packages } = Value.Parse(Lockfile, JSON.parse(lockText))
const entries = Object.entries(packages)

describe('package-lock.json', () => {
  it('has an entry for the package of every platform, which `npm ci` insists on', () => {
    const wanted = entries.flatMap(([, entry]) => Object.entries(entry.optionalDependencies ?? {}))
    const missing = wanted.filter(
      ([name]) => !entries.some(([path, { version }]) => path.endsWith(`/${name}`) && version),
    )
    expect(wanted.length).toBeGreaterThan(0)
    expect(missing).toEqual([])
  })

  it('names no registry, so it installs from whichever one npm is set to', () => {
    expect(entries.length).toBeGreaterThan(100)
    expect(lockText).not.toContain('"resolved"')
  })

  it('has every install script allowed or refused by name', () => {
    const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8')
    const { allowScripts } = Value.Parse(Manifest, JSON.parse(manifest))
    const scripted = entries
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
    expect(scripted.length).toBeGreaterThan(0)
    expect(Object.keys(allowScripts).toSorted()).toEqual(scripted.toSorted())
  })
})
