import { checkSettings } from '../../config/checked-settings.ts'
import type {
  Directory,
  DirectoryCapabilities,
  DirectoryFactory,
  DirectoryTools,
} from '../directory.ts'

/** A factory whose settings are read at once, so that their faults are reported at the start. */
export function directoryFactory<T>(
  id: string,
  capabilities: DirectoryCapabilities,
  read: () => T,
  create: (settings: T, tools: DirectoryTools) => Directory,
): DirectoryFactory {
  const checked = checkSettings('directory', read)
  return {
    id,
    capabilities,
    faults: checked.faults,
    create: (tools) => create(checked.get(), tools),
  }
}
