/** Room for a number of pieces of work at once. */
export interface Places {
  /** Runs `work` in a place of its own, after those that came before. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** How many wait for a place. */
  waiting(): number
}

export function createPlaces(count: number): Places {
  const waiting: (() => void)[] = []
  let free = count
  return {
    async run(work) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
    waiting: () => waiting.length,
  }
}
