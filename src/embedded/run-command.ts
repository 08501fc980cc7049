import { spawn } from 'node:child_process'

/** The user under which a program runs, where that is not the present one. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/** Runs a program to its end; `code` is `null` where it did not start or was killed. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly user: RunAs | undefined },
): Promise<{ readonly code: number | null; readonly output: string }> {
  const ended = Promise.withResolvers<number | null>()
  // An empty environment: neither the locale nor PG* variables of the shell may matter.
  const child = spawn(command, args, { cwd: options.cwd, env: {}, ...options.user })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.on('error', (error) => {
    output += error.message
    ended.resolve(null)
  })
  child.on('close', ended.resolve)
  return { code: await ended.promise, output: output.trim() }
}
