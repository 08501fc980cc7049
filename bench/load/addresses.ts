/** The address of the user with this number; `.example` reaches nobody. */
export function addressOf(number: number): string {
  return `user-${number}@bench.example`
}
