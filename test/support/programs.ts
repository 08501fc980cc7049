import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A Chromium that starts, by its path, and what it calls itself. */
export interface ChromiumProgram {
  readonly path: string
  readonly version: string
}

/** Where systems install one; the first that answers is taken. */
const PLACES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const

const ANSWER_MS = 10_000

/** The one named by `TEST_CHROMIUM`, else one of this machine; `undefined` where there is none. */
export async function findChromium(): Promise<ChromiumProgram | undefined> {
  const named = process.env['TEST_CHROMIUM']
  for (const place of named ? [named] : PLACES) {
    const path = await resolve(place)
    const version = path && (await run(path, ['--version']))
    if (path && version) return { path, version }
  }
  return undefined
}

async function resolve(place: string): Promise<string | undefined> {
  return place.includes('/') ? place : run('which', [place])
}

/** SpamAssassin's version, where it is installed. */
export async function findSpamAssassin(): Promise<string | undefined> {
  return (await run('spamassassin', ['--version']))?.split('\n')[0]
}

/** What it printed; `undefined` where it is not there or fails. */
async function run(program: string, options: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, options, { timeout: ANSWER_MS })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}
