/**
 * Pearson's statistic of `seen` against `expected`, and how often a fair generator exceeds it.
 * Cells of fewer than 10 are to be put together before.
 */
export function chiSquare(
  seen: readonly number[],
  expected: readonly number[],
): { readonly statistic: number; readonly chance: number } {
  const total = seen.reduce((sum, count) => sum + count, 0)
  const wanted = expected.reduce((sum, count) => sum + count, 0)
  if (Math.abs(total - wanted) > total * 1e-9 || seen.length !== expected.length) {
    throw new Error(`chi-square: expected ${wanted} in ${expected.length} cells, got ${total}`)
  }
  let statistic = 0
  for (const [cell, count] of seen.entries()) {
    const one = expected[cell] ?? 0
    if (one < 10) throw new Error(`chi-square: expected at least 10 in a cell, got ${one}`)
    statistic += (count - one) ** 2 / one
  }
  return { statistic, chance: upperGamma((seen.length - 1) / 2, statistic / 2) }
}

/** The regularized upper incomplete gamma function Q(a, x); a series below its mean, a fraction above. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; term > sum * 1e-15; n += 1) {
      term *= x / (a + n)
      sum += term
    }
    return 1 - sum * scale
  }
  // Lentz's way to evaluate a continued fraction (Numerical Recipes, 6.2).
  let b = x + 1 - a
  let [c, d] = [1e300, 1 / b]
  let fraction = d
  for (let n = 1; n < 100_000; n += 1) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / (factor * d + b)
    c = b + factor / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return fraction * scale
}

/** Stirling's series, shifted to where it is exact to a double. */
function logGamma(x: number): number {
  let [shift, at] = [0, x]
  for (; at < 12; at += 1) shift += Math.log(at)
  const series = 1 / (12 * at) - 1 / (360 * at ** 3) + 1 / (1260 * at ** 5)
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift
}
