import type { ComparedClock, View } from './comparison.js';

/**
 * Incumbents of the runs of one optimizer on one benchmark, as step functions that hold from one x to the next. All series have one
 * entry an x.
 */
export interface Curve {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly view: View;
  readonly clock: ComparedClock;
  /** Name of the metric shown: the first objective, its exact metric, or its test metric. */
  readonly metric: string;
  /**
   * In units of the clock, ascending: where a run of this optimizer has a new incumbent, and the end of the budget (of the last run, on
   * another clock). Only places less than 1/800 of a logarithmic and of a linear axis apart are put together.
   */
  readonly x: readonly number[];
  /** Runs that are known at x: a run that ended keeps its last incumbent, one that is unfinished is unknown after its last record. */
  readonly runs: readonly number[];
  /** Median over those runs, in the metric's own sign; `null` until at least half of them have an incumbent. */
  readonly median: readonly (number | null)[];
  /** Bootstrap percentile band of the median; `null` where an end has no incumbent, and for fewer than two runs. */
  readonly medianLower: readonly (number | null)[];
  readonly medianUpper: readonly (number | null)[];
}

/** What an optimizer has found on a benchmark after a share of its budget: medians over seeds, at full fidelity. */
export interface Score {
  readonly benchmark: string;
  readonly optimizer: string;
  /** Of the budget, 0..1. */
  readonly share: number;
  /** The best of each objective alone: with several, optimizers are not compared by these. */
  readonly objective: string;
  /** Runs that are known at this share, and those of them with an incumbent. */
  readonly runs: number;
  readonly withIncumbent: number;
  /**
   * Of the metric that incumbents are judged by, in the benchmark's own sign; runs without incumbent count as infinitely bad, and unknown
   * ones are left out.
   */
  readonly value: number | null;
  readonly valueLower: number | null;
  readonly valueUpper: number | null;
  /** Median of what the optimizers saw of the same incumbents, where these are judged by an exact metric; of the first objective. */
  readonly observed: number | null;
  /** Of a second measurement, of the first objective. */
  readonly test: number | null;
  /** Not below 0, unless a run found better than `best` of the normaliser. */
  readonly regret: number | null;
  /** 0 at `best`, 1 at `reference`. */
  readonly normalised: number | null;
}

/**
 * Area under the normalised regret over the budget, divided by its width: the mean normalised regret, which is less for those
 * who are good early. 1 until there is an incumbent.
 */
export interface Area {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly runs: number;
  /** Mean over runs, over the budget from 0 to its end on a linear axis. */
  readonly linear: number;
  readonly linearLower: number | null;
  readonly linearUpper: number | null;
  /** The same on a log axis, from a thousandth of the budget to its end. */
  readonly log: number;
  readonly logLower: number | null;
  readonly logUpper: number | null;
}

/** Mean normalised regret (with several objectives: lost hypervolume) of an optimizer over benchmarks, each by its own fixed scale, after shares of the budget. */
export interface RegretCurve {
  /** `null`: over all benchmarks that have a normaliser. */
  readonly family: string | null;
  readonly optimizer: string;
  /** With runs of this optimizer that have ended: optimizers with other counts cannot be compared. */
  readonly benchmarks: number;
  /** Shares of the budget, 0.001..1, at which a run has a new incumbent. */
  readonly share: readonly number[];
  /** Mean over benchmarks of the mean over runs; 1 until there is an incumbent. */
  readonly mean: readonly number[];
  /** Bootstrap percentile band over benchmarks; `null` for fewer than five. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** How much sooner an optimizer is where random search is at the end of its budget, by medians over runs. */
export interface SpeedUp {
  readonly benchmark: string;
  readonly optimizer: string;
  /** Median incumbent of random search at the end of the budget, in the benchmark's own sign; a hypervolume where there are several objectives. */
  readonly target: number;
  /** On the clock of the budget: when half of the runs of random search, and of the optimizer, were there; `null`: never. */
  readonly random: number;
  readonly own: number | null;
  /** `random / own`; above 1 is sooner; `null` where half of the runs never were there. */
  readonly factor: number | null;
}
