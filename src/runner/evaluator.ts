import type { Configuration, Fidelity, Outcome } from '../core/types.js';

/** One call of the objective, as the run loop asks for it. */
export interface Task {
  readonly instance: string;
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
  readonly seed: number;
  /** Token of the checkpoint to continue from. */
  readonly checkpoint?: string;
  /** Whether a later evaluation may continue from this one. */
  readonly keep?: boolean;
}

/**
 * Turns tasks into outcomes, wherever the benchmark lives. What the benchmark does wrong is an outcome; only what the
 * infrastructure could not mend is thrown.
 */
export interface Evaluator {
  evaluate(task: Task, signal?: AbortSignal): Outcome | Promise<Outcome>;
  /** These checkpoints will not be asked for again. */
  release(checkpoints: readonly string[]): void;
}
