import type { Source } from '../../src/config/doorkey-config.ts'
import { builtinDirectory } from '../../src/directories/builtin.ts'
import type { Provider } from '../../src/events/provider.ts'

/** A provider for tests that receive nothing: it refuses to be used. */
const noProvider: Provider = {
  id: 'none',
  sampleTypes: [],
  verify: () => {
    throw new Error('this test receives no webhook')
  },
  parse: () => [],
  sample: () => {
    throw new Error('this test sends no webhook')
  },
}

/** A source named `acme` on the built-in directory, changed by `more`. */
export function testSource(more: Partial<Source> = {}): Source {
  return {
    name: 'acme',
    provider: noProvider,
    directory: builtinDirectory(),
    issueTo: 'invited',
    deliver: 'password',
    onReset: 'link',
    endSessions: true,
    policy: {},
    expiresAfterMs: 72 * 3_600_000,
    mustChange: true,
    allowLastingPassword: false,
    reconcile: false,
    brand: { name: 'Acme', color: '#00aa77', loginUrl: 'https://acme.test/login' },
    from: 'Acme <no-reply@acme.test>',
    locale: 'en',
    templateFolders: [],
    ...more,
  }
}
