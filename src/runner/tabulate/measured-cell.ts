import type { Metrics } from '../../core/types.js';

/** What became of a cell. */
export type MeasuredCell =
  | { readonly status: 'completed'; /** Seconds from scratch. */ readonly cost: number; readonly metrics: Metrics }
  | FailedCell;

export interface FailedCell {
  readonly status: 'failed' | 'timed-out' | 'out-of-memory';
  /** Seconds until then, from scratch. */
  readonly cost: number;
  readonly message: string;
}
