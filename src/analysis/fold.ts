import type { RunHistory } from './run-history.js';
import type { RunTrace } from './run-trace.js';

/** An analysis of all evaluations: it sees the history of each run once, keeps what it needs of it, and has its result in the end. */
export interface Fold<Result> {
  add(history: RunHistory, trace: RunTrace): void;
  result(): readonly Result[];
}
