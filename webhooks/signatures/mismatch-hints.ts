// Whoever asks has proved nothing yet, and indenting multiplies what is nested: together these keep a
// rewritten body below some hundred kilobytes.
const BODY_BYTES_MAX = 16 * 1_024
const DEPTH_MAX = 16

/**
 * Why a signature may not fit, where that is cheap to tell, as the end of a sentence for the log:
 * the body was written anew by a JSON library after it was signed, or before. `fits` says whether
 * the signature is right for other bytes.
 */
export function mismatchHint(body: Buffer, fits: (body: Buffer) => boolean): string {
  const rewritten = rewritings(body).find((candidate) => fits(candidate.bytes))
  return rewritten ? `; it fits the same JSON ${rewritten.how}: something rewrites the body` : ''
}

interface Rewriting {
  readonly how: string
  readonly bytes: Buffer
}

function rewritings(body: Buffer): readonly Rewriting[] {
  if (body.length === 0 || body.length > BODY_BYTES_MAX || depthOf(body) > DEPTH_MAX) return []
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    const all = [
      { how: 'without blanks', bytes: Buffer.from(JSON.stringify(value)) },
      { how: 'indented by two', bytes: Buffer.from(JSON.stringify(value, null, 2)) },
    ]
    return all.filter(({ bytes }) => !bytes.equals(body))
  } catch {
    return []
  }
}

/** How deep brackets are nested at most; those within texts count too, which is near enough. */
function depthOf(body: Buffer): number {
  let depth = 0
  let deepest = 0
  for (const byte of body) {
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const [OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = Buffer.from('[{]}')
