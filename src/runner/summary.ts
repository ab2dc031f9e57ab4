import type { Configuration, Fidelity, Metrics } from '../core/types.js';
import type { RunPlan } from './plan.js';

/** The best evaluation at the highest fidelity so far; fidelities are never mixed. */
export interface Incumbent {
  readonly evaluation: number;
  readonly trial: number;
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
  /** In the benchmark's own sign. */
  readonly metrics: Metrics;
  /** Seconds on the run's clock at which it was observed. */
  readonly at: number;
}

/** Three clocks, reported apart: none of them is ever added to another. All in seconds. */
export interface Clocks {
  /** The run's own: simulated on a recorded clock, real on a measured one. */
  readonly run: number;
  /** Real time inside the optimizer. */
  readonly optimizer: number;
  /** Real time inside benchmarks, summed over workers. */
  readonly benchmark: number;
}

/** A glance at a run while it goes on. */
export interface RunProgress {
  readonly run: RunPlan;
  readonly state: 'waiting' | 'running' | 'completed' | 'failed' | 'interrupted';
  /** Evaluations that have ended. */
  readonly evaluations: number;
  readonly failures: number;
  /** Fraction of the budget, 0..1. */
  readonly spent: number;
  /** Seconds on the run's clock. */
  readonly clock: number;
  readonly incumbent?: Incumbent;
}

/** What became of a run. */
export interface RunResult extends RunProgress {
  readonly clocks: Clocks;
  /** Share of the workers' time, 0..1, in which they had no evaluation; absent for a run that did not come to its end. */
  readonly idle?: number;
  /** Why the run ended: what was used up, or the optimizer had nothing more to ask. */
  readonly reason?: 'evaluations' | 'fullEvaluations' | 'seconds' | 'done';
  /** Why it failed, or what of the infrastructure interrupted it: it can then go on. */
  readonly error?: Error;
}

export interface StudyResult {
  readonly folder: string;
  readonly runs: readonly RunResult[];
}
