import type { Answer, Configuration, Fidelity, Progress } from '../core/types.js';

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

export type OnProgress = (progress: Progress) => void;

/**
 * Turns tasks into answers, wherever the benchmark lives. What the benchmark does wrong is a failure; only what the
 * infrastructure could not mend is thrown.
 */
export interface Evaluator {
  /** @param onProgress what to call at each level that the benchmark reports; measured clocks only */
  evaluate(task: Task, signal?: AbortSignal, onProgress?: OnProgress): Answer | Promise<Answer>;
  /** These checkpoints will not be asked for again. */
  release(checkpoints: readonly string[]): void;
}
