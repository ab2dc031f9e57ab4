import type { Point } from '../../models/non-dominated.js';

/** The organ that predicts how good a configuration is, from all evaluations at all levels. */
export interface Surrogate {
  /**
   * @param codes - of the configuration (`KernelCodes`)
   * @param level - of the driven fidelity
   * @param objectives - minimised; none after a failure
   */
  learn(codes: Float64Array, level: number, objectives: Point): void;
  /** Whether it knows enough to predict at the level. */
  isReady(level: number): boolean;
  /**
   * Scores to compare, smaller is better.
   * @param rows - codes, m x d
   * @returns m
   */
  predict(rows: Float64Array, level: number): Float64Array;
}
