import { configurationPage, environmentExample } from './configuration-page.ts'
import { errorsPage } from './errors-page.ts'
import { guidedProviders } from './guided-providers.ts'
import { providerPage, readmeWithProviders } from './provider-pages.ts'

/** A file of the checkout that is written from the code and compared with it in CI. */
export interface GeneratedFile {
  /** Relative to the top folder. */
  readonly path: string
  render(): string | Promise<string>
}

/** Every generated file. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const pages = (await guidedProviders()).map((guided) => ({
    path: `docs/providers/${guided.id}.md`,
    render: () => providerPage(guided),
  }))
  return [
    { path: 'docs/errors.md', render: errorsPage },
    { path: 'docs/configuration.md', render: configurationPage },
    { path: '.env.example', render: environmentExample },
    { path: 'README.md', render: readmeWithProviders },
    ...pages,
  ]
}
