import type { Answer, Progress, Suggestion } from '../../core/types.js';

/** What an earlier evaluation of a trial left for later ones. */
export interface Kept {
  readonly evaluation: number;
  readonly suggestion: Suggestion;
  /** Seconds that the trial would have cost from scratch. */
  readonly restartCost: number;
  readonly checkpoint?: string;
}

/** A watched evaluation's last report. */
export interface Heard extends Progress {
  readonly at: number;
  /** Seconds that it had cost. */
  readonly cost: number;
  readonly restartCost?: number;
  /** What came of it: `cut` where the budget had no room for it to go on. */
  readonly verdict: 'continue' | 'stop' | 'cut';
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
  /** All that changes of it while it is under way. */
  heard?: Heard;
}

/** An answer as the run's clock charges it. */
export interface Charged {
  readonly outcome: Answer;
  /** Seconds from scratch, where that is not the outcome's cost. */
  readonly restartCost?: number;
}

/** An evaluation that has ended, or come to a level at which it is watched. */
export interface Arrival extends Charged {
  readonly pending: Pending;
  readonly at: number;
  /** Watched: it goes on if the optimizer wants it to. The outcome is then that of the level. */
  readonly level?: number;
}

/** The single owner of a run's time. All times in seconds from the start of the run. */
export interface Clock {
  readonly kind: 'virtual' | 'real';
  now(): number;
  /** The evaluation's end, or its coming to a watched `level`, when that is known or as soon as it is. */
  expect(pending: Pending, charged: Charged | Promise<Charged>, level?: number): void;
  /**
   * The next evaluation to end or to be at a watched level, or undefined when `until` comes first (the clock then stands at
   * `until`) or the run is interrupted. Rejects when an evaluation does, which only the infrastructure's final failure makes it do.
   */
  next(until: number): Arrival | undefined | Promise<Arrival | undefined>;
}
