import { AppError } from '../../src/core/app-error.ts'
import type { ErrorCode } from '../../src/core/error-codes.ts'
import type { DirectoryFactory } from '../../src/directories/directory.ts'

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'DIRECTORY_CREDENTIALS',
  404: 'DIRECTORY_USER_NOT_FOUND',
  422: 'DIRECTORY_REFUSED_PASSWORD',
  429: 'DIRECTORY_RATE_LIMITED',
  503: 'DIRECTORY_UNREACHABLE',
}

const capabilities = {
  mustChange: true,
  expiry: true,
  createsUsers: false,
  findsUsers: false,
} as const

/** Sets passwords at a `FakeDirectory`, as a file in `src/directories/` would at a real one. */
export function httpDirectory(url: string): DirectoryFactory {
  return {
    id: 'http',
    capabilities,
    create: () => ({
      id: 'http',
      capabilities,
      hasChosenPassword: async () => undefined,
      findUser: async () => undefined,
      createUser: unable,
      check: async () => {},
      async setPassword(user, password, { signal }) {
        const body = JSON.stringify({ userId: user.id, password: password.reveal() })
        const response = await post(url, body, signal)
        if (response.ok) return
        const code = CODES[response.status]
        // Careless on purpose: an error of no class of ours, that quotes what the server said.
        if (code === undefined) throw new Error(`directory: ${await response.text()}`)
        const message = `http: expected the password to be set, got ${response.status}`
        throw new AppError(code, message)
      },
    }),
  }
}

async function unable(): Promise<never> {
  throw new Error('http: expected no user to be made here, got a call')
}

async function post(url: string, body: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', body, signal })
  } catch (cause) {
    const message = 'http: expected an answer, got none'
    throw new AppError('DIRECTORY_UNKNOWN_OUTCOME', message, { cause })
  }
}
