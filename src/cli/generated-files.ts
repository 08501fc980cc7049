import { readFileSync } from 'node:fs'
import { automationsPage } from './automations-page.ts'
import { configurationPage, environmentExample } from './configuration-page.ts'
import { errorsPage } from './errors-page.ts'
import { guidedProviders } from './guided-providers.ts'
import { directoryPage, directoryTable, guidedDirectories } from './directory-pages.ts'
import { metricsPage } from './metrics-page.ts'
import { providerPage, providerTable } from './provider-pages.ts'

/** A file of the checkout that is written from the code and compared with it in CI. */
export interface GeneratedFile {
  /** Relative to the top folder. */
  readonly path: string
  render(): string | Promise<string>
}

/** Every generated file. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const providers = (await guidedProviders()).map((guided) => ({
    path: `docs/providers/${guided.id}.md`,
    render: () => providerPage(guided),
  }))
  const directories = (await guidedDirectories()).map((guided) => ({
    path: `docs/directories/${guided.id}.md`,
    render: () => directoryPage(guided),
  }))
  return [
    { path: 'docs/errors.md', render: errorsPage },
    { path: 'docs/metrics.md', render: metricsPage },
    { path: 'docs/automations.md', render: automationsPage },
    { path: 'docs/configuration.md', render: configurationPage },
    { path: '.env.example', render: environmentExample },
    { path: 'README.md', render: readmeWithTables },
    ...providers,
    ...directories,
  ]
}

/** `README.md` with its tables written anew, each between its two marks. */
async function readmeWithTables(): Promise<string> {
  const tables = { providers: await providerTable(), directories: await directoryTable() }
  let readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  for (const [name, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${name}[^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
    readme = readme.replace(place, (_, start: string, end: string) => `${start}${table}\n${end}`)
  }
  return readme
}
