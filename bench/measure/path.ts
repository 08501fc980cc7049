import { randomBytes } from 'node:crypto'
import { startChild } from '../children/child.ts'
import { startDoorkey } from './doorkey-process.ts'
import { STARTED } from './replies.ts'
import type { Setting } from './setting.ts'
import type { Path } from './whole-path.ts'

/** All of Doorkey in one process, as `doorkey start` runs it, between stubs for SES and a directory. */
export async function openPath(setting: Setting): Promise<Path> {
  const ses = startChild('ses-stub')
  setting.atEnd(ses.stop)
  const directory = startChild('directory-stub')
  setting.atEnd(directory.stop)
  const sesAt = await ses.ask('start', null, STARTED)
  const directoryAt = await directory.ask('start', null, STARTED)
  const adminKey = `dk_${randomBytes(32).toString('hex')}`
  const { port } = await startDoorkey(setting, {
    config: 'path',
    args: [],
    environment: {
      DOORKEY_ADMIN_KEY: adminKey,
      AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${sesAt.port}`,
      BENCH_DIRECTORY_URL: `http://127.0.0.1:${directoryAt.port}/password`,
    },
  })
  return { port, ses, adminKey }
}
