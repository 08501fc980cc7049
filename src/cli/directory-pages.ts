import { readdirSync } from 'node:fs'
import type { DirectoryGuide } from '../directories/directory.ts'

const FOLDER = new URL('../directories/', import.meta.url)

/** A file of `src/directories/` that says how to set it up. */
export interface GuidedDirectory {
  readonly id: string
  /** The name of its factory. */
  readonly factory: string
  readonly guide: DirectoryGuide
}

/** Every directory, in the order of ids. */
export async function guidedDirectories(): Promise<readonly GuidedDirectory[]> {
  const ids = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
  const found = await Promise.all(ids.toSorted().map(readDirectory))
  return found.filter((directory) => directory !== undefined)
}

async function readDirectory(id: string): Promise<GuidedDirectory | undefined> {
  const exported: { readonly guide?: DirectoryGuide } = await import(
    new URL(`${id}.ts`, FOLDER).href
  )
  const factory = Object.keys(exported).find((name) => name.endsWith('Directory'))
  return exported.guide && factory ? { id, factory, guide: exported.guide } : undefined
}

/** `docs/directories/<id>.md`: how to set the directory up, and what it can and cannot do. */
export function directoryPage({ id, factory, guide }: GuidedDirectory): string {
  return `# ${guide.name}

<!-- Written by \`npm run generate\` from src/directories/${id}.ts; do not edit. -->

## Set it up

${guide.setup.map((step, index) => `${index + 1}. ${step.replaceAll('\n', '\n   ')}`).join('\n')}

In \`doorkey.config.ts\`, with each \`env('…')\` in the environment:

\`\`\`ts
import { ${factory} } from 'doorkey/directories/${id}'

// under sources, as a source's directory:
${guide.config}
\`\`\`

\`npm run doorkey -- doctor --source <name>\` tries the credentials and changes nothing.

## What it needs and does

${guide.permissions.map((permission) => `- **Right:** ${permission}`).join('\n')}
- **Change forced at login:** ${guide.mustChange}
- **Sessions ended after a reset:** ${guide.sessions ?? 'No: they go on as they are.'}

## Limits

${guide.limits.map((limit) => `- ${limit}`).join('\n')}

## Where this comes from

Tested against: ${guide.testedAgainst}.
${guide.sources.map((source) => `\n- ${source}`).join('')}
`
    .trimEnd()
    .concat('\n')
}

/** The README's table of directories. */
export async function directoryTable(): Promise<string> {
  const rows = (await guidedDirectories()).map(({ id, guide }) => {
    const cells = [
      `[${guide.name}](docs/directories/${id}.md)`,
      guide.mustChange,
      guide.testedAgainst,
    ]
    return `| ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  })
  const head = '| directory | change forced at login | tested against |\n| --- | --- | --- |'
  return [head, ...rows].join('\n')
}
