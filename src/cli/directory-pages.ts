import { readdirSync } from 'node:fs'
import type {
  DirectoryCapabilities,
  DirectoryFactory,
  DirectoryGuide,
} from '../directories/directory.ts'
import { Secret } from '../core/secret.ts'

const FOLDER = new URL('../directories/', import.meta.url)

/** A file of `src/directories/` that says how to set it up. */
export interface GuidedDirectory {
  readonly id: string
  /** The name of its factory. */
  readonly factory: string
  readonly guide: DirectoryGuide
  /** As the guide's `config` makes it. */
  readonly capabilities: DirectoryCapabilities
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
  const { guide } = exported
  const made = Object.entries(exported).find(([name]) => name.endsWith('Directory'))
  if (!guide || !made) return undefined
  const [factory, make] = made
  const { capabilities } = await fromConfig(factory, make, guide.config)
  return { id, factory, guide, capabilities }
}

/** The guide's text as code; its secrets are none, which only its faults tell. */
async function fromConfig(
  factory: string,
  make: unknown,
  config: string,
): Promise<DirectoryFactory> {
  const source = `export const read = (${factory}, env) => ({ ${config} })`
  const { read }: { readonly read: Read } = await import(
    `data:text/javascript,${encodeURIComponent(source)}`
  )
  return read(make, () => new Secret('')).directory
}

type Read = (make: unknown, env: () => Secret) => { readonly directory: DirectoryFactory }

/** Then a source that mails passwords is refused unless it says that it wants that. */
function isLasting({ mustChange, expiry }: DirectoryCapabilities): boolean {
  return !mustChange && !expiry
}

/** What follows from what a directory can do, in the same words for all. */
function derivedLimits(capabilities: DirectoryCapabilities): readonly string[] {
  const limits: readonly (readonly [boolean, string])[] = [
    [
      isLasting(capabilities),
      'No change is forced at the first login and no password expires, so mailing one needs `allowLastingPassword: true`.',
    ],
    [
      capabilities.mustChange && !capabilities.expiry,
      'No password expires at a time of Doorkey’s.',
    ],
    [
      capabilities.listsUsers !== true,
      'Users are not listed by time of creation, so lost events are not reconciled.',
    ],
  ]
  return limits.flatMap(([isSo, limit]) => (isSo ? [limit] : []))
}

/** `docs/directories/<id>.md`: how to set the directory up, and what it can and cannot do. */
export function directoryPage({ id, factory, guide, capabilities }: GuidedDirectory): string {
  return `# ${guide.name}

<!-- Written by \`npm run generate\` from src/directories/${id}.ts; do not edit. -->

## Set it up

${guide.setup.map((step, index) => `${index + 1}. ${step.replaceAll('\n', '\n   ')}`).join('\n')}

In \`doorkey.config.ts\`, with each \`env('…')\` in the environment:

\`\`\`ts
import { ${factory} } from 'doorkey/directories/${id}'

// under sources, as a source's directory:
${guide.config}${isLasting(capabilities) ? '\nallowLastingPassword: true,' : ''}
\`\`\`

\`npm run doorkey -- doctor --source <name>\` tries the credentials and changes nothing.

## What it needs and does

${guide.permissions.map((permission) => `- **Right:** ${permission}`).join('\n')}
- **Change forced at login:** ${guide.mustChange}
- **Sessions ended after a reset:** ${guide.sessions ?? 'No: they go on as they are.'}

## Limits

${[...derivedLimits(capabilities), ...guide.limits].map((limit) => `- ${limit}`).join('\n')}

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
