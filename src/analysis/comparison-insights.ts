import type { ComparedClock } from './comparison.js';

/** Share of (run, target) pairs that were reached, over shares of the budget: the ECDF of run lengths. */
export interface AttainmentCurve {
  /** `null`: over all benchmarks that have a normaliser. */
  readonly family: string | null;
  readonly optimizer: string;
  /** `fixed`: normalised regrets from 1 to 10^-5, five a decade. `run-length`: what random search attains after shares of the budget. */
  readonly targets: 'fixed' | 'run-length';
  /** (run, target) pairs. */
  readonly pairs: number;
  /** Shares of the budget at which a target is reached, ascending, 0.001..1. */
  readonly share: readonly number[];
  /** 0..1 */
  readonly reached: readonly number[];
}

/** Expected running time of an optimizer to a target on a benchmark, on the clock of the budget. */
export interface RunLength {
  readonly benchmark: string;
  readonly optimizer: string;
  /** The target is what random search is expected to attain after this share of the budget. */
  readonly targetShare: number;
  /** In the benchmark's own sign. */
  readonly target: number;
  readonly runs: number;
  readonly successes: number;
  /** All that was spent before success or the end, over successes; `null` without a success. */
  readonly expected: number | null;
}

/** Share of (benchmark, target) problems that an optimizer solves within a factor of the best one's expected running time. */
export interface ProfileCurve {
  readonly optimizer: string;
  readonly problems: number;
  /** From 1, ascending. */
  readonly factor: readonly number[];
  /** 0..1 */
  readonly solved: readonly number[];
}

/** What an optimizer has spent on one level of fidelity, over all runs of it on a benchmark. */
export interface LevelUse {
  readonly benchmark: string;
  readonly optimizer: string;
  /** Cost of an evaluation from scratch relative to one at full fidelity, in (0, 1]. */
  readonly level: number;
  readonly evaluations: number;
  /** Of the optimizer's full evaluations, 0..1. */
  readonly share: number;
  /** Evaluations that raised a trial from a lower level to this. */
  readonly promotions: number;
  /** Of these, those that were the best of their run at this level so far. */
  readonly paid: number;
}

/** How well a level tells what comes out at full fidelity: over trials that were evaluated at both, all runs of a benchmark together. */
export interface LevelCorrelation {
  readonly benchmark: string;
  readonly level: number;
  readonly trials: number;
  /** Spearman's rank correlation, -1..1; `null` for fewer than three trials or where all are equal. */
  readonly spearman: number | null;
}

export interface WorkerUse {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly workers: number;
  readonly runs: number;
  /** Median share of the workers' time in which they had no evaluation, 0..1. */
  readonly idle: number;
}

/** Medians over the ended runs of an optimizer on a benchmark, in seconds of clocks that are apart and never added up. */
export interface ClockUse {
  readonly benchmark: string;
  readonly optimizer: string;
  /** Of the run: simulated where costs are recorded. */
  readonly clock: 'simulated' | 'real';
  /** How the optimizer's own time was counted: not at all, by the clock of the machine, or as a fixed number a suggestion. */
  readonly policy: 'zero' | 'measured' | 'fixed';
  readonly runs: number;
  /** On the clock of the run. */
  readonly seconds: number;
  /** That the suggestions took; `null` where they were not counted. */
  readonly optimizerSeconds: number | null;
  /** That evaluations cost by the benchmark's own account, as the run was charged, summed over workers. */
  readonly evaluationSeconds: number;
}

/** Evaluations of one run over its workers; one entry an evaluation in each series. */
export interface Timeline {
  readonly run: string;
  readonly benchmark: string;
  readonly optimizer: string;
  readonly workers: number;
  readonly worker: readonly number[];
  /** Seconds on the run's clock. */
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly trial: readonly number[];
  /** As of `LevelUse`. */
  readonly level: readonly number[];
  readonly status: readonly string[];
  /** The run has more evaluations than are shown. */
  readonly cut: boolean;
}

export interface FailureCount {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly status: 'failed' | 'timed-out' | 'out-of-memory' | 'cancelled';
  readonly code: string;
  readonly evaluations: number;
  /** Seconds that they took, summed over workers, and that as a share of all seconds, 0..1. */
  readonly cost: number;
  readonly share: number;
}

/** How much of the variance of the objective over the space one parameter explains alone. */
export interface Importance {
  readonly benchmark: string;
  readonly parameter: string;
  /** Main effect, 0..1; what is missing to 1 in their sum is interactions. */
  readonly share: number;
  /** Evaluations at full fidelity that the forest was fitted to. */
  readonly evaluations: number;
  /** Of random search alone (drawn uniformly), or of all optimizers. */
  readonly from: 'random-search' | 'all';
  /** Out-of-sample R^2 of the forest: below about 0.5 the shares say little. */
  readonly fit: number | null;
}

/** Evaluations at full fidelity to look at: a uniform sample of those of all optimizers together, and the best of each. */
export interface ConfigurationSample {
  readonly benchmark: string;
  /** That completed at full fidelity, over all runs of all optimizers. */
  readonly evaluations: number;
  /** That vary in the space. */
  readonly parameters: number;
  /** Where there are more than 10 parameters, the most important ones. In the order of their declaration. */
  readonly axes: readonly ParameterAxis[];
  readonly configurations: readonly SampledConfiguration[];
}

export interface ParameterAxis {
  readonly name: string;
  /** `null` where it is no number of a range. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly log: boolean;
  /** In their order; empty where it is a number of a range. */
  readonly values: readonly (number | string | boolean)[];
}

export interface SampledConfiguration {
  readonly optimizer: string;
  /** Of the run. */
  readonly seed: number;
  /** Among the best 3 of its optimizer; otherwise it was drawn. */
  readonly best: boolean;
  /** First objective, in the benchmark's own sign. */
  readonly value: number;
  /** One entry an axis; `null` where the parameter is inactive. */
  readonly configuration: readonly (number | string | boolean | null)[];
}

/** Points that no other dominates by what was observed, as the values that they are judged by, over all runs of an optimizer on a benchmark with several objectives. */
export interface Front {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly objectives: readonly string[];
  /** n x objectives, in the benchmark's own signs. */
  readonly points: readonly (readonly number[])[];
}

/** Hypervolume of the front so far in normalised objectives: reference point 1, best point 0. */
export interface HypervolumeCurve {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly clock: ComparedClock;
  /** That have ended. */
  readonly runs: number;
  /** As of `Curve`. */
  readonly x: readonly number[];
  readonly median: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}
