import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EMAILS = new URL('../../emails/', import.meta.url)

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
  return `${await readFile(new URL(`templates/${id}.mjml`, EMAILS), 'utf8')}${line}\n`
}

/** One of our layouts with `to` in the place of `from`, which it must have. */
export async function ourLayout(
  name: 'layout.mjml' | 'layout.txt',
  from: string,
  to: string,
): Promise<string> {
  const text = await readFile(new URL(name, EMAILS), 'utf8')
  if (!text.includes(from)) throw new Error(`${name}: expected ${from}, got none`)
  return text.replace(from, () => to)
}
