import { watch } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type EmailFault, faultList } from '../../../emails/email-faults.ts'
import { type EmailLibrary, readEmails } from '../../../emails/read-emails.ts'
import { AppError } from '../../core/app-error.ts'
import { EXAMPLE_SOURCE, type EmailSource, emailSources } from './email-sources.ts'
import { createPreviewServer } from './preview-server.ts'

const EMAILS = fileURLToPath(new URL('../../../emails/', import.meta.url))
/** Editors write a file in several steps. */
const QUIET_MS = 80

/** What the gallery shows; replaced as a whole when a file changes. */
export interface PreviewState {
  readonly library: EmailLibrary
  readonly faults: readonly EmailFault[]
  /** At least one. */
  readonly sources: readonly EmailSource[]
}

export interface Preview {
  /** Such as `http://127.0.0.1:4400`. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves every email on 127.0.0.1, and tells open pages when a file changes. The configuration is
 * read once. Throws `CONFIG_INVALID`, and `PORT_UNAVAILABLE`.
 */
export async function openPreview(options: {
  readonly port: number
  readonly configFile?: string | undefined
}): Promise<Preview> {
  const configured = await emailSources(options.configFile)
  const sources = configured.length > 0 ? configured : [EXAMPLE_SOURCE]
  let revision = 0
  const read = async (): Promise<PreviewState> => {
    const { faults, report } = faultList()
    const overrides = sources.map(({ templateFolders }) => templateFolders)
    // The first reading shares the modules that are loaded already.
    const fresh = revision === 0 ? {} : { revision }
    const library = await readEmails({ overrides, ...fresh }, report)
    return { library, faults, sources }
  }
  let state = await read()
  const { server, announce } = createPreviewServer(() => state)
  const folders = [EMAILS, ...new Set(sources.flatMap((source) => source.templateFolders))]
  const stopWatching = watchFolders(folders, async () => {
    revision += 1
    state = await read()
    announce()
  })
  const url = await listen(server, options.port).catch((error: unknown) => {
    stopWatching()
    throw error
  })
  return {
    url,
    close() {
      stopWatching()
      return new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}

/** Calls `onChange` after changes below the folders, one call at a time; gives what ends that. */
function watchFolders(folders: readonly string[], onChange: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(onChange).catch((error: unknown) => {
        // Reading reports what is wrong with a file; what else goes wrong ends no preview.
        console.error(error instanceof Error ? error.message : 'preview: reading failed')
      })
    }, QUIET_MS)
  }
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, later))
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

type Server = ReturnType<typeof createPreviewServer>['server']

function listen(server: Server, port: number): Promise<string> {
  return new Promise((done, fail) => {
    server.once('error', (cause) => {
      const message = `preview: expected 127.0.0.1:${port} to be free, got a refusal`
      fail(new AppError('PORT_UNAVAILABLE', message, { cause }))
    })
    server.listen(port, '127.0.0.1', () => done(`http://127.0.0.1:${portOf(server.address())}`))
  })
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
