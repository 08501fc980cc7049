import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TEMPLATES = new URL('../../emails/templates/', import.meta.url)

/** A folder that is gone after the test file. */
export interface OwnFolder {
  readonly path: string
  /** Writes a file, in a folder of it where the name has one. */
  write(name: string, text: string): Promise<void>
  remove(): Promise<void>
}

export async function ownFolder(): Promise<OwnFolder> {
  const path = await mkdtemp(join(tmpdir(), 'doorkey-templates-'))
  return {
    path,
    async write(name, text) {
      await mkdir(join(path, name, '..'), { recursive: true })
      await writeFile(join(path, name), text)
    },
    remove: () => rm(path, { recursive: true }),
  }
}

/** The HTML of one of our templates, with `line` behind it. */
export async function ourMjml(id: string, line: string): Promise<string> {
  return `${await readFile(new URL(`${id}.mjml`, TEMPLATES), 'utf8')}${line}\n`
}
