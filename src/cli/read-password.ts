import { UsageError } from './command.ts'

/** No password is longer; whatever is was piped in by mistake. */
const BYTES_MAX = 4_096

/** A password from standard input, up to the first line break. Throws `UsageError`. */
export async function readPassword(): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin) {
    const piece = Buffer.from(chunk)
    chunks.push(piece)
    bytes += piece.length
    if (bytes > BYTES_MAX) throw new UsageError('--password-stdin: expected a password, got more')
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1)
  if (line === '') throw new UsageError('--password-stdin: expected a password, got none')
  // The API would take it for the wish that one be generated.
  if (line === 'generate') throw new UsageError('--password-stdin: expected another password')
  return line
}
