/** How long a run measures what. */
export interface Plan {
  readonly rounds: number
  /** Before the rounds, for each receiver: V8 has optimised nothing yet when it starts. */
  readonly warmUpMs: number
  readonly intakeMs: number
  readonly intakeConnections: number
  /** Requests made ready for a round; enough for the fastest receiver. */
  readonly intakeRequests: number
  readonly hashMs: number
  /** How long the mails of one round of the whole path should take. */
  readonly pathMs: number
  readonly arrivals: number
  readonly arrivalsPerSecond: number
  /** Of each kind of address; at most as many as arrivals. */
  readonly resets: number
  /** Times that every template is rendered in one measurement, and measurements. */
  readonly renderRounds: number
  readonly renderBatches: number
}

export const FULL: Plan = {
  rounds: 5,
  warmUpMs: 4_000,
  intakeMs: 1_200,
  intakeConnections: 64,
  intakeRequests: 60_000,
  hashMs: 1_200,
  pathMs: 1_600,
  arrivals: 375,
  arrivalsPerSecond: 25,
  resets: 200,
  renderRounds: 20,
  renderBatches: 25,
}

/** Shows that the bench works, not how fast anything is. */
export const QUICK: Plan = {
  ...FULL,
  rounds: 2,
  warmUpMs: 150,
  intakeMs: 150,
  intakeRequests: 8_000,
  hashMs: 150,
  pathMs: 200,
  arrivals: 20,
  resets: 20,
  renderRounds: 2,
  renderBatches: 3,
}
