import { Agent, request } from 'node:http'
import { once } from 'node:events'
import type { Secret } from '../src/core/secret.ts'
import { AppError } from '../src/core/app-error.ts'
import type { Directory, DirectoryFactory } from '../src/directories/directory.ts'

const CAPABILITIES = {
  mustChange: true,
  expiry: true,
  createsUsers: false,
  findsUsers: false,
} as const

/** A directory at the other end of HTTP, as those of providers are: one keep-alive POST a password. */
export function httpDirectory(url: Secret): DirectoryFactory {
  return { id: 'http', capabilities: CAPABILITIES, create: () => createHttpDirectory(url) }
}

function createHttpDirectory(url: Secret): Directory {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  return {
    id: 'http',
    capabilities: CAPABILITIES,
    async setPassword(user, password, { mustChange, signal }) {
      const headers = { 'content-type': 'application/json' }
      const call = request(url.reveal(), { method: 'POST', agent, headers, signal })
      call.end(JSON.stringify({ id: user.id, password: password.reveal(), mustChange }))
      const [response] = await once(call, 'response')
      response.resume()
      await once(response, 'end')
      if (response.statusCode === 204) return
      const got = `HTTP ${response.statusCode}`
      throw new AppError('DIRECTORY_UNKNOWN_OUTCOME', `http: expected HTTP 204, got ${got}`)
    },
    hasChosenPassword: async () => undefined,
    findUser: async () => undefined,
    createUser: unable,
    check: async () => {},
  }
}

async function unable(): Promise<never> {
  throw new AppError('UNEXPECTED', 'http: expected no user to be made here, got a call')
}
