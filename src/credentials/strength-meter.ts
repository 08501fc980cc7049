import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/**
 * How many characters are looked at, and how many where those are not strong enough. The cost grows
 * with the length: measured, 8 ms for 20 random characters, 170 ms for 64 and 1.7 s for 256, all on
 * the event loop. A password of which a part is strong is strong.
 */
const LOOKED_AT = [24, 64] as const

/** Judges how hard a typed password is to guess; random ones are judged by their entropy. */
export interface StrengthMeter {
  /**
   * True when zxcvbn gives `password` a score of `score` (0–4) or more. `ownWords` are what a guesser
   * would try first.
   */
  isStrong(password: string, score: number, ownWords: readonly string[]): Promise<boolean>
}

/**
 * zxcvbn with its lists of common passwords and of English words, names and keyboards. They are read
 * at the first question (measured: 60 MB and 0.3 s), so that processes which ask none do not pay.
 */
export function createStrengthMeter(): StrengthMeter {
  let loading: Promise<ZxcvbnFactory> | undefined
  return {
    async isStrong(password, score, ownWords) {
      const zxcvbn = await (loading ??= load())
      const characters = Array.from(password)
      return LOOKED_AT.some((length, step) => {
        const hasMore = step === 0 || characters.length > (LOOKED_AT[step - 1] ?? 0)
        const part = characters.slice(0, length).join('')
        return hasMore && zxcvbn.check(part, [...ownWords]).score >= score
      })
    },
  }
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  })
}
