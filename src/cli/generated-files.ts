import { configurationPage, environmentExample } from './configuration-page.ts'
import { errorsPage } from './errors-page.ts'

/** A file of the checkout that is written from the code and compared with it in CI. */
export interface GeneratedFile {
  /** Relative to the top folder. */
  readonly path: string
  render(): string
}

/** Every generated file. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  { path: 'docs/errors.md', render: errorsPage },
  { path: 'docs/configuration.md', render: configurationPage },
  { path: '.env.example', render: environmentExample },
]
