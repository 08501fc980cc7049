import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const START_MS_MAX = 20_000
const START_SCRIPT = fileURLToPath(import.meta.resolve('cognito-local/lib/bin/start.js'))

/** Amazon Cognito by others, as a process of its own in a folder of its own. */
export async function startCognitoLocal(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'cognito-'))
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1' }
  const child = spawn(process.execPath, [START_SCRIPT], { cwd: folder, env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await answers(`${url}/health`)
  return {
    url,
    async close() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Asks until the server answers; each refused connection is a moment's wait. */
async function answers(url: string): Promise<void> {
  const late = AbortSignal.timeout(START_MS_MAX)
  while (!late.aborted) {
    const isUp = await fetch(url, { signal: late }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
  throw new Error('expected cognito-local to start')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('expected a TCP port')
  return address.port
}
