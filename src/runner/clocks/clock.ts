import type { Outcome, Suggestion } from '../../core/types.js';

/** What an earlier evaluation of a trial left for later ones. */
export interface Kept {
  readonly evaluation: number;
  readonly suggestion: Suggestion;
  /** Seconds that the trial would have cost from scratch. */
  readonly restartCost: number;
  readonly checkpoint?: string;
}

/** An evaluation under way. */
export interface Pending {
  readonly evaluation: number;
  readonly suggestion: Suggestion;
  readonly worker: number;
  /** Seconds on the run's clock. */
  readonly start: number;
  readonly seed: number;
  /** The evaluation whose checkpoint it continues from. */
  readonly continued?: Kept;
}

/** An outcome as the run's clock charges it. */
export interface Charged {
  readonly outcome: Outcome;
  /** Seconds from scratch, where that is not the outcome's cost. */
  readonly restartCost?: number;
}

/** An evaluation that has ended. */
export interface Finished extends Charged {
  readonly pending: Pending;
  readonly at: number;
}

/** The single owner of a run's time. All times in seconds from the start of the run. */
export interface Clock {
  readonly kind: 'virtual' | 'real';
  now(): number;
  start(pending: Pending, ends: Charged | Promise<Charged>): void;
  /**
   * The next evaluation to end, or undefined when `until` comes first (the clock then stands at `until`) or the run is
   * interrupted. Rejects when an evaluation does, which only the infrastructure's final failure makes it do.
   */
  next(until: number): Finished | undefined | Promise<Finished | undefined>;
}
