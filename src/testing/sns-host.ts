import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listenOnLoopback } from './loopback-server.ts'
import { createSelfSigned } from './self-signed.ts'

/** One host by TLS, and a proxy that leads to it. */
export interface SnsHost {
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Serves `textAt(url)` for every URL of `host`. */
export async function startSnsHost(
  host: string,
  textAt: (url: string) => Promise<string>,
): Promise<SnsHost> {
  const { certificate, privateKey } = createSelfSigned({ host })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server = createHttpsServer({ cert: certificate, key }, (request, response) => {
    void textAt(`https://${host}${request.url}`).then(
      (text) => response.end(text),
      () => response.writeHead(404).end(),
    )
  })
  const served = await listenOnLoopback(server)
  const proxy = await listenOnLoopback(createProxy(`${host}:443`, served.port))
  const folder = await mkdtemp(join(tmpdir(), 'doorkey-testing-'))
  const file = join(folder, 'sns.pem')
  await writeFile(file, certificate)
  return {
    environment: {
      NODE_USE_ENV_PROXY: '1',
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: '127.0.0.1,localhost',
      NODE_EXTRA_CA_CERTS: file,
    },
    async close() {
      await proxy.stop()
      await served.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** Tunnels to `port` for whoever asks for `target`; nowhere else. */
function createProxy(target: string, port: number) {
  const proxy = createHttpServer((_request, response) => response.writeHead(403).end())
  proxy.on('connect', ({ url }, client) => {
    client.on('error', () => client.destroy())
    if (url !== target) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      server.pipe(client)
      client.pipe(server)
    })
    server.on('error', () => client.destroy())
    client.on('close', () => server.destroy())
  })
  return proxy
}
